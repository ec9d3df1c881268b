"""Finding a message again by its Message-ID, or by when it came.

SEARCH HEADER is no proof: it finds substrings on Dovecot, only exact ids on Yandex, nothing on Yahoo, and Gmail misses
some. So what it finds is verified against the header, and what it does not find is looked for among the newest.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.mail.message import Place
from assistant.mailbox.imap.answers import Standing
from assistant.mailbox.imap.border import ServerRefused
from assistant.mailbox.imap.session import Session
from assistant.mailbox.sightings import FIELDS, Sighting, sight

NEWEST = 500
"""How many headers are read where neither a floor nor a search helps."""

SEARCHABLE_ID = re.compile(r"<[!-;=?-~]{1,250}>")
"""A Message-ID that may be part of a command; any other is looked for by reading headers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """UIDVALIDITY and UIDNEXT, by folder, below which nothing lies that was stored since."""

    marks: Mapping[str, tuple[str, int]]

    def dumps(self) -> str:
        """Write it as text."""
        return json.dumps(self.marks, ensure_ascii=False)

    @classmethod
    def loads(cls, text: str) -> "Floor":
        """Read what dumps wrote; text that is none holds for no folder."""
        try:
            return cls(marks={folder: (str(epoch), int(uid)) for folder, (epoch, uid) in json.loads(text).items()})
        except (ValueError, TypeError, AttributeError):
            return cls(marks={})

    def of(self, folder: str, standing: Standing) -> int | None:
        """Return the first UID since the floor; None if the folder was rebuilt since or was not there."""
        epoch, uid = self.marks.get(folder, ("", 0))
        return uid if uid and epoch == standing.epoch else None


def since(session: Session, folder: str, floor: Floor, message_id: str, *terms: str) -> list[Sighting]:
    """Open a folder afresh and return what came to it since the floor, by UID.

    Where the floor does not hold: the newest messages, and what the server finds for the id.
    """
    standing = session.examine(folder)
    low = floor.of(folder, standing)
    if low is None:
        found = {*_search(session, message_id), *_newest(session, standing, *terms)}
        return _sightings(session, sorted(found))
    if standing.next_uid is not None and standing.next_uid <= low:
        return []
    return _sightings(session, session.search_from(low, standing, *terms))


def find(session: Session, folder: str, message_id: str) -> Place | None:
    """Return where in a folder the message with exactly this id lies; None if it or the folder is not there."""
    try:
        standing = session.examine(folder)
    except ServerRefused as refusal:
        if refusal.means_no_such_folder:
            return None
        raise
    found = named(session, message_id) or _matching(_sightings(session, _newest(session, standing)), message_id)
    return Place(folder=folder, epoch=standing.epoch, key=found[0].key) if found else None


def named(session: Session, message_id: str) -> list[Sighting]:
    """Return what the server finds for exactly this id in the folder that is open."""
    return _matching(_sightings(session, _search(session, message_id)), message_id)


def _matching(seen: Sequence[Sighting], message_id: str) -> list[Sighting]:
    return [sighting for sighting in seen if sighting.message_id == message_id]


def _search(session: Session, message_id: str) -> list[int]:
    if not SEARCHABLE_ID.fullmatch(message_id):
        return []
    escaped = message_id.replace("\\", "\\\\").replace('"', '\\"')
    return session.search("HEADER", "MESSAGE-ID", f'"{escaped}"')


def _newest(session: Session, standing: Standing, *terms: str) -> list[int]:
    """Return the newest UIDs; in a large folder only a stretch that surely holds enough is asked for."""
    low = max(1, (standing.next_uid or 1) - 20 * NEWEST) if standing.messages > NEWEST else 1
    return session.search_from(low, standing, *terms)[-NEWEST:]


def _sightings(session: Session, uids: Sequence[int]) -> list[Sighting]:
    item = f"BODY.PEEK[HEADER.FIELDS ({' '.join(FIELDS)})]"
    found: list[Sighting] = []
    for start in range(0, len(uids), NEWEST):
        rows = session.fetch(uids[start : start + NEWEST], item)
        headers = ((uid, row.get(b"BODY[HEADER.FIELDS]")) for uid, row in sorted(rows.items()))
        found += [sight(str(uid), header) for uid, header in headers if isinstance(header, bytes)]
    return found
