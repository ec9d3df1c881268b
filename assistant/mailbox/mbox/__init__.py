"""Mail in mbox files, read and never written: Thunderbird's, Apple Mail's, an export, /var/mail.

layout  files and their parts    |   listing  what arrived    |   file  one file's messages

Drafts go to a folder of their own, a Maildir or one of .eml files.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime

from assistant.errors import MailboxReset, NoPlaceForDigest
from assistant.mail.message import Arrival, Place
from assistant.mailbox import DraftState, News, PlacedDraft
from assistant.mailbox.maildir.drafts import FileDrafts
from assistant.mailbox.mbox.file import Letter
from assistant.mailbox.mbox.layout import MboxLayout
from assistant.mailbox.mbox.listing import Cursor, Standing, look_through
from assistant.mailbox.placing import put, state_of
from assistant.mailbox.statuses import keywords_of
from assistant.mailbox.tags import insist_they_are_ours


class MboxMailbox:
    """A Mailbox made of mbox files; what each call promises is in Mailbox.

    It keeps no tags, since it is never written.
    """

    def __init__(self, layout: MboxLayout) -> None:
        """Take an account's files; nothing is looked at before the first call."""
        self._account = layout.account
        self._layout = layout
        self._drafts = FileDrafts(self._layout)

    def news(self, cursor: str | None, since: datetime, *, sweep: bool = False) -> News:
        """Tell what arrived: one stat a file if nothing did, whatever its size."""
        before = Cursor.loads(cursor) if cursor is not None else Cursor()
        with self._layout.reaching():
            roles, unfinished = self._layout.roles(), self._layout.unfinished()
            watched = [name for name in self._account.folders if name not in unfinished]
            listings = {name: look_through(self._layout.file(name), before.files.get(name), since, sweep=sweep)
                        for name in watched}  # fmt: skip
            if isinstance(self._account.junk, str):
                self._layout.file(self._account.junk, setting="junk")
            sent = self._beside(roles.sent, before, since, sweep=sweep)
            junk = self._beside(None if roles.junk in watched else roles.junk, before, since, sweep=sweep)
            drafts = self._layout.all_drafts().standing() if roles.drafts else None
        now = {name: standing for name, (standing, _) in {**sent, **junk, **listings}.items() if standing}
        return News(
            arrivals=tuple(_places(listings)),
            sent=tuple(_places(sent)),
            junk=tuple(_places(junk)),
            drafts_changed=cursor is not None and before.drafts != drafts,
            tags_changed=cursor is not None and any(before.files.get(name) != now.get(name) for name in watched),
            cursor=Cursor(files=now, drafts=drafts).dumps(),
        )

    def _beside(self, name: str | None, before: Cursor, since: datetime, *, sweep: bool) -> "_Listings":
        """Look through Sent or Junk; one written anew is listed from `since` on: no reason to read all mail again."""
        if name is None:
            return {}
        file = self._layout.file(name)
        with suppress(MailboxReset):
            return {name: look_through(file, before.files.get(name), since, sweep=sweep)}
        return {name: look_through(file, None, since, sweep=sweep)}

    def read(self, places: Sequence[Place]) -> Iterator[tuple[Place, Arrival | None]]:
        """Yield messages whole, up to LONGEST_MESSAGE_BYTES."""
        for name in dict.fromkeys(place.folder for place in places):
            those = [place for place in places if place.folder == name]
            with self._layout.reaching():
                if name == self._account.drafts:
                    yield from self._layout.drafts().read(those)
                    continue
            for place in those:
                with self._layout.reaching():
                    letter = self._letter(place)
                yield place, _arrival(letter, place) if letter else None

    def _letter(self, place: Place) -> Letter | None:
        file = self._layout.file_or_none(place.folder)
        return file.whole(place.key) if file else None

    def find(self, message_id: str) -> Place | None:
        """Read headers; a file costs as long as it takes to read it."""
        if not message_id:
            return None
        with self._layout.reaching():
            names = (*self._account.folders, self._layout.roles().archive, *self._layout.filed())
            for name in dict.fromkeys(filter(None, names)):
                file = self._layout.file_or_none(name)
                if file and (letter := file.find(message_id)):
                    return Place(folder=name, key=letter.key)
        return None

    def drafts_floor(self) -> str:
        """Return the newest ctime of Drafts, and the sizes of Sent and Trash."""
        with self._layout.reaching():
            return self._drafts.floor()

    def put_draft(self, message_id: str, raw: bytes, floor: str, *, ours: Collection[str] = ()) -> Place | None:
        """Link a file whose name is made of the id."""
        with self._layout.reaching():
            self._layout.drafts()
            return put(self._drafts, PlacedDraft(message_id=message_id, raw=raw, floor=floor), ours)

    def draft_states(self, drafts: Sequence[PlacedDraft]) -> Mapping[str, DraftState]:
        """Read what came since."""
        with self._layout.reaching():
            return {draft.message_id: state_of(self._drafts, draft, drafts) for draft in drafts}

    def withdraw(self, draft: PlacedDraft) -> bool:
        """Unlink our own untouched draft."""
        with self._layout.reaching():
            return self._layout.roles().drafts is not None and self._drafts.withdraw(draft)

    def tag(self, places: Sequence[Place], keyword: str, *, remove: Sequence[str] = ()) -> frozenset[Place]:
        """Refuse: nothing is written.

        Raises:
            ValueError: a keyword is not in the table.
        """
        insist_they_are_ours(keyword, remove)
        return frozenset()

    def tags(self, places: Sequence[Place]) -> Mapping[Place, frozenset[str]]:
        """Read the tags the user's mail program wrote."""
        with self._layout.reaching():
            letters = ((place, self._letter(place)) for place in places)
            return {place: keywords_of(letter.headers) for place, letter in letters if letter}

    def digest_floor(self) -> str:
        """Refuse: nothing is written."""
        raise NoPlaceForDigest("An mbox, never written, takes no digest; name another account, or a file, as `to`.")

    def put_digest(self, message_id: str, raw: bytes, floor: str) -> Place | None:
        """Refuse: nothing is written."""
        raise NoPlaceForDigest

    def remove_digest(self, digest: PlacedDraft) -> bool:
        """Refuse: nothing is written."""
        return False

    def close(self) -> None:
        """Nothing is held open."""


_Listings = Mapping[str, tuple[Standing | None, list[Letter]]]


def _places(listings: _Listings) -> Iterator[Place]:
    return (Place(folder=name, key=one.key) for name, (_, letters) in listings.items() for one in letters)


def _arrival(letter: Letter, place: Place) -> Arrival:
    return Arrival(
        raw=letter.raw,
        trimmed=letter.piece.is_cut,
        internal_date=letter.received,
        keywords=keywords_of(letter.headers),
        place=place,
        draft="D" in letter.flags,
        answered="R" in letter.flags,
    )
