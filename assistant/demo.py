"""The demo: a mailbox made from fixtures/demo, polled as a real one would be, at an hour of its own.

Its mail is dated around `NOW`, so that it shows the same every day.
"""

import mailbox
import re
from datetime import UTC, date, datetime
from pathlib import Path

from assistant.config import Calendar, Config, MaildirSettings, Materials, Me, Referee, Rules
from assistant.errors import ConfigError
from assistant.shipped import shipped

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
"""A Tuesday morning, 10:00 in Berlin."""

ACCOUNT = "demo"


def build(folder: Path) -> Config:
    """Make the mailbox in a folder, unless it is there already, and return the settings for it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(f"{folder} cannot be made: {error.strerror}. Name another with --folder.") from error
    inbox = mailbox.Maildir(folder / "Mail", create=True)
    for name in ("Drafts", "Sent"):
        inbox.add_folder(name)
    _deliver(folder / "Mail", "[0-9]*.eml")
    _deliver(folder / "Mail" / ".Sent", "sent-*.eml")
    return _settings(folder)


def _deliver(maildir: Path, pattern: str) -> None:
    """Put messages under names of their own, so that a second time changes nothing."""
    for source in sorted(shipped("fixtures", "demo", "mail").glob(pattern)):
        name = re.sub(r"\D", "", source.stem) + ".demo"
        target = maildir / "cur" / f"{name}:2,"
        if not list((maildir / "cur").glob(f"{name}:*")):
            target.write_bytes(source.read_bytes())


def _settings(folder: Path) -> Config:
    return Config(
        me=Me(
            name="Robin Hale",
            addresses=("robin@hale.example",),
            signature="Robin Hale\n+49 421 555 0188",
            zone="Europe/Berlin",
            phone="+49 421 555 0188",
        ),
        accounts={ACCOUNT: MaildirSettings(kind="maildir", path=folder / "Mail")},
        rules=Rules(first_run_drafts=20, drafts_per_day=20),
        calendar=Calendar(files=(shipped("fixtures", "demo", "calendar.ics"),)),
        materials=Materials(portfolio="https://hale.example/work"),
        referees=(
            Referee(
                name="Ulla Bergström",
                relation="my team lead at Hanse Cargo from 2021 to 2025",
                address="ulla.bergstroem@hansecargo.example",
                phone="+49 421 555 0112",
                consented=True,
                until=date(2026, 12, 31),
            ),
            Referee(
                name="Ken Adeyemi",
                relation="head of planning at Hanse Cargo",
                address="ken.adeyemi@hansecargo.example",
                consented=True,
            ),
        ),
        ledger=folder / "ledger.sqlite3",
    )
