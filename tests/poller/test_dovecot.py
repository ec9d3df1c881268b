"""The whole job against a real IMAP server: a thousand messages, forty of them recruiters'."""

import mailbox
import os
import re
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.config import Rules
from assistant.ledger.connection import connect
from assistant.mailbox.account import ImapAccount, open_mailbox
from assistant.poller import poll
from assistant.poller.opening import load_letters
from assistant.poller.run import Run, Summary
from tests.conftest import Person
from tests.dovecot import Dovecot
from tests.mail_program import MailProgram
from tests.poller.household import INVITATION, MONDAY, REJECTION, REQUEST, by_subject, mail, settings
from tests.poller.test_kills import die_while

NOW = datetime.now(UTC).replace(microsecond=0)
RECRUITERS = 40


def ordinary(number: int) -> bytes:
    return mail(
        f"News {number}",
        "Nothing to do with a job. " * 40,
        id=f"<news{number}@shop.example>",
        sender="Shop <shop@shop.example>",
        sent=NOW - timedelta(hours=2),
    )


def recruiter(number: int) -> bytes:
    kind, body = (
        ("scheduling", "We would like to talk with you. Could you please tell us your availability next week?"),
        ("materials", "It was great speaking with you. Please send us your certificates and your transcript."),
        ("rejection", "Thank you for your interest. Unfortunately we will not be moving forward."),
        ("confirmation", "We have received your application."),
    )[number % 4]
    return mail(
        f"[{kind}] Role {number}",
        f"Hi Robin,\r\n\r\n{body}\r\n\r\nBest regards,\r\nJane Doe",
        id=f"<job{number}@company{number}.example>",
        sender=f"Jane Doe <jane@company{number}.example>",
        sent=NOW - timedelta(hours=1),
    )


class Office:
    """One account on the server, polled with a clock of its own."""

    def __init__(self, dovecot: Dovecot, person: Person, folder: Path) -> None:
        self.account = ImapAccount(
            host="localhost",
            port=dovecot.tls_port,
            user=person.user,
            secret=lambda: person.password,
            ca_file=dovecot.ca_file,
        )
        self.folder = folder
        self.config = settings(folder).model_copy(update={"rules": Rules(first_run_drafts=50, drafts_per_day=50)})

    def poll(self, now: datetime, wrap: Callable[[Run], Run] = lambda run: run) -> Summary:
        with closing(open_mailbox(self.account)) as box:
            run = Run(
                account="main",
                mailbox=box,
                ledger=connect(self.folder / "imap.sqlite3", "main"),
                classify=by_subject,
                letters=load_letters(self.config),
                busy=(),
                files={},
                config=self.config,
                now=now,
            )
            return poll(wrap(run))


@pytest.fixture
def office(dovecot: Dovecot, person: Person, tmp_path: Path) -> Office:
    """A mailbox of a thousand messages, written straight into the server's Maildir."""
    inbox = mailbox.Maildir(dovecot.maildir(person.user), create=True)
    for number in range(1000 - RECRUITERS):
        inbox.add(mailbox.MaildirMessage(ordinary(number)))
    for number in range(RECRUITERS):
        inbox.add(mailbox.MaildirMessage(recruiter(number)))
    dovecot.own(dovecot.maildir(person.user))
    return Office(dovecot, person, tmp_path)


def without_tags(messages: list[tuple[bytes, frozenset[str]]]) -> list[tuple[bytes, frozenset[str]]]:
    """Leave out our keywords and \\Recent, which belongs to whoever selects first (RFC 3501 §2.3.2)."""
    ours = ("$Job", "\\Recent")
    return [(raw, frozenset(flag for flag in flags if not flag.startswith(ours))) for raw, flags in messages]


def test_a_thousand_messages_forty_of_them_recruiters(office: Office, person: Person) -> None:
    """Drafts are right, every other message is as it was, and a second poll puts nothing."""
    before = person.program.messages("INBOX")

    first = office.poll(NOW)
    after = person.program.messages("INBOX")
    drafts = person.program.messages("Drafts")
    second = office.poll(NOW + timedelta(minutes=10))

    tagged = {raw: flags for raw, flags in after if any(flag.startswith("$Job") for flag in flags)}
    assert (first.read, first.tagged) == (1000, RECRUITERS)
    assert first.placed == len(drafts) == 10 + 2 * 10  # availability; materials with its reminder
    assert without_tags(after) == without_tags(before)
    assert {re.search(rb"Message-ID: <(\w+?)\d+@", raw)[1] for raw in tagged} == {b"job"}  # type: ignore[index]
    assert all({"\\Draft", "\\Seen"} <= flags for _, flags in drafts)
    assert (second.read, second.placed, second.withdrawn) == (0, 0, 0)
    assert person.program.messages("Drafts") == drafts


def test_a_rebuilt_mailbox_is_read_again_and_nothing_comes_twice(
    office: Office, dovecot: Dovecot, person: Person
) -> None:
    """UIDVALIDITY changes when a server is restored; drafts must not double."""
    office.poll(NOW)
    drafts = person.program.messages("Drafts")
    for path in dovecot.maildir(person.user).glob("dovecot*"):
        path.unlink()
    (dovecot.maildir(person.user) / "dovecot-uidvalidity").write_text("")

    again = office.poll(NOW + timedelta(minutes=10))

    assert (again.placed, again.unreadable) == (0, 0)
    assert len(person.program.messages("Drafts")) == len(drafts)


def test_a_draft_deleted_in_the_mail_program_never_comes_back(office: Office, person: Person) -> None:
    """On a real server as in a Maildir."""
    office.poll(NOW)
    raw, _ = person.program.messages("Drafts")[0]
    identity = re.search(rb"^Message-ID: (<.*>)\r?$", raw, re.MULTILINE)
    assert identity is not None
    person.program.remove(identity[1].decode(), folder="Drafts")
    left = len(person.program.messages("Drafts"))

    for minutes in (10, 20):
        office.poll(NOW + timedelta(minutes=minutes))

    assert len(person.program.messages("Drafts")) == left


def small_office(dovecot: Dovecot, folder: Path) -> tuple[Office, MailProgram]:
    """A mailbox of its own with one message of each kind that gets a draft."""
    folder.mkdir(exist_ok=True)
    user, password = dovecot.new_user()
    program = MailProgram(dovecot.host, dovecot.port, user, password)
    program.create("Drafts", "Sent", "Trash")
    for raw in (INVITATION, REJECTION, REQUEST):
        program.deliver(raw)
    return Office(dovecot, Person(user=user, password=password, program=program), folder), program


def test_killed_anywhere_on_a_real_server_nothing_is_lost_and_nothing_comes_twice(
    dovecot: Dovecot, tmp_path: Path
) -> None:
    """Every side effect of a poll over IMAP is a place to die; resumed past the settle time all ends well.

    Every third one here, to keep the run short; `make torture` tries them all.
    """
    undisturbed, program = small_office(dovecot, tmp_path / "undisturbed")
    undisturbed.poll(MONDAY)
    expected = subjects(program)
    program.close()
    stride = 1 if os.environ.get("ASSISTANT_TORTURE") else 3
    at, lived = 1, False
    while not lived:
        office, program = small_office(dovecot, tmp_path / str(at))
        lived = die_while(lambda wrap, office=office: office.poll(MONDAY, wrap), at)

        for minutes in (2, 4):
            office.poll(MONDAY + timedelta(minutes=minutes))

        assert subjects(program) == expected, f"killed at side effect {at}"
        program.close()
        at += stride
    assert at > 30, "the wrapper counted too few side effects to be trusted"


def subjects(program: MailProgram) -> list[bytes]:
    raws = [raw for raw, _ in program.messages("Drafts")]
    return sorted(re.findall(rb"^Subject: (.*?)\r$", b"\r\n".join(raws), re.MULTILINE))
