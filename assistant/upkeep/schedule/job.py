"""What is run on a schedule, in surroundings that are as bare as cron's."""

import json
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.config import Config, ImapSettings
from assistant.errors import ConfigError
from assistant.upkeep.programs import Done, run

EVERY_MINUTES = (1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60)
"""What divides an hour: cron knows no other even steps."""

_FOLDERS = ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME")
_FOR_KEYRING = ("DBUS_SESSION_BUS_ADDRESS",)
_FOR_COMMANDS = ("PATH", "PASSWORD_STORE_DIR", "GNUPGHOME", *_FOR_KEYRING)
_BARE = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What is to be run.

    Attributes:
        program: the interpreter this runs in, and what makes it the assistant.
        options: of `assistant poll`, paths absolute.
        environment: variables it needs and a scheduler does not give.
        every_minutes: one of EVERY_MINUTES.
    """

    program: tuple[str, ...]
    options: tuple[str, ...] = ()
    environment: Mapping[str, str]
    every_minutes: int

    @property
    def command(self) -> tuple[str, ...]:
        """What the scheduler is to run."""
        return (*self.program, "poll", *self.options)

    def insist_it_starts(self) -> None:
        """Run the program once to say its version, from the scheduler's surroundings.

        Raises:
            ConfigError: it does not start.
        """
        tried = self._as_scheduled("--version")
        if tried.code:
            last = tried.err.splitlines()[-1:] or [f"status {tried.code}"]
            raise ConfigError(f"`{self.program[0]}` does not start the assistant on its own ({last[0]}); install it.")

    def obstacles(self) -> Iterator[str]:
        """Yield what the doctor finds wrong in the scheduler's surroundings, such as a password out of reach there."""
        try:
            told = self._as_scheduled("doctor", "--json", *self.options)
        except ConfigError as error:
            yield str(error)
            return
        findings = (json.loads(line) for line in told.out.splitlines() if line.startswith("{"))
        for one in findings:
            if not one["ok"] and one["check"] != "schedule":
                yield f"{one['account']}: {one['words']}" if one["account"] else one["words"]

    def _as_scheduled(self, *arguments: str) -> Done:
        surroundings = {"HOME": str(Path.home()), **_BARE, **self.environment}
        return run(*self.program, *arguments, environment=surroundings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheduled:
    """An entry that stands.

    Attributes:
        using: name of the scheduler.
        where: where the entry is.
        entry: its text.
        program: what it starts, "" if that cannot be told.
        every_minutes: None if it was changed by hand to something else.
        obstacles: what keeps it from running, each with its remedy.
        remarks: what is good to know about it.
    """

    using: str
    where: str
    entry: str
    program: str
    every_minutes: int | None
    obstacles: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def job_for(config: Config, settings: Path | None, every_minutes: int) -> Job:
    """Return the job that polls all accounts with these settings, as this process would.

    Args:
        config: the settings, loaded.
        settings: their file, if it is not the one found by itself.
        every_minutes: one of EVERY_MINUTES.

    -P keeps a folder named "assistant" in the home folder from being taken for the program.
    """
    named = ("--config", str(settings.absolute())) if settings else ()
    program = (sys.executable, "-P", "-m", "assistant")
    carried = {name: os.environ[name] for name in _needed(config) if os.environ.get(name)}
    if bad := [text for text in (*program, *named, *carried.values()) if any(mark in text for mark in "\n\r\0")]:
        raise ConfigError(f"{bad[0]!r} holds a line break, which no schedule can; rename it.")
    return Job(program=program, options=named, environment=carried, every_minutes=every_minutes)


def _needed(config: Config) -> Iterator[str]:
    """Name the variables the settings rely on; schedulers start programs without the user's own."""
    yield from _FOLDERS
    passwords = [one.password for one in config.accounts.values() if isinstance(one, ImapSettings)]
    if any(password.command for password in passwords):
        yield from _FOR_COMMANDS
    elif any(password.keyring for password in passwords):
        yield from _FOR_KEYRING
