"""An agent of the user's own launchd, on macOS (launchd.plist(5))."""

import os
import plistlib
import shlex
import sys
import time
from pathlib import Path
from typing import Any

from assistant.errors import ConfigError
from assistant.upkeep.programs import run
from assistant.upkeep.schedule.job import Job, Scheduled

_ATTEMPTS, _PAUSE_SECONDS = 5, 0.5
"""`bootout` comes back before it is done, and until then `bootstrap` fails with an input/output error."""

LABEL = "org.inbox-assistant.poll"


class Launchd:
    """launchd, by its program `launchctl`."""

    name = "launchd"

    def is_here(self) -> bool:
        """Whether this is macOS."""
        return sys.platform == "darwin"

    def install(self, job: Job) -> None:
        """Write the agent and load it anew."""
        path = _path()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(plistlib.dumps(agent_of(job)))
        except OSError as error:
            raise ConfigError(f"{path} cannot be written: {error.strerror}.") from error
        run("launchctl", "bootout", f"{_domain()}/{LABEL}")
        for attempt in range(_ATTEMPTS):
            done = run("launchctl", "bootstrap", _domain(), str(path))
            if not done.code:
                return
            time.sleep(_PAUSE_SECONDS * (attempt + 1 < _ATTEMPTS))
        raise ConfigError(f"launchd did not take {path}: {done.err or f'status {done.code}'}.")

    def remove(self) -> bool:
        """Unload the agent and remove its file."""
        path = _path()
        if not path.exists():
            return False
        run("launchctl", "bootout", f"{_domain()}/{LABEL}")
        path.unlink()
        return True

    def entry(self) -> Scheduled | None:
        """Return the agent, and whether it is loaded."""
        path = _path()
        if not path.exists():
            return None
        agent = _read(path)
        loaded = run("launchctl", "print", f"{_domain()}/{LABEL}").code == 0
        seconds = agent.get("StartInterval", 0)
        return Scheduled(
            using=self.name,
            where=str(path),
            entry=shlex.join(agent.get("ProgramArguments", ())),
            program=next(iter(agent.get("ProgramArguments", ())), ""),
            every_minutes=seconds // 60 or None,
            obstacles=() if loaded else ("launchd has not loaded it; `assistant schedule install` puts it right",),
        )


def agent_of(job: Job) -> dict[str, Any]:
    """Return the agent's property list."""
    log = str(Path.home() / "Library" / "Logs" / "inbox-assistant.log")
    return {
        "Label": LABEL,
        "ProgramArguments": list(job.command),
        "EnvironmentVariables": dict(job.environment),
        "StartInterval": job.every_minutes * 60,
        "RunAtLoad": True,
        "ProcessType": "Background",
        "Umask": 0o077,
        "StandardOutPath": log,
        "StandardErrorPath": log,
    }


def _read(path: Path) -> dict[str, Any]:
    """Read the agent, empty if somebody has spoilt it."""
    try:
        agent = plistlib.loads(path.read_bytes())
    except (OSError, ValueError, plistlib.InvalidFileException):
        return {}
    return agent if isinstance(agent, dict) else {}


def _path() -> Path:
    return Path.home() / "Library" / "LaunchAgents" / f"{LABEL}.plist"


def _domain() -> str:
    return f"gui/{os.getuid()}"
