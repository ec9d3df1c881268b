"""The user's own mail program, or the mail server behind them, beside the assistant."""

import contextlib
import imaplib
import re
from datetime import UTC, datetime

from imapclient import imap_utf7


class MailProgram:
    """What the user, or the mail server behind them, does with one account.

    Folders are named without the prefix below which the server keeps them.
    """

    def __init__(self, host: str, port: int, user: str, password: str, *, prefix: str = "") -> None:
        """Log in by imaplib, which shares no code with what is tested but the wire."""
        self._prefix = prefix
        self._connection = imaplib.IMAP4(host, port, timeout=20)
        self._connection.login(_quoted(user), password)

    def create(self, *folders: str) -> None:
        """Make folders."""
        for folder in folders:
            self._do(self._connection.create(self._wire(folder)))

    def delete(self, folder: str) -> None:
        """Remove a folder."""
        self._do(self._connection.delete(self._wire(folder)))

    def folders(self) -> set[str]:
        """Return every folder's name."""
        lines = (line for line in self._do(self._connection.list()) if line)
        names = (re.fullmatch(rb'\(.*?\) "." "?(.*?)"?', line)[1] for line in lines)
        return {imap_utf7.decode(name).removeprefix(self._prefix) for name in names}

    def deliver(self, raw: bytes, *, folder: str = "INBOX", received: datetime | None = None, flags: str = "") -> None:
        """Put a message somewhere."""
        moment = imaplib.Time2Internaldate(received or datetime.now(UTC))
        self._do(self._connection.append(self._wire(folder), flags or None, moment, raw))

    def messages(self, folder: str) -> list[tuple[bytes, frozenset[str]]]:
        """Return bytes and flags of everything in a folder, without changing it."""
        self._do(self._connection.select(self._wire(folder), readonly=True))
        data = self._do(self._connection.uid("FETCH", "1:*", "(FLAGS BODY.PEEK[])"))
        pairs = (item for item in data if isinstance(item, tuple))
        return [(raw, frozenset(re.search(rb"FLAGS \((.*?)\)", head)[1].decode().split())) for head, raw in pairs]

    def look_into(self, folder: str) -> None:
        """Open a folder as a person does who may change what lies there, and leave it again."""
        self._do(self._connection.select(self._wire(folder)))
        self._do(self._connection.close())

    def change_flags(self, message_id: str, how: str, flags: str, *, folder: str = "INBOX") -> None:
        """Set (+FLAGS) or clear (-FLAGS) flags of one message."""
        self._do(self._connection.uid("STORE", self._uid(message_id, folder), how, flags))

    def remove(self, message_id: str, *, folder: str) -> None:
        """Delete one message for good."""
        uid = self._uid(message_id, folder)
        self._do(self._connection.uid("STORE", uid, "+FLAGS.SILENT", r"(\Deleted)"))
        self._do(self._connection.uid("EXPUNGE", uid))

    def move(self, message_id: str, *, source: str, target: str) -> None:
        """Move one message, by copying where the server cannot move."""
        if "MOVE" in self._do(self._connection.capability())[0].decode().split():
            imaplib.Commands.setdefault("MOVE", ("SELECTED",))
            self._do(self._connection.uid("MOVE", self._uid(message_id, source), self._wire(target)))
            return
        self._do(self._connection.uid("COPY", self._uid(message_id, source), self._wire(target)))
        self.remove(message_id, folder=source)

    def recent(self, folder: str = "INBOX") -> int:
        """Return how many messages no session has been told of yet."""
        line = self._do(self._connection.status(self._wire(folder), "(RECENT)"))[0]
        return int(re.search(rb"RECENT (\d+)", line)[1])

    def close(self) -> None:
        """Log out."""
        with contextlib.suppress(OSError, imaplib.IMAP4.error):
            self._connection.logout()
        with contextlib.suppress(OSError):  # what broke before the logout's end is still open
            self._connection.shutdown()

    def _uid(self, message_id: str, folder: str) -> str:
        self._do(self._connection.select(self._wire(folder)))
        found = self._do(self._connection.uid("SEARCH", "HEADER", "Message-ID", f'"{message_id}"'))[0].split()
        assert len(found) == 1, (message_id, folder, found)
        return found[0].decode()

    def _wire(self, folder: str) -> str:
        return _quoted(folder if folder == "INBOX" else self._prefix + folder)

    @staticmethod
    def _do(answer: tuple[str, list]) -> list:
        assert answer[0] == "OK", answer
        return answer[1]


def _quoted(folder: str) -> str:
    return '"' + imap_utf7.encode(folder).decode().replace("\\", "\\\\").replace('"', '\\"') + '"'
