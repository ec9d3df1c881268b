"""The contract on files."""

import mailbox as standard
import time
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path

import pytest

from assistant.mailbox import Mailbox
from assistant.mailbox.account import MaildirAccount, open_mailbox
from assistant.mailbox.tags import KEYWORDS
from tests.mailbox.contract import MailboxContract
from tests.mailbox.full_disk import full_disk
from tests.mailbox.world import NOW

LETTERS = {r"\Draft": "D", r"\Flagged": "F", r"\Answered": "R", r"\Seen": "S", r"\Deleted": "T"} | {
    keyword: chr(ord("a") + number) for number, keyword in enumerate(KEYWORDS.values())
}


class MaildirWorld:
    """A Maildir with Dovecot's keyword file, used through the standard library's own Maildir."""

    def __init__(self, path: Path) -> None:
        """Make it."""
        self.path = path
        self._inbox = standard.Maildir(path, create=True)
        for folder in ("Drafts", "Sent", "Trash", "Archive"):
            self._inbox.add_folder(folder)
        lines = (f"{number} {keyword}\n" for number, keyword in enumerate(KEYWORDS.values()))
        (path / "dovecot-keywords").write_text("".join(lines))

    def open(self, **changes: object) -> Mailbox:
        """See World."""
        return open_mailbox(MaildirAccount(**{"path": self.path, **changes}))

    def deliver(self, raw: bytes, *, folder: str = "INBOX", received: datetime = NOW, flags: str = "") -> None:
        """See World; file times tick only every four milliseconds."""
        time.sleep(0.01)
        message = standard.MaildirMessage(raw.replace(b"\r\n", b"\n"))
        if flags:
            message.set_subdir("cur")
            message.set_flags("".join(sorted(LETTERS[flag] for flag in flags.split())))
        message.set_date(received.timestamp())
        self._folder(folder).add(message)

    def messages(self, folder: str) -> list[tuple[bytes, frozenset[str]]]:
        """See World."""
        names = {letter: name for name, letter in LETTERS.items()}
        found = sorted((m.get_date(), k, m) for k, m in self._folder(folder).items())
        raws = (self._folder(folder).get_bytes(key).replace(b"\n", b"\r\n") for _, key, _ in found)
        flags = (frozenset(names[flag] for flag in message.get_flags()) for *_, message in found)
        return list(zip(raws, flags, strict=True))

    def remove(self, message_id: str, *, folder: str) -> None:
        """See World."""
        self._folder(folder).remove(self._key(message_id, folder))

    def move(self, message_id: str, *, source: str, target: str) -> None:
        """See World."""
        key = self._key(message_id, source)
        self._folder(target).add(self._folder(source).get_message(key))
        self._folder(source).remove(key)

    def make_folder(self, folder: str) -> None:
        """See World."""
        self._inbox.add_folder(folder)

    def delete_folder(self, folder: str) -> None:
        """See World."""
        for key in self._folder(folder).keys():  # noqa: SIM118 - a Maildir cannot be iterated for keys
            self._folder(folder).remove(key)
        self._inbox.remove_folder(folder)

    def folders(self) -> set[str]:
        """See World."""
        return set(self._inbox.list_folders())

    def untouched(self) -> bool:
        """See World: whatever is looked at by a mail program moves from new to cur."""
        return not list((self.path / "cur").iterdir()) and bool(list((self.path / "new").iterdir()))

    def rebuild(self) -> None:
        """See World."""
        pytest.skip("names of files never expire, so a Maildir has no rebuilding to notice")

    def full(self) -> AbstractContextManager[None]:
        """See World."""
        return full_disk()

    def _folder(self, folder: str) -> standard.Maildir:
        return self._inbox if folder == "INBOX" else self._inbox.get_folder(folder)

    def _key(self, message_id: str, folder: str) -> str:
        (key,) = (k for k, m in self._folder(folder).items() if m["Message-ID"] == message_id)
        return key


class TestMaildir(MailboxContract):
    """A Maildir keeps every sentence."""

    @pytest.fixture
    def world(self, tmp_path: Path) -> MaildirWorld:
        """A fresh Maildir."""
        return MaildirWorld(tmp_path / "Mail")
