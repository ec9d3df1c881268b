"""The contract on the Gmail API, spoken by an emulator of other authors over real HTTP."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta

import pytest

from assistant.mailbox import Mailbox
from assistant.mailbox.tags import GMAIL_LABELS
from tests.gmail.emulator import GmailProgram
from tests.gmail.web_proxy import Answer, Asked, WebProxy
from tests.mailbox.contract import MailboxContract
from tests.mailbox.world import NOW, SINCE, mail

LABELS = {"INBOX": "INBOX", "Drafts": "DRAFT", "Sent": "SENT", "Trash": "TRASH", "Archive": "", "Junk": "SPAM"}
FLAGS = {r"\Draft": "DRAFT", r"\Flagged": "STARRED", r"\Answered": "IMPORTANT"}  # Gmail has no mark for answered


class GmailWorld:
    """A person's Google account."""

    def __init__(self, program: GmailProgram, proxy: WebProxy, open_gmail: Callable[..., Mailbox]) -> None:
        """Act through the person's own Gmail."""
        self._program, self._proxy, self._open = program, proxy, open_gmail
        self._delivered = 0

    def open(self, **changes: object) -> Mailbox:
        """See World."""
        if "folders" in changes:
            changes["folders"] = tuple(LABELS.get(name, name) for name in changes["folders"])
        return self._open(**changes)

    def deliver(self, raw: bytes, *, folder: str = "INBOX", received: datetime = NOW, flags: str = "") -> None:
        """See World; Gmail's clock counts milliseconds, so no two messages come at once."""
        labels = {LABELS[folder], *(FLAGS[flag] for flag in flags.split() if flag in FLAGS)} - {""}
        if folder != "Drafts" and r"\Seen" not in flags:
            labels.add("UNREAD")
        self._program.deliver(raw, sorted(labels), received + timedelta(milliseconds=self._delivered))
        self._delivered += 1

    def messages(self, folder: str) -> list[tuple[bytes, frozenset[str]]]:
        """See World."""
        flags = {label: flag for flag, label in FLAGS.items()}
        keywords = {label: keyword for keyword, label in GMAIL_LABELS.items()}
        names = self._program.label_names()
        found = []
        for one in self._program.all(LABELS[folder]):
            carried = set(one["labelIds"])
            shown = {flags[label] for label in carried & flags.keys()}
            shown |= {keywords[names[label]] for label in carried & names.keys()}
            shown |= set() if "UNREAD" in carried else {r"\Seen"}
            found.append((one["bytes"], frozenset(shown)))
        return found

    def remove(self, message_id: str, *, folder: str) -> None:
        """See World."""
        self._program.delete(self._program.find(message_id, LABELS[folder]))

    def move(self, message_id: str, *, source: str, target: str) -> None:
        """See World: sending gives a message a new id, throwing away does not."""
        key = self._program.find(message_id, LABELS[source])
        if target == "Sent":
            raw = next(one["bytes"] for one in self._program.all(LABELS[source]) if one["id"] == key)
            self._program.delete(key)
            self._program.deliver(raw, ["SENT"], NOW)
        else:
            self._program.relabel(key, add=[LABELS[target]], remove=[LABELS[source]])

    def make_folder(self, folder: str) -> None:
        """See World: Gmail has it from the start."""

    def delete_folder(self, folder: str) -> None:
        """See World."""
        pytest.skip(f"{folder} cannot be removed from Gmail")

    def folders(self) -> set[str]:
        """See World: no label is made but ours."""
        assert set(self._program.label_names().values()) <= set(GMAIL_LABELS.values())
        return set(LABELS) - {"INBOX", "Junk"}

    def untouched(self) -> bool:
        """See World."""
        reading = all(asked.method == "GET" for asked in self._proxy.asked)
        return reading and all(set(one["labelIds"]) == {"INBOX", "UNREAD"} for one in self._program.all("INBOX"))

    def rebuild(self) -> None:
        """See World: history is forgotten, which the emulator never does, so it is answered in its place."""
        start = int(self._program.history())
        gone = Answer(status=404, body={"error": {"code": 404, "errors": [{"reason": "notFound"}]}})

        def forgotten(asked: Asked) -> Answer | None:
            return gone if asked.path.endswith("/history") and int(asked.query["startHistoryId"]) <= start else None

        self._proxy.fault = forgotten

    @contextmanager
    def full(self) -> Iterator[None]:
        """See World; the emulator knows no limit."""
        said = {"error": {"code": 403, "message": "The user's storage quota has been exceeded.", "errors": []}}
        refused = Answer(status=403, body=said)
        self._proxy.fault = lambda asked: refused if asked.method == "POST" else None
        yield
        self._proxy.fault = lambda asked: None


class TestGmail(MailboxContract):
    """Gmail keeps every sentence."""

    @pytest.fixture
    def world(
        self, gmail_program: GmailProgram, gmail_proxy: WebProxy, open_gmail: Callable[..., Mailbox]
    ) -> GmailWorld:
        """A fresh account."""
        return GmailWorld(gmail_program, gmail_proxy, open_gmail)

    def test_read_gives_date_and_flags(self, world: GmailWorld) -> None:
        """Gmail keeps no mark for answered mail: what the user sent tells that; the date it keeps."""
        world.deliver(mail("new"), received=NOW - timedelta(days=1))
        with closing(world.open()) as mailbox:
            ((_, arrival),) = mailbox.read(mailbox.news(None, SINCE).arrivals)

        assert arrival.internal_date == NOW - timedelta(days=1)
        assert arrival.internal_date.utcoffset() == timedelta(0)
        assert (arrival.answered, arrival.draft, arrival.trimmed) == (False, False, False)
