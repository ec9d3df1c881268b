"""One folder of .eml files, folders below it included; a draft is one that opens for writing."""

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from assistant.mail.headers import Headers
from assistant.mailbox.maildir.folder import Entry, Folder, in_text
from assistant.mailbox.maildir.storing import store
from assistant.mailbox.sightings import header_of, on_the_wire
from assistant.mailbox.splitting import LONGEST_MESSAGE_BYTES
from assistant.mailbox.statuses import UNSENT, flags_of, keywords_of

SUFFIX = ".eml"
DEPTH = 20
"""How many folders deep mail is looked for."""

_UNSENT_LINE = re.compile(rb"\A" + UNSENT + rb"\r?\n")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_NOT_IN_A_NAME = re.compile(r'[\x00-\x1f\x7f"*/:<>?\\|]+')
_LONGEST_NAME = 60
_HEADER_BYTES = 64 * 2**10


class EmlFolder(Folder):
    """The .eml files of a folder. A file's key is its path within; renamed it counts as another message."""

    def __init__(self, path: Path, but: frozenset[Path] = frozenset()) -> None:
        """Take a directory, and those below it that are folders of their own."""
        super().__init__(path)
        self._but = but

    def entries(self) -> dict[str, Entry]:
        """List every message by key, oldest first."""
        by_age = sorted(self._listing(), key=lambda entry: (entry.received, entry.key))
        return {entry.key: entry for entry in by_age}

    def flags(self, entry: Entry) -> str:
        """Return what the header tells; a file cannot be unread."""
        return flags_of(self._headers(entry))

    def keywords(self, entry: Entry) -> frozenset[str]:
        """Return the tags a mail program left in the header."""
        return keywords_of(self._headers(entry))

    def keeps(self, keyword: str) -> bool:
        """Tags are not written into files."""
        return False

    def tag(self, entry: Entry, keyword: str, remove: frozenset[str]) -> bool:
        """See keeps."""
        return False

    def raw(self, entry: Entry, limit: int = LONGEST_MESSAGE_BYTES) -> bytes | None:
        """Return a file's content without what makes it a draft; None if gone, b"" if it may not be read."""
        stored = self._stored(entry, limit)
        return stored and _UNSENT_LINE.sub(b"", stored)

    def key_of_draft(self, message_id: str, raw: bytes) -> str:
        """Return a name people know the letter by: subject, recipient, and a little of its id's hash."""
        header = Headers(header_of(raw))
        to = next((one.address for one in header.addresses("to")), "nobody")
        title = _named(header.text("subject") or "Draft")
        return f"{title} ({_named(to)}) {hashlib.sha256(message_id.encode()).hexdigest()[:8]}{SUFFIX}"

    def put_draft(self, key: str, raw: bytes) -> None:
        """Store a draft so that Outlook, Apple Mail and Thunderbird open it for writing; one already there stays."""
        store(self.path / key, UNSENT + b"\r\n" + on_the_wire(raw), self.path)

    def _stored(self, entry: Entry, limit: int) -> bytes | None:
        try:
            stored = super().raw(entry, limit)
        except PermissionError:
            return b""
        return stored and stored.removeprefix(_BYTE_ORDER_MARK)

    def _headers(self, entry: Entry) -> Headers:
        return Headers(header_of(self._stored(entry, _HEADER_BYTES) or b""))

    def directories(self) -> list[Path]:
        """Return the directory itself and all below it."""
        return [self.path, *self._directories_below(self.path, DEPTH)]

    def _directories_below(self, directory: Path, depth: int) -> Iterator[Path]:
        for one in sorted(directory.iterdir()) if depth else ():
            if _is_folder(one) and one not in self._but:
                yield one
                yield from self._directories_below(one, depth - 1)

    def _where(self, key: str) -> Path | None:
        path = self.path / key
        return path if path.is_file() else None

    def _listing(self) -> Iterator[Entry]:
        for directory in self.directories():
            changed_ns = directory.stat().st_mtime_ns
            with os.scandir(directory) as items:
                for item in items:
                    if item.name.lower().endswith(SUFFIX) and not item.name.startswith(".") and item.is_file():
                        yield from self._listed(item, changed_ns)

    def _listed(self, item: "os.DirEntry[str]", changed_ns: int) -> Iterator[Entry]:
        """A file that is copied in with an old date shows in its directory's time, one whose mode changes does not."""
        with suppress(FileNotFoundError):
            state = item.stat()
            yield Entry(
                key=in_text(Path(item.path).relative_to(self.path).as_posix()),
                path=Path(item.path),
                changed_ns=state.st_ctime_ns,
                came_ns=changed_ns,
                received=datetime.fromtimestamp(state.st_mtime, UTC),
            )


def _is_folder(path: Path) -> bool:
    """Whether a directory may be looked into; a link may lead in a circle."""
    return path.is_dir() and not path.is_symlink() and path.name[0] != "." and os.access(path, os.R_OK | os.X_OK)


def _named(text: str) -> str:
    """Return text as a part of a file's name that every file system takes."""
    return (
        " ".join(_NOT_IN_A_NAME.sub(" ", text).split())[:_LONGEST_NAME]
        .strip(". ")
        .encode()[:90]
        .decode("utf-8", "ignore")
    )


def folder_at(path: Path, but: frozenset[Path] = frozenset()) -> Folder:
    """Return the Maildir a directory is, or else the folder of .eml files."""
    return Folder(path) if (path / "cur").is_dir() else EmlFolder(path, but)
