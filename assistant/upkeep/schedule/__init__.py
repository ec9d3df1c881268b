"""Who runs `assistant poll` every few minutes: cron, systemd or launchd, whichever the machine has.

job         what is run, and in which surroundings
cron, systemd, launchd      one Scheduler each
"""

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from assistant.errors import ConfigError
from assistant.upkeep.schedule.cron import Cron
from assistant.upkeep.schedule.job import Job, Scheduled
from assistant.upkeep.schedule.launchd import Launchd
from assistant.upkeep.schedule.systemd import Systemd


class Scheduler(Protocol):
    """Something that runs programs at their time."""

    name: str

    def is_here(self) -> bool:
        """Whether this machine has it and this user may use it."""
        ...

    def install(self, job: Job) -> None:
        """Make the one entry of this program, or change it; nothing else is touched.

        Raises:
            ConfigError: it was refused; the scheduler's own words say why.
        """
        ...

    def remove(self) -> bool:
        """Take the entry away; return whether there was one."""
        ...

    def entry(self) -> Scheduled | None:
        """Return the entry that stands, None if there is none."""
        ...


def schedulers() -> dict[str, Scheduler]:
    """Return all kinds by name, the one to prefer first."""
    kinds: Sequence[Scheduler] = (Launchd(), Systemd(), Cron())
    return {one.name: one for one in kinds}


def install(job: Job, using: str | None) -> Scheduled:
    """Make the entry with the scheduler named, or with the first this machine has; other kinds lose theirs.

    Raises:
        ConfigError: there is no such scheduler here, it refused, or the assistant does not start on its own. What else
            is in the way is told with the entry.
    """
    chosen = _choose(using)
    job.insist_it_starts()
    chosen.install(job)
    for other in schedulers().values():
        if other.name != chosen.name:
            other.remove()
    entry = chosen.entry()
    if entry is None:
        raise ConfigError(f"{chosen.name} took the entry but does not show it; look at it by hand.")
    return replace(entry, obstacles=(*entry.obstacles, *job.obstacles()))


def remove() -> list[str]:
    """Take away every entry of this program; return the names of the schedulers that had one."""
    return [one.name for one in schedulers().values() if one.remove()]


def entries() -> list[Scheduled]:
    """Return the entries that stand; more than one kind only if somebody made them by hand."""
    found = (one.entry() for one in schedulers().values())
    return [_looked_at(entry) for entry in found if entry is not None]


def _looked_at(entry: Scheduled) -> Scheduled:
    """Add what no scheduler notices: an environment that was moved or removed since."""
    if not entry.program or Path(entry.program).exists():
        return entry
    gone = f"there is no {entry.program} any more; `assistant schedule install` names what is there now"
    return replace(entry, obstacles=(*entry.obstacles, gone))


def _choose(using: str | None) -> Scheduler:
    kinds = schedulers()
    if using is not None:
        if not kinds[using].is_here():
            raise ConfigError(f"There is no {using} here that you may use; `assistant schedule install` finds what is.")
        return kinds[using]
    here = next((one for one in kinds.values() if one.is_here()), None)
    if here is None:
        needed = "launchd did not answer" if sys.platform == "darwin" else "install cron (Debian: apt install cron)"
        raise ConfigError(f"Nothing here runs programs on a schedule; {needed}.")
    return here
