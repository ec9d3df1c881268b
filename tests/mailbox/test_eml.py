"""The contract on a folder of .eml files."""

import os
import time
from contextlib import AbstractContextManager
from datetime import datetime
from email import message_from_bytes
from pathlib import Path

import pytest

from assistant.mailbox import Mailbox
from assistant.mailbox.account import EmlAccount, open_mailbox
from tests.mailbox.digest_laws import WithoutDigest
from tests.mailbox.draft_laws import DraftLaws
from tests.mailbox.full_disk import full_disk
from tests.mailbox.reading_laws import ReadingLaws
from tests.mailbox.tag_laws import WithoutKeywords
from tests.mailbox.world import NOW

STATUS = {r"\Seen": 0x1, r"\Answered": 0x2, r"\Flagged": 0x4, r"\Deleted": 0x8}


class EmlWorld:
    """A folder somebody drags mail into, as Thunderbird exports it; a message lies in a folder below."""

    def __init__(self, path: Path) -> None:
        """Make it."""
        self.path = path
        self._number = 0
        for folder in ("", "2026", "Drafts", "Sent", "Trash", "Archive"):
            (path / folder).mkdir()

    def open(self, **changes: object) -> Mailbox:
        """See World."""
        return open_mailbox(EmlAccount(**{"path": self.path, **changes}))

    def deliver(self, raw: bytes, *, folder: str = "INBOX", received: datetime = NOW, flags: str = "") -> None:
        """See World; file times tick only every four milliseconds."""
        time.sleep(0.01)
        self._number += 1
        path = self._folder(folder) / f"{self._number:03}.eml"
        path.write_bytes(_marked(raw, flags))
        os.utime(path, (received.timestamp(), received.timestamp()))

    def messages(self, folder: str) -> list[tuple[bytes, frozenset[str]]]:
        """See World."""
        files = sorted(self._folder(folder).rglob("*.eml"), key=lambda path: (path.stat().st_mtime, path.name))
        return [_unmarked(path.read_bytes()) for path in files]

    def remove(self, message_id: str, *, folder: str) -> None:
        """See World."""
        self._file(message_id, folder).unlink()

    def move(self, message_id: str, *, source: str, target: str) -> None:
        """See World."""
        file = self._file(message_id, source)
        file.rename(self._folder(target) / file.name)

    def flag(self, message_id: str, flag: str) -> None:
        """Set a flag of a message in INBOX."""
        file = self._file(message_id, "INBOX")
        file.write_bytes(_marked(file.read_bytes(), flag))

    def make_folder(self, folder: str) -> None:
        """See World."""
        (self.path / folder).mkdir()

    def delete_folder(self, folder: str) -> None:
        """See World."""
        for file in self._folder(folder).iterdir():
            file.unlink()
        self._folder(folder).rmdir()

    def folders(self) -> set[str]:
        """See World; 2026 is part of INBOX."""
        return {path.name for path in self.path.iterdir() if path.is_dir()} - {"2026"}

    def untouched(self) -> bool:
        """See World."""
        return bool(self.messages("INBOX")) and all(not flags for _, flags in self.messages("INBOX"))

    def rebuild(self) -> None:
        """See World."""
        pytest.skip("names of files never expire, so a folder has no rebuilding to notice")

    def full(self) -> AbstractContextManager[None]:
        """See World."""
        return full_disk()

    def _folder(self, folder: str) -> Path:
        return self.path / ("2026" if folder == "INBOX" else folder)

    def _file(self, message_id: str, folder: str) -> Path:
        files = self._folder(folder).rglob("*.eml")
        (file,) = (file for file in files if message_from_bytes(file.read_bytes())["Message-ID"] == message_id)
        return file


def _marked(raw: bytes, flags: str) -> bytes:
    """Write flags into the header, as the programs do that have no other place for them."""
    status = sum(STATUS.get(flag, 0) for flag in flags.split())
    draft = b"X-Unsent: 1\r\n" if r"\Draft" in flags else b""
    return draft + (b"X-Mozilla-Status: %04x\r\n" % status if status else b"") + raw


def _unmarked(raw: bytes) -> tuple[bytes, frozenset[str]]:
    """Read them; what opens for writing counts as read."""
    flags = set[str]()
    if raw.startswith(b"X-Unsent: 1\r\n"):
        flags = {r"\Draft", r"\Seen"}
        raw = raw.partition(b"\r\n")[2]
    if raw.startswith(b"X-Mozilla-Status"):
        line, _, raw = raw.partition(b"\r\n")
        status = int(line.split()[1], 16)
        flags |= {flag for flag, bit in STATUS.items() if status & bit}
    return raw, frozenset(flags)


class TestEml(WithoutKeywords, ReadingLaws, DraftLaws, WithoutDigest):
    """A folder of files keeps every sentence; where it keeps no tags, it says so."""

    @pytest.fixture
    def world(self, tmp_path: Path) -> EmlWorld:
        """A fresh folder."""
        return EmlWorld(tmp_path / "Mail")
