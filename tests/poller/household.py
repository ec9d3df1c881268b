"""A household for the poller: a Maildir, a ledger, a clock, a classifier that reads the label off the subject."""

import mailbox
import re
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from assistant.agenda import Span
from assistant.config import Config, MaildirSettings, Materials, Me, Referee, Rules
from assistant.ledger import messages, plans
from assistant.ledger.connection import connect
from assistant.ledger.messages import Record
from assistant.ledger.plans import Entry
from assistant.mail.message import Message
from assistant.mailbox import Mailbox
from assistant.mailbox.account import MaildirAccount, open_mailbox
from assistant.poller import poll
from assistant.poller.opening import load_letters
from assistant.poller.run import Event, Run, Summary
from assistant.understanding.labels import Label, Verdict

MONDAY = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)


def by_subject(message: Message) -> Verdict:
    """Read the label off a subject such as "[rejection] Your application"; "?" behind it means unsure."""
    found = re.search(r"\[(\w+)(\?)?\]", message.subject)
    label = Label(found[1]) if found else Label.unrelated
    probabilities = {one: 0.99 if one is label else 0.01 for one in Label}
    return Verdict(label=label, sure=not (found and found[2]), probabilities=probabilities, evidence=("it says so",))


def mail(
    subject: str,
    body: str,
    *,
    id: str,  # noqa: A002 - named as in Message
    sender: str = "Jane Doe <jane@acme.example>",
    to: str = "Robin Hale <robin@hale.example>",
    sent: datetime = MONDAY - timedelta(hours=1),
    **fields: str,
) -> bytes:
    """Write an incoming message."""
    lines = [
        f"From: {sender}",
        f"To: {to}",
        f"Subject: {subject}",
        f"Date: {format_datetime(sent)}",
        f"Message-ID: {id}",
    ]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in fields.items()]
    lines += ["MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "", body, ""]
    return "\r\n".join(lines).encode()


REJECTION = mail(
    "[rejection] Your interview with Acme",
    "Hi Robin,\r\n\r\nthank you for taking the time to meet with us last week about the Planner position at Acme. "
    "Unfortunately, we have decided to move forward with another candidate."
    "\r\n\r\nBest,\r\nJane Doe\r\nRecruiter, Acme",
    id="<rejection@acme.example>",
    sent=MONDAY - timedelta(days=4),
)
INVITATION = mail(
    "[scheduling] Interview",
    "Hi Robin,\r\n\r\nwould Thursday, 12 March 2026 at 2:30 pm CET suit you?\r\n\r\nBest,\r\nTom Falk",
    id="<invitation@bright.example>",
    sender="Tom Falk <tom@bright.example>",
)
REQUEST = mail(
    "[materials] References",
    "Hi Robin,\r\n\r\nit was great speaking with you last week about the Lead role at Northfield. Please send us two "
    "references and a copy of your certificates.\r\n\r\nKind regards,\r\nPriya Raman\r\nHiring Manager, Northfield",
    id="<request@north.example>",
    sender="Priya Raman <priya@north.example>",
)


def settings(folder: Path, **changes: Any) -> Config:
    return Config(
        me=Me(name="Robin Hale", addresses=("robin@hale.example",), zone="Europe/Berlin"),
        accounts={"main": MaildirSettings(kind="maildir", path=folder / "Mail")},
        rules=Rules(first_run_drafts=8),
        materials=Materials(portfolio="https://hale.example/work"),
        referees=(Referee(name="Ulla Berg", relation="my team lead", address="ulla@cargo.example", consented=True),),
        ledger=folder / "ledger.sqlite3",
        **changes,
    )


@dataclass
class House:
    """One account on this disk; `run` polls it at a moment."""

    folder: Path
    config: Config
    now: datetime = MONDAY
    busy: tuple[Span, ...] | None = None
    events: list[Event] = field(default_factory=list)
    wrap: Callable[[Run], Run] = lambda run: run

    def deliver(self, raw: bytes, folder: str = "") -> str:
        """Put a message into INBOX, or another folder; return its name there."""
        return self.maildir(folder).add(mailbox.MaildirMessage(raw))

    def maildir(self, folder: str = "") -> mailbox.Maildir:
        inbox = mailbox.Maildir(self.folder / "Mail", create=True)
        return inbox.add_folder(folder) if folder else inbox

    def poll(self, *, after: timedelta = timedelta(0), **changes: Any) -> Summary:
        """Let time pass, then poll once."""
        self.now += after
        self.events.clear()
        with closing(self.mailbox()) as box:
            return poll(replace(self.wrap(self.run(box)), **changes))

    def mailbox(self) -> Mailbox:
        folders = ("INBOX", *self.config.corrections.watched)
        digest = self.config.digest.to == "inbox"
        return open_mailbox(MaildirAccount(path=self.folder / "Mail", folders=folders, digest=digest))

    def run(self, box: Mailbox) -> Run:
        return Run(
            account="main",
            mailbox=box,
            ledger=connect(self.folder / "ledger.sqlite3", "main"),
            classify=by_subject,
            letters=load_letters(self.config),
            busy=self.busy,
            files={},
            config=self.config,
            now=self.now,
            watch=self.events.append,
        )

    def drafts(self) -> dict[str, bytes]:
        """Return what lies in Drafts, by name."""
        folder = self.folder / "Mail" / ".Drafts"
        return {path.name: path.read_bytes() for part in ("cur", "new") for path in sorted((folder / part).iterdir())}

    def subjects(self) -> list[str]:
        return sorted(re.findall(rb"^Subject: (.*?)\r?$", b"\n".join(self.drafts().values()), re.MULTILINE))

    def entries(self) -> list[Entry]:
        with connect(self.folder / "ledger.sqlite3", "main").step() as step:
            return list(plans.entries(step))

    def record(self, identity: str) -> Record | None:
        with connect(self.folder / "ledger.sqlite3", "main").step() as step:
            return messages.known(step, identity)

    def files(self) -> dict[str, bytes]:
        """Return every file of the mailbox, names relative to it."""
        root = self.folder / "Mail"
        return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def new_house(folder: Path) -> House:
    """Return an empty mailbox with Drafts, Sent and Trash."""
    house = House(folder=folder, config=settings(folder))
    for name in ("Drafts", "Sent", "Trash"):
        house.maildir(name).close()
    return house
