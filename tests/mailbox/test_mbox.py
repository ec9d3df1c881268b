"""The contract on mbox files."""

import re
import time
from contextlib import AbstractContextManager
from datetime import datetime
from email import message_from_bytes
from pathlib import Path

import pytest

from assistant.mailbox import Mailbox
from assistant.mailbox.account import MboxAccount, open_mailbox
from tests.mailbox.digest_laws import WithoutDigest
from tests.mailbox.draft_laws import DraftLaws
from tests.mailbox.reading_laws import ReadingLaws
from tests.mailbox.tag_laws import WithoutKeywords
from tests.mailbox.test_eml import STATUS, EmlWorld
from tests.mailbox.test_maildir import MaildirWorld
from tests.mailbox.world import NOW

NOTE = (
    b"From MAILER-DAEMON Sat Nov 21 10:00:00 2026\nSubject: DON'T DELETE THIS MESSAGE -- FOLDER INTERNAL DATA\n"
    b"X-IMAP: 1 2\n\nThis is not a real message.\n\n"
)
FROM_LINE = re.compile(rb"^From .*\n", re.MULTILINE)


class MboxWorld:
    """A profile folder as Thunderbird has it, written and read by hand; drafts go to a folder elsewhere."""

    def __init__(self, path: Path, elsewhere: MaildirWorld | EmlWorld, drafts: Path) -> None:
        """Make it."""
        self.path = path
        self._elsewhere, self._drafts = elsewhere, drafts
        path.mkdir()
        for folder in ("Inbox", "Drafts", "Sent", "Trash", "Archive"):
            (path / folder).touch()

    def open(self, **changes: object) -> Mailbox:
        """See World; a file counts as written as soon as it is."""
        settings = {"path": self.path, "drafts": str(self._drafts), "rest_seconds": 0.0}
        return open_mailbox(MboxAccount(**{**settings, **changes}))

    def deliver(self, raw: bytes, *, folder: str = "INBOX", received: datetime = NOW, flags: str = "") -> None:
        """See World: appended with this computer's time."""
        if folder == "Drafts":
            self._elsewhere.deliver(raw, folder=folder, received=received, flags=flags)
            return
        stamp = time.asctime(time.localtime(received.timestamp()))
        with self._file(folder).open("ab") as file:
            file.write(f"From - {stamp}\n".encode() + _written(raw, set(flags.split())))

    def messages(self, folder: str) -> list[tuple[bytes, frozenset[str]]]:
        """See World."""
        if folder == "Drafts":
            return self._elsewhere.messages(folder)
        stored = FROM_LINE.split(self._file(folder).read_bytes())[1:]
        return [one for one in map(_read, stored) if r"\Deleted" not in one[1]]

    def remove(self, message_id: str, *, folder: str) -> None:
        """See World: marked, as Thunderbird does until it compacts the file."""
        if folder == "Drafts":
            self._elsewhere.remove(message_id, folder=folder)
        else:
            self._mark(message_id, folder, r"\Deleted")

    def move(self, message_id: str, *, source: str, target: str) -> None:
        """See World."""
        (raw,) = (raw for raw, _ in self.messages(source) if message_from_bytes(raw)["Message-ID"] == message_id)
        self.remove(message_id, folder=source)
        self.deliver(raw, folder=target)

    def flag(self, message_id: str, flag: str) -> None:
        """Set a flag of a message in INBOX."""
        self._mark(message_id, "INBOX", flag)

    def make_folder(self, folder: str) -> None:
        """See World."""
        (self.path / folder).touch()

    def delete_folder(self, folder: str) -> None:
        """See World."""
        self._elsewhere.delete_folder(folder)

    def folders(self) -> set[str]:
        """See World."""
        own = {path.name for path in self.path.iterdir()} - {"Inbox", "Drafts"}
        return own | (self._elsewhere.folders() & {"Drafts"})

    def untouched(self) -> bool:
        """See World."""
        return bool(self.messages("INBOX")) and all(not flags for _, flags in self.messages("INBOX"))

    def rebuild(self) -> None:
        """See World: a note such as UW imapd's at the beginning moves all that lies behind it."""
        self._file("INBOX").write_bytes(NOTE + self._file("INBOX").read_bytes())

    def full(self) -> AbstractContextManager[None]:
        """See World."""
        return self._elsewhere.full()

    def _file(self, folder: str) -> Path:
        return self.path / ("Inbox" if folder == "INBOX" else folder)

    def _mark(self, message_id: str, folder: str, flag: str) -> None:
        """Change digits in place, as Thunderbird does."""
        content = self._file(folder).read_bytes()
        at = max(content.rindex(b"From - ", 0, found.start()) for found in re.finditer(message_id.encode(), content))
        start = content.index(b"Status: ", at) + 8
        status = int(content[start : start + 4], 16) | STATUS[flag]
        self._file(folder).write_bytes(content[:start] + b"%04x" % status + content[start + 4 :])


def _written(raw: bytes, flags: set[str]) -> bytes:
    """Write a message with flags in its header, "From " lines quoted, and the empty line that ends it."""
    status = sum(STATUS.get(flag, 0) for flag in flags)
    draft = b"X-Status: T\n" if r"\Draft" in flags else b""
    quoted = re.sub(rb"^(>*From )", rb">\1", raw.replace(b"\r\n", b"\n"), flags=re.MULTILINE)
    return b"X-Mozilla-Status: %04x\n" % status + draft + quoted + b"\n"


def _read(stored: bytes) -> tuple[bytes, frozenset[str]]:
    line, _, raw = stored.removesuffix(b"\n").partition(b"\n")
    status = int(line.split()[1], 16)
    flags = {flag for flag, bit in STATUS.items() if status & bit}
    if raw.startswith(b"X-Status: T\n"):
        raw, flags = raw.partition(b"\n")[2], flags | {r"\Draft"}
    return raw.replace(b"\n", b"\r\n"), frozenset(flags)


class TestMbox(WithoutKeywords, ReadingLaws, DraftLaws, WithoutDigest):
    """A file that is never written keeps every sentence; tags it keeps none, and says so."""

    @pytest.fixture
    def world(self, tmp_path: Path) -> MboxWorld:
        """A fresh profile, its drafts in a Maildir."""
        maildir = MaildirWorld(tmp_path / "Maildir")
        return MboxWorld(tmp_path / "Mail", maildir, maildir.path / ".Drafts")


class TestMboxDraftingFiles(DraftLaws):
    """The laws on drafts where they are .eml files."""

    @pytest.fixture
    def world(self, tmp_path: Path) -> MboxWorld:
        """A fresh profile, its drafts in a folder."""
        folder = EmlWorld(tmp_path / "Letters")
        return MboxWorld(tmp_path / "Mail", folder, folder.path / "Drafts")
