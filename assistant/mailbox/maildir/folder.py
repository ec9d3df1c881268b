"""One folder of a Maildir: files in new and cur, flags at the end of their names.

https://cr.yp.to/proto/maildir.html; letters for keywords as Dovecot has them.
"""

import hashlib
import os
import re
import stat
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from assistant.mail.message import Arrival, Place
from assistant.mailbox.maildir.storing import store, sync
from assistant.mailbox.sightings import Sighting, on_disk, sight
from assistant.mailbox.splitting import LONGEST_MESSAGE_BYTES
from assistant.mailbox.tags import as_written_here

LONGEST_HEADER_BYTES = 2**20
"""How much of a file is taken for its header at most."""

KEYWORDS_FILE = "dovecot-keywords"
"""Dovecot's list of what the letters a to z in file names mean, one line a letter: "0 $Label"."""

_STAMP = re.compile(r"(\d{9,11})\.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One message file.

    Attributes:
        key: base name, which stays while flags change.
        path: where it lies now.
        flags: the letters after ":2,".
        changed_ns: when the file was linked or renamed last (ctime), which no copying can set back.
        came_ns: when its base name says it came, 0 if it does not say.
        received: its modification time, which is what deliverers and Dovecot keep as date of receipt; UTC.
    """

    key: str
    path: Path
    flags: str = ""
    changed_ns: int
    came_ns: int
    received: datetime


class Folder:
    """The files of one folder."""

    def __init__(self, path: Path) -> None:
        """Take the directory that holds cur, new and tmp."""
        self.path = path

    def entries(self) -> dict[str, Entry]:
        """List every message by key, oldest first; one that moves from new to cur meanwhile is listed once."""
        found = (self._entry(item) for name in ("new", "cur") for item in self._files(name))
        there = (entry for entry in found if entry)
        by_age = sorted(there, key=lambda entry: (entry.received, *_by_numbers(entry.key)))
        return {entry.key: entry for entry in by_age}

    def read(self, places: Sequence[Place]) -> Iterator[tuple[Place, Arrival | None]]:
        """Yield the messages of this folder that lie at places."""
        entries = self.entries()
        for place in places:
            yield place, self._arrival(entries.get(place.key), place)

    def _arrival(self, entry: Entry | None, place: Place) -> Arrival | None:
        raw = self.raw(entry) if entry else None
        if entry is None or raw is None:
            return None
        flags = self.flags(entry)
        return Arrival(
            raw=raw,
            trimmed=len(raw) == LONGEST_MESSAGE_BYTES,
            internal_date=entry.received,
            keywords=self.keywords(entry),
            place=place,
            draft="D" in flags,
            answered="R" in flags,
        )

    def flags(self, entry: Entry) -> str:
        """Return a message's flags, as letters."""
        return entry.flags

    def raw(self, entry: Entry, limit: int = LONGEST_MESSAGE_BYTES) -> bytes | None:
        """Return a file's content up to a limit; it is looked for once more if its flags changed; None if gone."""
        for path in (entry.path, None):
            where = path or self._where(entry.key)
            if where is None:
                return None
            with suppress(FileNotFoundError), where.open("rb") as file:
                return file.read(limit)
        return None

    def header(self, entry: Entry) -> bytes:
        """Return a file's header block, b"" if the file is gone."""
        start = self.raw(entry, 16 * 2**10) or b""
        if len(start) == 16 * 2**10 and not re.search(rb"\r?\n\r?\n", start):
            start = self.raw(entry, LONGEST_HEADER_BYTES) or b""
        return re.split(rb"(?<=\n)\r?\n", start, maxsplit=1)[0]

    def standing(self) -> tuple[int, int]:
        """Return how many messages there are, and the newest ctime in nanoseconds."""
        entries = self.entries().values()
        return len(entries), max((entry.changed_ns for entry in entries), default=0)

    def mark(self) -> int:
        """See Pile: a moment after which every file linked from now on lies, as far as clocks go forward."""
        return max([self.standing()[1], *(directory.stat().st_mtime_ns for directory in self.directories())])

    def since(self, mark: int, own: str, *, deleted: bool) -> list[Sighting]:
        """See Pile; a draft's own file counts whatever its ctime: clocks tick coarsely and may go back."""
        entries = (entry for entry in self.entries().values() if entry.changed_ns > mark or entry.key == own)
        return [sight(one.key, self.header(one)) for one in entries if deleted or "T" not in self.flags(one)]

    def key_of_draft(self, message_id: str, raw: bytes) -> str:
        """Return the base name of a draft's file: the same for the same id, and nothing of it to be read from it."""
        return key_of(message_id)

    def put_draft(self, key: str, raw: bytes) -> None:
        """Store a draft under its key; one already there stays."""
        store(self.path / "cur" / f"{key}:2,DS", on_disk(raw), self.path / "tmp")

    def deliver(self, key: str, raw: bytes) -> None:
        """Store a message as new mail under a key; one already there stays."""
        store(self.path / "new" / key, on_disk(raw), self.path / "tmp")

    def remove(self, entry: Entry) -> None:
        """Remove one file."""
        entry.path.unlink(missing_ok=True)
        sync(entry.path.parent)

    def keywords(self, entry: Entry) -> frozenset[str]:
        """Return the keywords its small letters stand for."""
        letters = self._letters()
        return as_written_here(name for name, letter in letters.items() if letter in entry.flags)

    def tag(self, entry: Entry, keyword: str, remove: frozenset[str]) -> bool:
        """Set one keyword's letter (none for "") and take others away; False where Dovecot has no letter for it.

        The list of letters is Dovecot's and is locked by means of its own, so it is never written here.
        """
        letters = self._letters()
        if keyword and keyword not in letters:
            return False
        added = {letters[keyword]} if keyword else set()
        dropped = {letter for name, letter in letters.items() if name in remove}
        flags = "".join(sorted((set(entry.flags) | added) - dropped))
        target = self.path / "cur" / f"{entry.path.name.partition(':2,')[0]}:2,{flags}"
        if target != entry.path:
            try:
                entry.path.rename(target)
            except FileNotFoundError:  # its flags changed a moment ago
                return False
        return True

    def keeps(self, keyword: str) -> bool:
        """Whether a message here can carry a keyword."""
        return keyword in self._letters()

    def _letters(self) -> dict[str, str]:
        try:
            lines = (self.path / KEYWORDS_FILE).read_text(encoding="utf-8", errors="replace").splitlines()
        except FileNotFoundError:
            return {}
        told = (line.split(" ", 1) for line in lines if re.match(r"\d{1,2} \S", line))
        return {next(iter(as_written_here([name]))): _letter(number) for number, name in told if int(number) < 26}

    def directories(self) -> list[Path]:
        """Return the directories in which mail arrives."""
        return [self.path / name for name in ("new", "cur") if (self.path / name).is_dir()]

    def _files(self, name: str) -> Iterator["os.DirEntry[str]"]:
        with suppress(FileNotFoundError), os.scandir(self.path / name) as items:
            yield from (item for item in items if not item.name.startswith("."))

    def _entry(self, item: "os.DirEntry[str]") -> Entry | None:
        try:
            state = item.stat()
        except FileNotFoundError:  # renamed or removed since it was listed
            return None
        if not stat.S_ISREG(state.st_mode):
            return None
        name, _, flags = item.name.partition(":2,")
        key = in_text(name)
        return Entry(
            key=key,
            path=Path(item.path),
            flags=flags,
            changed_ns=state.st_ctime_ns,
            came_ns=_named_at_ns(key),
            received=datetime.fromtimestamp(state.st_mtime, UTC),
        )

    def _where(self, key: str) -> Path | None:
        names = (item for name in ("new", "cur") for item in self._files(name))
        return next((Path(item.path) for item in names if in_text(item.name.partition(":2,")[0]) == key), None)


def key_of(message_id: str, kind: str = "draft") -> str:
    """Return the base name of the file of a draft, or a digest, in a Maildir."""
    return f"{hashlib.sha256(message_id.encode()).hexdigest()[:40]}.{kind}"


def in_text(name: str) -> str:
    """Return a file's name as text that can be stored: bytes that are no UTF-8 are spelled out (PEP 383)."""
    return name.encode("utf-8", "backslashreplace").decode()


def _named_at_ns(key: str) -> int:
    stamp = _STAMP.match(key)
    return int(stamp[1]) * 10**9 if stamp else 0


def _by_numbers(key: str) -> tuple[list[int], str]:
    """Sort names by their numbers: within one second M93764 (microseconds, not padded) comes before M108476."""
    return [int(number) for number in re.findall(r"[0-9]{1,18}", key)], key


def _letter(number: str) -> str:
    return chr(ord("a") + int(number))
