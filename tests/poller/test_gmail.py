"""The whole job in a Google account: killed anywhere, and with answers lost, drafts lie there once."""

import os
import re
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from assistant.errors import MailboxUnreachable
from assistant.ledger.connection import connect
from assistant.mailbox.gmail import GmailMailbox
from assistant.poller import poll
from assistant.poller.opening import load_letters
from assistant.poller.run import Run, Summary
from tests.gmail.account import signed_in
from tests.gmail.emulator import Emulator, GmailProgram
from tests.gmail.web_proxy import Asked, Cut, WebProxy
from tests.poller.household import INVITATION, MONDAY, REJECTION, REQUEST, by_subject, settings
from tests.poller.test_kills import die_while


class GmailOffice:
    """One account of its own with a message of each kind that gets a draft, polled with a clock of its own."""

    def __init__(self, emulator: Emulator, folder: Path, endpoint: str = "") -> None:
        folder.mkdir(exist_ok=True)
        user, token = emulator.new_user()
        self.program, self.folder, self.config = GmailProgram(emulator, token), folder, settings(folder)
        self._account = signed_in(folder, user, token, endpoint or f"http://127.0.0.1:{emulator.port}")
        for number, raw in enumerate((INVITATION, REJECTION, REQUEST)):
            self.program.deliver(raw, ["INBOX", "UNREAD"], datetime.now(UTC) + timedelta(seconds=number))

    def poll(self, now: datetime, wrap: Callable[[Run], Run] = lambda run: run) -> Summary:
        """Poll once."""
        with closing(GmailMailbox(self._account, sleep=lambda seconds: None)) as box:
            run = Run(
                account="main",
                mailbox=box,
                ledger=connect(self.folder / "gmail.sqlite3", "main"),
                classify=by_subject,
                letters=load_letters(self.config),
                busy=(),
                files={},
                config=self.config,
                now=now,
            )
            return poll(wrap(run))

    def subjects(self) -> list[bytes]:
        """The subjects in Drafts."""
        return sorted(re.findall(rb"^Subject: (.*?)\r?$", raw, re.MULTILINE)[0] for raw in self.drafts())

    def drafts(self) -> list[bytes]:
        """The drafts."""
        return [one["bytes"] for one in self.program.all("DRAFT")]


def test_killed_anywhere_in_gmail_nothing_is_lost_and_nothing_comes_twice(
    gmail_emulator: Emulator, tmp_path: Path
) -> None:
    """Every side effect of a poll is a place to die; resumed past the settle time all ends well.

    Every fifth one here, to keep the run short; ASSISTANT_TORTURE tries them all.
    """
    undisturbed = GmailOffice(gmail_emulator, tmp_path / "undisturbed")
    undisturbed.poll(MONDAY)
    expected = undisturbed.subjects()
    stride = 1 if os.environ.get("ASSISTANT_TORTURE") else 5
    at, lived = 1, False
    while not lived:
        office = GmailOffice(gmail_emulator, tmp_path / str(at))
        lived = die_while(lambda wrap, office=office: office.poll(MONDAY, wrap), at)

        for minutes in (2, 4):
            office.poll(MONDAY + timedelta(minutes=minutes))

        assert office.subjects() == expected, f"killed at side effect {at}"
        at += stride
    assert at > 30, "the wrapper counted too few side effects to be trusted"


def test_with_every_first_answer_to_a_write_lost_each_draft_lies_there_once(
    gmail_emulator: Emulator, gmail_proxy: WebProxy, tmp_path: Path
) -> None:
    """A line that breaks just after Gmail stored a draft, again and again."""
    undisturbed = GmailOffice(gmail_emulator, tmp_path / "undisturbed")
    undisturbed.poll(MONDAY)
    office = GmailOffice(gmail_emulator, tmp_path / "lossy", gmail_proxy.url)
    writes: list[bytes] = []

    def lossy(asked: Asked) -> Cut | None:
        first = asked.method == "POST" and asked.body not in writes
        writes.append(asked.body)
        return (Cut.after if len(writes) % 2 else Cut.quietly_after) if first else None

    gmail_proxy.fault = lossy
    for minutes in range(0, 80, 4):
        try:
            office.poll(MONDAY + timedelta(minutes=minutes))
        except MailboxUnreachable:
            continue

    assert office.subjects() == undisturbed.subjects()


def test_a_draft_sent_or_discarded_in_gmail_never_comes_back(gmail_emulator: Emulator, tmp_path: Path) -> None:
    """As in any mailbox."""
    office = GmailOffice(gmail_emulator, tmp_path / "office")
    office.poll(MONDAY)
    first, second, *rest = office.program.ask("GET", "drafts")["drafts"]
    office.program.ask("POST", "drafts/send", {"id": first["id"]})
    office.program.ask("DELETE", f"drafts/{second['id']}")

    for minutes in (10, 20):
        office.poll(MONDAY + timedelta(minutes=minutes))

    assert len(office.drafts()) <= len(rest)
