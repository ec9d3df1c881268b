"""The user's crontab, of which exactly one line is ours, known by the comment at its end (crontab(5))."""

import os
import re
import shlex
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from assistant.errors import ConfigError
from assistant.upkeep.programs import run
from assistant.upkeep.schedule.job import Job, Scheduled

MARK = "# inbox-assistant schedule"
"""The shell that runs the line takes it for a comment; by it the line is known again."""

_NO_TABLE = re.compile(r"no crontab|no such file|can't open", re.IGNORECASE)
"""How Debian's cron, cronie, macOS and BusyBox say that there is no table yet."""

_DAEMONS = frozenset({"cron", "crond", "fcron", "anacron", "supercronic"})


class Cron:
    """cron, by its program `crontab`."""

    name = "cron"

    def is_here(self) -> bool:
        """Whether there is a `crontab`."""
        return shutil.which("crontab") is not None

    def install(self, job: Job) -> None:
        """Put the line where the old one stands, or at the end."""
        lines, ours = _table().splitlines(), line_of(job)
        at = [number for number, line in enumerate(lines) if is_ours(line)]
        kept = [line for number, line in enumerate(lines) if number not in at[1:]]
        if at:
            kept[at[0]] = ours
        else:
            kept.append(ours)
        if kept != lines:
            _write(kept)

    def remove(self) -> bool:
        """Take the line away, and the table if nothing is left of it."""
        lines = _lines_if_any()
        kept = [line for line in lines if not is_ours(line)]
        if len(kept) < len(lines):
            _write(kept)
        return len(kept) < len(lines)

    def entry(self) -> Scheduled | None:
        """Return the line, and whether anything runs it."""
        lines = _lines_if_any()
        line = next((line for line in lines if is_ours(line)), None)
        if line is None:
            return None
        obstacles = []
        if line.lstrip().startswith("#"):
            obstacles.append("the line is commented out; `assistant schedule install` puts it right")
        if sys.platform == "linux" and not is_running():
            obstacles.append("no cron is running; start it (Debian: sudo systemctl enable --now cron)")
        return Scheduled(
            using=self.name,
            where="your crontab (crontab -l)",
            entry=line,
            program=program_of(line),
            every_minutes=_minutes(line),
            obstacles=tuple(obstacles),
            remarks=tuple(_remarks(lines)),
        )


def line_of(job: Job) -> str:
    """Return the job as a line of a crontab, in which a percent sign would end the command."""
    minutes = "0" if job.every_minutes == 60 else "*" if job.every_minutes == 1 else f"*/{job.every_minutes}"
    variables = [f"{name}={value}" for name, value in job.environment.items()]
    command = shlex.join([*(("env", *variables) if variables else ()), *job.command])
    return f"{minutes} * * * * {command} {MARK}".replace("%", r"\%")


def is_ours(line: str) -> bool:
    """Whether a line is the one this program made."""
    return line.rstrip().endswith(MARK)


def _minutes(line: str) -> int | None:
    found = re.match(r"(?:\*/(\d+)|(\*)|(0)) \* \* \* \* ", line)
    if found is None:
        return None
    return int(found[1]) if found[1] else 1 if found[2] else 60


def _remarks(lines: list[str]) -> Iterator[str]:
    for line in lines:
        if re.match(r"[^#]*\bassistant\b.*\bpoll\b", line) and not is_ours(line):
            yield f"A line of your own polls too, which is not needed: {line}"
    if shutil.which("sendmail", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/lib") is None:
        yield "cron mails what is said, but nothing here delivers mail (no sendmail); look with `assistant status`"


def program_of(line: str) -> str:
    """Return what the line starts, behind its five times and the variables it sets."""
    try:
        words = shlex.split(line.replace(r"\%", "%"), comments=True)[5:]
    except ValueError:  # somebody has changed it
        return ""
    return next((word for word in words if word != "env" and not re.match(r"\w+=", word)), "")


def _table() -> str:
    """Return the crontab; an error that is not its absence stops here, so that no table is ever overwritten unread."""
    done = run("crontab", "-l")
    if done.code and not _NO_TABLE.search(done.err):
        raise ConfigError(f"Your crontab cannot be read: {done.err or f'status {done.code}'}.")
    return "" if done.code else done.out


def _lines_if_any() -> list[str]:
    """Return the lines; where there is no cron, or none for this user, there can be none of ours."""
    try:
        return _table().splitlines()
    except ConfigError:
        return []


def _write(lines: list[str]) -> None:
    """Replace the table and read it back."""
    text = "".join(f"{line}\n" for line in lines)
    done = run("crontab", "-", given=text) if text.strip() else run("crontab", "-r")
    if done.code or (text.strip() and _table() != text):
        raise ConfigError(f"Your crontab could not be changed: {done.err or 'it does not show the change'}.")


def is_running() -> bool:
    """Whether any process is a cron."""
    names = (_name(path) for path in Path("/proc").glob("[0-9]*/comm"))
    return any(name in _DAEMONS for name in names)


def _name(path: Path) -> str:
    try:
        return path.read_text().strip()
    except OSError:  # it ended meanwhile
        return ""
