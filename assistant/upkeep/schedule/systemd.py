"""A timer of the user's own systemd, with a unit that may do little beside reading mail and writing drafts."""

import os
import re
import shutil
from pathlib import Path

from platformdirs import user_config_path

from assistant.errors import ConfigError
from assistant.upkeep.programs import run
from assistant.upkeep.schedule.job import Job, Scheduled

UNIT = "inbox-assistant"

_TIMER = """\
# Made by `assistant schedule install`; `assistant schedule remove` takes it away.
[Unit]
Description=Inbox assistant, every {every} minutes

[Timer]
OnCalendar={calendar}
Persistent=true
AccuracySec=30s

[Install]
WantedBy=timers.target
"""

_SERVICE = """\
# Made by `assistant schedule install`; `assistant schedule remove` takes it away.
# Changes of your own: systemctl --user edit inbox-assistant.service
[Unit]
Description=Inbox assistant: read new mail, leave drafts

[Service]
Type=oneshot
ExecStart={command}
{environment}TimeoutStartSec=1h
Nice=10
UMask=0077

# The sandbox. Only what needs no namespaces: a user's systemd may not make them everywhere (Ubuntu 24.04 forbids them),
# and a unit that does not start is worse than one that could write to your home folder.
NoNewPrivileges=yes
LockPersonality=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native
SystemCallErrorNumber=EPERM
SystemCallFilter=@system-service
"""


class Systemd:
    """systemd's timers for one user (systemd.timer(5))."""

    name = "systemd"

    def is_here(self) -> bool:
        """Whether the user's systemd answers."""
        return shutil.which("systemctl") is not None and run("systemctl", "--user", "show-environment").code == 0

    def install(self, job: Job) -> None:
        """Write both units and start the timer."""
        folder = _folder()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{UNIT}.service").write_text(service_of(job), encoding="utf-8")
            (folder / f"{UNIT}.timer").write_text(timer_of(job), encoding="utf-8")
        except OSError as error:
            raise ConfigError(f"{folder} cannot be written: {error.strerror}.") from error
        _insist("daemon-reload")
        _insist("enable", "--now", f"{UNIT}.timer")
        _insist("restart", f"{UNIT}.timer")  # a timer that runs already takes its new times only so

    def remove(self) -> bool:
        """Stop the timer and remove both units."""
        files = [_folder() / f"{UNIT}.{kind}" for kind in ("timer", "service")]
        there = [path for path in files if path.exists()]
        if there:
            run("systemctl", "--user", "disable", "--now", f"{UNIT}.timer")
            for path in there:
                path.unlink()
            run("systemctl", "--user", "daemon-reload")
        return bool(there)

    def entry(self) -> Scheduled | None:
        """Return the timer, and whether it runs."""
        path = _folder() / f"{UNIT}.timer"
        if not path.exists():
            return None
        text = path.read_text(encoding="utf-8", errors="replace")
        command = _command(path.with_suffix(".service"))
        return Scheduled(
            using=self.name,
            where=str(path),
            entry=command,
            program=program_of(command),
            every_minutes=_minutes(text),
            obstacles=_obstacles(),
            remarks=(*_remarks(), f"What it says: journalctl --user -u {UNIT}"),
        )


def service_of(job: Job) -> str:
    """Return the unit that polls; `$` and `%` mean something to systemd (systemd.service(5), "Command lines")."""
    command = " ".join(_quoted(part).replace("$", "$$") for part in job.command)
    environment = "".join(f"Environment={_quoted(f'{name}={value}')}\n" for name, value in job.environment.items())
    return _SERVICE.format(command=command, environment=environment)


def timer_of(job: Job) -> str:
    """Return the unit that says when."""
    calendar = "*:0" if job.every_minutes == 60 else f"*:0/{job.every_minutes}"
    return _TIMER.format(every=job.every_minutes, calendar=calendar)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%") + '"'


def program_of(command: str) -> str:
    """Return the first word of a command, as it was before service_of quoted it."""
    found = re.match(r'"((?:[^"\\]|\\.)*)"', command)
    plain = re.sub(r"\\(.)", r"\1", found[1]) if found else command.partition(" ")[0]
    return plain.replace("$$", "$").replace("%%", "%")


def _folder() -> Path:
    return user_config_path("systemd") / "user"


def _insist(*arguments: str) -> None:
    done = run("systemctl", "--user", *arguments)
    if done.code:
        raise ConfigError(f"`systemctl --user {' '.join(arguments)}` failed: {done.err or f'status {done.code}'}.")


def _minutes(timer: str) -> int | None:
    found = re.search(r"^OnCalendar=\*:0(?:/(\d+))?$", timer, re.MULTILINE)
    return None if found is None else int(found[1] or 60)


def _command(service: Path) -> str:
    if not service.exists():
        return ""
    found = re.search(r"^ExecStart=(.*)$", service.read_text(encoding="utf-8", errors="replace"), re.MULTILINE)
    return found[1] if found else ""


def _obstacles() -> tuple[str, ...]:
    if run("systemctl", "--user", "is-active", f"{UNIT}.timer").code:
        return (f"the timer is not running; systemctl --user enable --now {UNIT}.timer",)
    return ()


def _remarks() -> tuple[str, ...]:
    lingering = run("loginctl", "show-user", str(os.getuid()), "--property=Linger")
    if lingering.code == 0 and "Linger=no" in lingering.out:
        return ("It runs while you are logged in; on a server: loginctl enable-linger",)
    return ()
