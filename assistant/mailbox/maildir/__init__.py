"""Mail in a Maildir on this machine.

layout  directories and parts    |   folder  one folder's files    |   storing  files written whole or not at all
drafts  drafts put, recognised, withdrawn    |   digests  the digest
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

from assistant.errors import MailboxReset
from assistant.mail.message import Arrival, Place
from assistant.mailbox import DraftState, News, PlacedDraft
from assistant.mailbox.maildir.digests import MaildirDigests
from assistant.mailbox.maildir.drafts import FileDrafts
from assistant.mailbox.maildir.folder import Entry
from assistant.mailbox.maildir.layout import Layout
from assistant.mailbox.placing import put, state_of
from assistant.mailbox.sightings import sight
from assistant.mailbox.tags import insist_they_are_ours

OVERLAP_NS = 60 * 10**9
"""How far before the newest file a listing starts again: one may have been renamed while the folder was listed."""

Standing = list[int]
"""How many messages a folder has, and the newest ctime in nanoseconds."""


class MaildirMailbox:
    """A Mailbox made of files; what each call promises is in Mailbox.

    New files are told by their ctime, which nobody can set back, so that mail delivered with an old date is found. The
    ctime also changes with a message's flags; such a message is new only if its date or its name says so.
    """

    def __init__(self, layout: Layout) -> None:
        """Take an account's folders; nothing is looked at before the first call."""
        self._account = layout.account
        self._layout = layout
        self._drafts = FileDrafts(self._layout)
        self._digests = MaildirDigests(self._layout)

    def news(self, cursor: str | None, since: datetime, *, sweep: bool = False) -> News:
        """Tell what arrived; a listing costs one stat a file."""
        before = _read_cursor(cursor)
        with self._layout.reaching():
            roles = self._layout.roles()
            watched = [name for name in self._account.folders if name != roles.drafts]
            if isinstance(self._account.junk, str):
                self._layout.folder(self._account.junk, setting="junk")
            junk = roles.junk if roles.junk not in watched else None
            names = dict.fromkeys(name for name in (*watched, roles.drafts, roles.sent, junk) if name)
            folders = {name: self._layout.folder(name) for name in names}
            entries = {name: list(folder.entries().values()) for name, folder in folders.items()}

            def arrived(name: str, *, but: str = "") -> list[Place]:
                then = None if sweep else before.get(name)
                new = (entry for entry in entries[name] if _is_new(entry, then, since))
                return [Place(folder=name, key=one.key) for one in new if not set(but) & set(folders[name].flags(one))]

            arrivals = [place for name in watched for place in arrived(name, but="D")]
            sent = arrived(roles.sent) if roles.sent else []
            spam = arrived(junk, but="D") if junk else []
        now = {name: _standing(found) for name, found in entries.items()}
        return News(
            arrivals=tuple(arrivals),
            sent=tuple(sent),
            junk=tuple(spam),
            drafts_changed=bool(before and roles.drafts and before.get(roles.drafts) != now[roles.drafts]),
            tags_changed=bool(before and any(before.get(name) != now[name] for name in watched)),
            cursor=json.dumps(now, ensure_ascii=False),
        )

    def read(self, places: Sequence[Place]) -> Iterator[tuple[Place, Arrival | None]]:
        """Yield messages whole, up to LONGEST_MESSAGE_BYTES."""
        for name in dict.fromkeys(place.folder for place in places):
            with self._layout.reaching():
                yield from self._layout.folder(name).read([place for place in places if place.folder == name])

    def find(self, message_id: str) -> Place | None:
        """Read headers, the newest first."""
        if not message_id:
            return None
        with self._layout.reaching():
            names = (*self._account.folders, self._layout.roles().archive, *self._layout.filed())
            for name in dict.fromkeys(names):
                folder = self._layout.folder(name) if name else None
                for entry in reversed(folder.entries().values()) if folder else ():
                    if folder and sight("", folder.header(entry)).message_id == message_id:
                        return Place(folder=name or "", key=entry.key)
        return None

    def drafts_floor(self) -> str:
        """Return the newest ctime of Drafts, Sent and Trash."""
        with self._layout.reaching():
            return self._drafts.floor()

    def put_draft(self, message_id: str, raw: bytes, floor: str, *, ours: Collection[str] = ()) -> Place | None:
        """Link a file whose name is made of the id."""
        with self._layout.reaching():
            self._layout.drafts()
            return put(self._drafts, PlacedDraft(message_id=message_id, raw=raw, floor=floor), ours)

    def draft_states(self, drafts: Sequence[PlacedDraft]) -> Mapping[str, DraftState]:
        """Read what came since; files, unlike IMAP messages, may change in place."""
        with self._layout.reaching():
            return {draft.message_id: state_of(self._drafts, draft, drafts) for draft in drafts}

    def withdraw(self, draft: PlacedDraft) -> bool:
        """Unlink our own untouched draft."""
        with self._layout.reaching():
            return self._layout.roles().drafts is not None and self._drafts.withdraw(draft)

    def tag(self, places: Sequence[Place], keyword: str, *, remove: Sequence[str] = ()) -> frozenset[Place]:
        """Rename the files, where Dovecot has a letter for the keyword.

        Raises:
            ValueError: a keyword is not in the table.
        """
        insist_they_are_ours(keyword, remove)
        kept: set[Place] = set()
        with self._layout.reaching():
            for name in dict.fromkeys(place.folder for place in places):
                folder = self._layout.folder(name)
                entries = folder.entries()
                there = (place for place in places if place.folder == name and place.key in entries)
                kept |= {place for place in there if folder.tag(entries[place.key], keyword, frozenset(remove))}
        return frozenset(kept)

    def tags(self, places: Sequence[Place]) -> Mapping[Place, frozenset[str]]:
        """Read the letters of file names."""
        found: dict[Place, frozenset[str]] = {}
        with self._layout.reaching():
            for name in dict.fromkeys(place.folder for place in places):
                folder = self._layout.folder(name)
                entries = folder.entries()
                there = (place for place in places if place.folder == name and place.key in entries)
                found |= {place: folder.keywords(entries[place.key]) for place in there}
        return found

    def digest_floor(self) -> str:
        """Return the newest ctime of INBOX and Trash."""
        with self._layout.reaching():
            return self._digests.floor()

    def put_digest(self, message_id: str, raw: bytes, floor: str) -> Place | None:
        """Link a file into new, its name made of the id."""
        with self._layout.reaching():
            return self._digests.put(PlacedDraft(message_id=message_id, raw=raw, floor=floor))

    def remove_digest(self, digest: PlacedDraft) -> bool:
        """Unlink our own untouched digest."""
        with self._layout.reaching():
            return self._digests.remove(digest)

    def close(self) -> None:
        """Nothing is held open."""


def _is_new(entry: Entry, then: Standing | None, since: datetime) -> bool:
    """Whether a file arrived after a folder stood so; without that, whether it was received since."""
    if then is None or entry.received >= since:
        return entry.received >= since and (then is None or entry.changed_ns > then[1] - OVERLAP_NS)
    return entry.changed_ns > then[1] and entry.came_ns >= then[1] - then[1] % 10**9


def _standing(entries: Sequence[Entry]) -> Standing:
    return [len(entries), max((entry.changed_ns for entry in entries), default=0)]


def _read_cursor(text: str | None) -> Mapping[str, Standing]:
    """Read a cursor, empty if there is none.

    Raises:
        MailboxReset: it is no cursor of this version; mail is then listed anew.
    """
    if text is None:
        return {}
    try:
        return {name: [int(count), int(newest)] for name, (count, newest) in json.loads(text).items()}
    except (ValueError, TypeError, AttributeError) as error:
        raise MailboxReset("The remembered position cannot be read.") from error
