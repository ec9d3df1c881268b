"""A household that gets its digest."""

from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from assistant.config import Config, Digest
from assistant.ledger import failures
from assistant.ledger.connection import connect
from assistant.mailbox.account import MaildirAccount, open_mailbox
from assistant.poller import poll
from assistant.report.digest import Digest as Told
from assistant.report.digest import delivery
from tests.poller.household import House, new_house


def house_with_digest(folder: Path, **settings: Any) -> House:
    """Return an empty mailbox whose owner wants the digest in INBOX."""
    house = new_house(folder)
    house.config = house.config.model_copy(update={"digest": Digest(**{"to": "inbox", **settings})})
    return house


def morning(house: House, *, after: timedelta = timedelta(0), wrapped: bool = False) -> None:
    """Let time pass, poll, and deliver the digest if it is due; what wraps is the house's `wrap`."""
    house.now += after
    house.events.clear()
    with closing(house.mailbox()) as box:
        run = house.run(box)
        poll(run)
        delivery.deliver(house.wrap(run) if wrapped else run)


def at(house: House, moment: datetime) -> None:
    """Poll and deliver at a moment."""
    morning(house, after=moment - house.now)


def other_morning(house: House, name: str) -> None:
    """Poll and deliver for another account of the same ledger, whose mail lies beside."""
    account = MaildirAccount(path=house.folder / name, digest=True)
    with closing(open_mailbox(account)) as box:
        ledger = connect(house.folder / "ledger.sqlite3", name)
        run = replace(house.run(box), account=name, ledger=ledger)
        poll(run)
        delivery.deliver(run)


def digests_in(house: House, folder: str = "", name: str = "Mail") -> list[EmailMessage]:
    """Return the digests that lie in a folder, as a mail program reads them."""
    where = house.folder / name / (f".{folder}" if folder else "")
    files = (path for part in ("new", "cur") for path in sorted((where / part).iterdir()))
    read = (message_from_bytes(path.read_bytes(), policy=policy.default) for path in files)
    return [one for one in read if one["Auto-Submitted"]]


def text_of(message: EmailMessage) -> str:
    """Return what is read of a digest as plain text."""
    part = message.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def fails(house: House, account: str, since: datetime) -> None:
    """Remember that an account cannot be read."""
    with connect(house.folder / "ledger.sqlite3", account).step() as step:
        failures.is_worth_saying(step, "LoginRefused", "The server refused the password.", since)


def told(house: House, config: Config | None = None) -> Told:
    """Return what the digest would tell right now."""
    config = config or house.config
    with connect(house.folder / "ledger.sqlite3", "main").step() as step:
        return delivery.current(step, config, list(config.accounts), house.now)
