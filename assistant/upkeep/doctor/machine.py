"""What is no single account's: settings, the files they name, clock, zone, model, ledger, schedule."""

import stat
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from assistant.calendars import busy_spans
from assistant.config import Config
from assistant.errors import DamagedModel
from assistant.learned import load_in_use, own_folder
from assistant.ledger import places
from assistant.ledger.connection import connect
from assistant.ledger.migrations import HEAD
from assistant.poller.accounts import ledger_path
from assistant.poller.opening import load_letters
from assistant.upkeep import schedule
from assistant.upkeep.doctor.finding import Finding, tried
from assistant.upkeep.zone import machine_zone

_CLOCKS_MAY_DIFFER = timedelta(minutes=5)


def of_files(settings: Path, config: Config, now: datetime) -> Iterator[Finding]:
    """Look at the settings and at what they name."""
    yield _private("settings", settings, f"{settings}, accounts: {', '.join(config.accounts)}", secret=False)
    if config.letters:
        yield tried("letters", "", f"your own in {config.letters}", lambda: load_letters(config))
    if config.calendar.files:
        files = config.calendar.files
        named = ", ".join(map(str, files))
        yield tried("calendar", "", named, lambda: busy_spans(files, zone=config.zone, now=now))


def _private(check: str, path: Path, words: str, *, secret: bool) -> Finding:
    """Whoever may write the settings may run commands as the user; whoever may read the ledger reads mail."""
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & (0o077 if secret else 0o022):
        kind = "read" if secret else "written"
        return Finding(
            check=check, ok=False, words=f"{path} can be {kind} by others; chmod go-{'rw' if secret else 'w'}"
        )
    return Finding(check=check, words=words)


def of_machine(config: Config, now: datetime) -> Iterator[Finding]:
    """Look at ledger, clock, zone and schedule."""
    yield from _ledger(config, now)
    yield _zone(config)
    standing = schedule.entries()
    if not standing:
        yield Finding(check="schedule", ok=False, words="nothing polls your mail; assistant schedule install")
    for entry in standing:
        often = f"every {entry.every_minutes} minutes" if entry.every_minutes else "at times of your own"
        words = "; ".join(entry.obstacles) or f"{entry.using}, {often}"
        yield Finding(check="schedule", ok=not entry.obstacles, words=words)


def _ledger(config: Config, now: datetime) -> Iterator[Finding]:
    path = ledger_path(config)
    if not path.exists():
        yield Finding(check="ledger", words=f"none yet; the first poll makes {path}")
        yield Finding(check="clock", words=f"{now:%Y-%m-%d %H:%M} UTC")
        return
    opened = tried("ledger", "", f"{path}, version {HEAD}", lambda: connect(path, ""))
    yield _private("ledger", path, opened.words, secret=True) if opened.ok else opened
    if opened.ok:
        yield _clock(path, config, now)


def _clock(path: Path, config: Config, now: datetime) -> Finding:
    """A clock that went back makes old mail new and letters late; the last run tells."""
    for name in config.accounts:
        with connect(path, name).step() as step:
            last = places.current(step).good_run_at
        if last and last - now > _CLOCKS_MAY_DIFFER:
            words = f"it is {now:%Y-%m-%d %H:%M} UTC, but {name} was polled at {last:%Y-%m-%d %H:%M}; set the clock"
            return Finding(check="clock", ok=False, words=words)
    return Finding(check="clock", words=f"{now:%Y-%m-%d %H:%M} UTC")


def _zone(config: Config) -> Finding:
    here = machine_zone()
    if "zone" not in config.me.model_fields_set and here not in ("", "UTC", "Etc/UTC"):
        words = f'times in letters are in UTC, this machine is in {here}; write zone = "{here}" in [me]'
        return Finding(check="zone", ok=False, words=words)
    beside = f" (this machine: {here})" if here and here != config.me.zone else ""
    return Finding(check="zone", words=f"{config.me.zone}{beside}")


def of_model() -> Iterator[Finding]:
    """Look at the classifier's model."""
    damages: list[DamagedModel] = []
    try:
        model = load_in_use(damages.append)
    except DamagedModel as damage:
        yield Finding(check="model", ok=False, words=f"{damage} Install the assistant again.")
        return
    yield from (Finding(check="model", ok=False, words=str(damage)) for damage in damages)
    if not damages:
        whose = "your own" if own_folder().exists() else "the shipped one"
        made = model.card.get("versions", {}).get("inbox-assistant", "?")
        yield Finding(check="model", words=f"{whose}, format {model.card.get('format')}, made by version {made}")
