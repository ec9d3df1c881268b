"""Mail in a Google account, through the Gmail API.

session     the client, made of api.json, its sign-in and its pace; quota, gate and border lie below it
listing     what arrived   |   reading   whole messages, a message by its id
drafting    drafts         |   tagging   labels
digesting   the digest
"""

import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime

from assistant.mail.message import Arrival, Place
from assistant.mailbox import DraftState, News, PlacedDraft
from assistant.mailbox.account import GmailAccount
from assistant.mailbox.gmail import listing, reading, tagging
from assistant.mailbox.gmail.digesting import GmailDigests
from assistant.mailbox.gmail.drafting import GmailDrafts
from assistant.mailbox.gmail.session import Session


class GmailMailbox:
    """A Mailbox in a Google account; what each call promises is in Mailbox.

    Gmail always has Drafts, Sent and Trash. It has no mark for answered mail; what the user sent tells that.
    """

    def __init__(
        self,
        account: GmailAccount,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Take an account; nothing is connected before the first call. `clock` and `sleep` keep the pace."""
        self._session = Session(account, clock=clock, sleep=sleep)
        self._drafts = GmailDrafts(self._session)
        self._digests = GmailDigests(self._session)

    def news(self, cursor: str | None, since: datetime, *, sweep: bool = False) -> News:
        """Tell what arrived: one turn and two quota units if nothing did."""
        return listing.news(self._session, cursor, since, sweep=sweep)

    def read(self, places: Sequence[Place]) -> Iterator[tuple[Place, Arrival | None]]:
        """Yield messages whole, the newest first."""
        return reading.read(self._session, places)

    def find(self, message_id: str) -> Place | None:
        """Search for an id and look at what is found."""
        return reading.find(self._session, message_id)

    def drafts_floor(self) -> str:
        """Return Gmail's historyId."""
        return listing.history_id(self._session)

    def put_draft(self, message_id: str, raw: bytes, floor: str, *, ours: Collection[str] = ()) -> Place | None:
        """Look for the draft from the floor on; create it, in its parent's thread, if it never was there."""
        return self._drafts.put(PlacedDraft(message_id=message_id, raw=raw, floor=floor), ours)

    def draft_states(self, drafts: Sequence[PlacedDraft]) -> Mapping[str, DraftState]:
        """Look at placed drafts."""
        return self._drafts.states(drafts)

    def withdraw(self, draft: PlacedDraft) -> bool:
        """Delete exactly our own untouched draft."""
        return self._drafts.withdraw(draft)

    def tag(self, places: Sequence[Place], keyword: str, *, remove: Sequence[str] = ()) -> frozenset[Place]:
        """Put one label on messages, such as JobSearch/Rejection."""
        return tagging.tag(self._session, places, keyword, remove)

    def tags(self, places: Sequence[Place]) -> Mapping[Place, frozenset[str]]:
        """List the messages under our labels."""
        return tagging.tags(self._session, places)

    def digest_floor(self) -> str:
        """Return Gmail's historyId."""
        return self._digests.floor()

    def put_digest(self, message_id: str, raw: bytes, floor: str) -> Place | None:
        """Look for the digest from the floor on; insert it, which sends nothing, if it never was there."""
        return self._digests.put(PlacedDraft(message_id=message_id, raw=raw, floor=floor))

    def remove_digest(self, digest: PlacedDraft) -> bool:
        """Move exactly our own untouched digest to Trash."""
        return self._digests.remove(digest)

    def close(self) -> None:
        """Let go of connections."""
        self._session.close()
