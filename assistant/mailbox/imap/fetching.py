"""Whole messages from IMAP in few turns and bounded memory, without their attachments.

Small messages come whole. Of large ones the header and the parts with words are asked for, grouped so that messages
built alike share a turn, and a message is written again from them. What the server lists wrongly or hands over short is
asked for again as the beginning of the whole message; BODYSTRUCTURE never decides what a message is.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import accumulate

from assistant.mail.message import Arrival, Place
from assistant.mailbox.imap.answers import Row, internal_date, keywords_of
from assistant.mailbox.imap.session import Session
from assistant.mailbox.imap.structure import Part, read_structure, write_message

BATCH = 500
"""Messages asked about in one turn."""

SMALL_BYTES = 64 * 2**10
"""Up to this size a message comes whole: finding out what to leave out would cost a turn to save little."""

TEXT_BYTES = 2**20
"""How much of one text part is read."""

WORDS_BYTES = 6 * TEXT_BYTES
"""How much of all text parts of a message is read; what follows is left out like an attachment."""

HEADER_BYTES = 2**16
"""A header longer than this is read as the beginning of its message."""

WHOLE_BYTES = 4 * 2**20
"""How much of a message is read that cannot be read by its parts."""

TURN_BYTES = 4 * 2**20
"""How much one turn should bring, so that memory stays bounded."""

Read = tuple[Place, Arrival | None]


def read(session: Session, places: Sequence[Place]) -> Iterator[Read]:
    """Yield each place with its message; see Mailbox.read.

    A place whose folder or UIDVALIDITY is gone is gone. A message that is there but of which the server hands over
    nothing (iCloud has done so) is asked for once more by itself; then its header alone must do, and without even that
    it is yielded empty.
    """
    by_folder = defaultdict[tuple[str, str], list[Place]](list)
    for place in places:
        by_folder[place.folder, place.epoch].append(place)
    for (folder, epoch), group in by_folder.items():
        for start in range(0, len(group), BATCH):
            yield from _Batch(session, folder, epoch, group[start : start + BATCH]).read()


class _Batch:
    """Some messages of one folder on their way."""

    def __init__(self, session: Session, folder: str, epoch: str, places: Sequence[Place]) -> None:
        self._session = session
        self._folder = folder
        self._epoch = epoch
        self._places = {int(place.key): place for place in places}
        self._facts: dict[int, Row] = {}
        self._doubtful: list[int] = []

    def read(self) -> Iterator[Read]:
        """Yield small messages, large ones, doubtful ones and those that are gone."""
        if self._session.is_open(self._folder, self._epoch):
            self._facts = self._fetch(list(self._places), *self._about(), "INTERNALDATE", "RFC822.SIZE")
        yield from self._read_small([uid for uid in self._facts if self._size(uid) <= SMALL_BYTES])
        yield from self._read_large([uid for uid in self._facts if self._size(uid) > SMALL_BYTES])
        yield from self._read_again([*self._doubtful, *(uid for uid in self._places if uid not in self._facts)])

    def _read_small(self, uids: Sequence[int]) -> Iterator[Read]:
        for some in _portions(uids, self._size):
            rows = self._fetch(some, "BODY.PEEK[]")
            for uid in some:
                raw = rows.get(uid, {}).get(b"BODY[]")
                if isinstance(raw, bytes) and len(raw) >= self._size(uid):
                    yield self._arrival(uid, raw, trimmed=False)
                else:
                    self._doubtful.append(uid)

    def _read_large(self, uids: Sequence[int]) -> Iterator[Read]:
        for some in _portions(uids, lambda uid: HEADER_BYTES):
            taken_apart = self._take_apart(some)
            self._doubtful += [uid for uid in some if uid not in taken_apart]
            alike = defaultdict[tuple[str, ...], list[int]](list)
            for uid, (_, part) in taken_apart.items():
                alike[tuple(leaf.number for leaf in _words(part))].append(uid)
            for numbers, group in alike.items():
                yield from self._read_parts(group, numbers, taken_apart)

    def _take_apart(self, uids: Sequence[int]) -> dict[int, tuple[bytes, Part]]:
        """Return header and parts of the messages that can be read by their parts."""
        taken_apart = {}
        for uid, row in self._fetch(uids, "BODYSTRUCTURE", f"BODY.PEEK[HEADER]<0.{HEADER_BYTES}>").items():
            header = row.get(b"BODY[HEADER]")
            if isinstance(header, bytes) and header.endswith(b"\r\n\r\n"):
                with suppress(ValueError):
                    taken_apart[uid] = header, read_structure(row.get(b"BODYSTRUCTURE"))
        return taken_apart

    def _read_parts(
        self, uids: Sequence[int], numbers: tuple[str, ...], taken_apart: Mapping[int, tuple[bytes, Part]]
    ) -> Iterator[Read]:
        items = [f"BODY.PEEK[{number}]<0.{TEXT_BYTES}>" for number in numbers]
        for some in _portions(uids, lambda uid: sum(map(_octets, _words(taken_apart[uid][1])))):
            rows = self._fetch(some, *items) if items else {}
            for uid in some:
                header, part = taken_apart[uid]
                try:
                    contents = {leaf.number: _content(rows.get(uid, {}), leaf) for leaf in _words(part)}
                    yield self._arrival(uid, write_message(header, part, contents), trimmed=True)
                except ValueError:
                    self._doubtful.append(uid)

    def _read_again(self, uids: Sequence[int]) -> Iterator[Read]:
        if not uids:
            return
        there = self._still_there(uids)
        for uid in uids:
            if uid not in there:
                yield self._places[uid], None
                continue
            rows = self._fetch([uid], *self._about(), "INTERNALDATE", f"BODY.PEEK[]<0.{WHOLE_BYTES}>")
            row = dict(rows.get(uid, {}))
            raw = row.pop(b"BODY[]", None)  # not kept with the facts, which stay until the batch is read
            self._facts[uid] = {**self._facts.get(uid, {}), **row}
            if not isinstance(raw, bytes) or not raw:
                raw = self._fetch([uid], f"BODY.PEEK[HEADER]<0.{WHOLE_BYTES}>").get(uid, {}).get(b"BODY[HEADER]")
                yield from self._header_alone(uid, raw)
            else:
                yield self._arrival(uid, raw, trimmed=len(raw) >= WHOLE_BYTES)

    def _header_alone(self, uid: int, header: object) -> Iterator[Read]:
        yield self._arrival(uid, header if isinstance(header, bytes) else b"", trimmed=True)

    def _still_there(self, uids: Sequence[int]) -> set[int]:
        """Ask in a folder opened afresh: one open for long may still list what is gone (RFC 2180 §4.1)."""
        if not self._session.is_open(self._folder, self._epoch, afresh=True):
            return set()
        return set(self._session.search("UID", ",".join(str(uid) for uid in uids)))

    def _fetch(self, uids: Sequence[int], *items: str) -> dict[int, Row]:
        """Fetch after making sure of the folder: between two yields the caller may have opened another."""
        if not uids or not self._session.is_open(self._folder, self._epoch):
            return {}
        return self._session.fetch(uids, *items)

    def _about(self) -> tuple[str, ...]:
        """What tells flags, labels and the thread; THREADID is of RFC 8474, the others are Gmail's (X-GM-EXT-1)."""
        items = self._session.tag_items()
        if self._session.has("X-GM-EXT-1"):
            return (*items, "X-GM-THRID")
        return (*items, "THREADID") if self._session.has("OBJECTID") else items

    def _size(self, uid: int) -> int:
        size = self._facts[uid].get(b"RFC822.SIZE")
        return size if isinstance(size, int) else SMALL_BYTES + 1

    def _arrival(self, uid: int, raw: bytes, *, trimmed: bool) -> Read:
        row = self._facts[uid]
        flags = {flag.lower() for flag in row.get(b"FLAGS") or () if isinstance(flag, bytes)}
        arrival = Arrival(
            raw=raw,
            trimmed=trimmed,
            internal_date=internal_date(row),
            keywords=keywords_of(row),
            place=self._places[uid],
            thread=_thread(row),
            draft=b"\\draft" in flags,
            answered=b"\\answered" in flags,
        )
        return self._places[uid], arrival


def _words(part: Part) -> list[Part]:
    """Return the parts to be read, in order."""
    words = [leaf for leaf in part.leaves() if leaf.is_words]
    before = accumulate(map(_octets, words), initial=0)
    return [leaf for leaf in words if next(before) < WORDS_BYTES]


def _octets(leaf: Part) -> int:
    return min(leaf.octets, TEXT_BYTES)


def _content(row: Row, leaf: Part) -> bytes:
    content = row.get(b"BODY[" + leaf.number.encode() + b"]")
    if not isinstance(content, bytes) or len(content) < _octets(leaf):
        raise ValueError("a part is missing or short")
    return content


def _thread(row: Row) -> str | None:
    """X-GM-THRID is a number; THREADID a name in parentheses or NIL (RFC 8474 §5.2)."""
    handle = row.get(b"X-GM-THRID") or row.get(b"THREADID")
    if isinstance(handle, tuple):
        handle = handle[0] if handle else None
    if isinstance(handle, bytes):
        return handle.decode("ascii", "replace")
    return str(handle) if handle else None


def _portions(uids: Sequence[int], size: Callable[[int], int]) -> Iterator[list[int]]:
    """Split UIDs so that no portion is larger than one turn may bring, unless it is a single message."""
    portion: list[int] = []
    total = 0
    for uid in uids:
        if portion and total + size(uid) > TURN_BYTES:
            yield portion
            portion, total = [], 0
        portion.append(uid)
        total += size(uid)
    if portion:
        yield portion
