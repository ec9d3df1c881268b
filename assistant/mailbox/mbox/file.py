"""One mbox file: what lies where in it, without ever writing to it, not even a lock."""

import re
import time
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from assistant.mail.headers import Headers
from assistant.mailbox.sightings import Sighting, header_of, sight
from assistant.mailbox.splitting import LONGEST_MESSAGE_BYTES, Piece, begins_mbox, split
from assistant.mailbox.statuses import flags_of, without_marks

HEADER_BYTES = 64 * 2**10
"""How much of each message is kept while a file is looked through."""

_HEAD_BYTES = 8192
"""Enough to tell what a file is."""

_ONE_MESSAGE_BYTES = 64 * 2**10
"""How much is read at once where one message is wanted; most are smaller."""

NEWEST = 10_000
"""How many messages are remembered of a file that is looked through as a whole."""

_MONTHS = (b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec")
_MOMENT = re.compile(
    rb" (" + b"|".join(_MONTHS) + rb") +(\d{1,2}) (\d\d):(\d\d)(?::(\d\d))?(?: \S+)*? (\d{4})(?=\s|\Z)"
)
_ZONE = re.compile(rb" ([+-]\d\d)(\d\d)(?=\s|\Z)")
_LONGEST_ENVELOPE = 1000
"""A "From " line holds an address and a time; one that is longer is not searched to its end."""

_EARLIEST_YEAR = 1990
"""Mail programs that do not know write 1970."""

_IDENTITY = ("message-id", "date", "from", "subject")
"""What no mail program changes in a message that lies there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What the file system tells of a file."""

    size: int
    changed_ns: int


@dataclass(frozen=True)
class Letter:
    """One message of the file, as far as its header tells."""

    piece: Piece

    @cached_property
    def header(self) -> bytes:
        """Its header block."""
        return header_of(self.piece.stored[:HEADER_BYTES])

    @cached_property
    def headers(self) -> Headers:
        """Its header fields."""
        return Headers(self.header)

    @cached_property
    def flags(self) -> str:
        """Flags as a Maildir has them."""
        return flags_of(self.headers)

    @property
    def fingerprint(self) -> str:
        """What tells it from others, whatever a mail program writes into its header."""
        fields = b"\n".join(value for name in _IDENTITY for value in self.headers.all(name)[:1])
        return sha256(fields).hexdigest()[:16]

    @property
    def key(self) -> str:
        """Where it lies and what it is: a key that proves itself, since files are rewritten under their names."""
        return f"{self.piece.offset}-{self.fingerprint}"

    @property
    def received(self) -> datetime | None:
        """When it was delivered, by its "From " line, else its Date; UTC, None if neither tells."""
        return _moment(self.piece.envelope) or self.headers.date("date")

    @property
    def raw(self) -> bytes:
        """The message without what mail programs wrote into its header."""
        return without_marks(self.piece.raw)

    @property
    def is_mail(self) -> bool:
        """Whether it is more than the note that UW imapd, pine and Dovecot keep for themselves at the beginning."""
        return not ("x-imap" in self.headers or b"FOLDER INTERNAL DATA" in b"".join(self.headers.all("subject")))


class MboxFile:
    """The messages of one file."""

    def __init__(self, path: Path, rest_seconds: float) -> None:
        """Take a file; it counts as being written until it has rested for so long."""
        self.path = path
        self._rest_seconds = rest_seconds

    def stamp(self) -> Stamp:
        """Look at the file; what this costs does not depend on its size."""
        state = self.path.stat()
        return Stamp(size=state.st_size, changed_ns=state.st_mtime_ns)

    def rests(self, stamp: Stamp) -> bool:
        """Whether nobody is writing: the last message may be there in part only, or the file be written anew.

        Mail programs lock each in its own way, and a lock of ours would be a file in the user's folder.
        """
        return not 0 <= time.time() - stamp.changed_ns / 10**9 < self._rest_seconds

    def is_mbox(self) -> bool:
        """Whether the file begins as an mbox does, or is empty."""
        with self.path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
        return begins_mbox(head) or not head.strip()

    def letters(self, at: int = 0, until: int | None = None) -> Iterator[Letter]:
        """Look through the file from an offset on, where a message must begin; nothing if none does."""
        with self.path.open("rb") as file:
            file.seek(at)

            def read(count: int) -> bytes:
                return file.read(count if until is None else max(0, min(count, until - file.tell())))

            yield from map(Letter, split(read, at=at, limit=HEADER_BYTES))

    def whole(self, key: str) -> Letter | None:
        """Return a message with all its bytes; None if it is not there, or deleted."""
        offset, _, fingerprint = key.partition("-")
        if not offset.isdecimal():
            return None
        with self.path.open("rb") as file:
            file.seek(int(offset))
            pieces = split(file.read, at=int(offset), limit=LONGEST_MESSAGE_BYTES, chunk=_ONE_MESSAGE_BYTES)
            letter = next(map(Letter, pieces), None)
        there = letter is not None and letter.fingerprint == fingerprint and "T" not in letter.flags
        return letter if there else None

    def find(self, message_id: str) -> Letter | None:
        """Return the first message with exactly this Message-ID."""
        wanted = message_id.encode("utf-8", "surrogateescape")
        found = (one for one in self.letters() if wanted in one.header and "T" not in one.flags)
        return next((one for one in found if sight("", one.header).message_id == message_id), None)

    def keeps(self, keyword: str) -> bool:
        """Nothing is ever written into the file."""
        return False

    def mark(self) -> int:
        """See Pile: the size, since mail is written at the end."""
        return self.stamp().size

    def since(self, mark: int, own: str, *, deleted: bool) -> list[Sighting]:
        """See Pile; where no message begins any more the whole file is looked through."""
        if mark == self.mark():
            return []
        letters = deque(self.letters(mark), NEWEST) or deque(self.letters(), NEWEST)
        return [sight(one.key, one.header) for one in letters if deleted or "T" not in one.flags]


def _moment(envelope: bytes) -> datetime | None:
    """Read a "From " line's time: in its own zone if it names one, else in this computer's, as mail programs write it.

    RFC 4155 would have UTC; Thunderbird, mutt, Postfix and procmail write local time.
    """
    told = _MOMENT.search(envelope, 0, _LONGEST_ENVELOPE)
    if not told or int(told[6]) < _EARLIEST_YEAR:
        return None
    clock = (int(told[6]), _MONTHS.index(told[1]) + 1, int(told[2]), int(told[3]), int(told[4]), int(told[5] or 0))
    zone = _ZONE.search(envelope, told.start())
    with suppress(ValueError, OverflowError):
        if zone:
            east = int(zone[1]) * 3600 + int(zone[1][:1] + zone[2]) * 60
            return datetime.fromtimestamp(datetime(*clock, tzinfo=UTC).timestamp() - east, UTC)
        return datetime(*clock).astimezone(UTC)
    return None
