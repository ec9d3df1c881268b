"""Mail on an IMAP server (RFC 3501, RFC 9051).

session     the connection and the commands; connection, gate, border and answers lie below it
listing     what arrived            |   fetching, structure   whole messages
looking     a message by its id     |   tagging   keywords
drafting    drafts                  |   digesting   the digest; storing appends and expunges for both
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

from assistant.mail.message import Arrival, Place
from assistant.mailbox import DraftState, News, PlacedDraft
from assistant.mailbox.account import ImapAccount
from assistant.mailbox.imap import fetching, listing, looking, tagging
from assistant.mailbox.imap.digesting import ImapDigests
from assistant.mailbox.imap.drafting import ImapDrafts
from assistant.mailbox.imap.session import Session


class ImapMailbox:
    """A Mailbox on an IMAP server; what each call promises is in Mailbox.

    Every call connects if need be. One that raised MailboxUnreachable has let go of its connection.
    """

    def __init__(self, account: ImapAccount) -> None:
        """Take an account; nothing is connected before the first call."""
        self._session = Session(account)
        self._drafts = ImapDrafts(self._session)
        self._digests = ImapDigests(self._session)

    def news(self, cursor: str | None, since: datetime, *, sweep: bool = False) -> News:
        """Tell what arrived: three turns if nothing did, whatever the mailbox's size."""
        return listing.news(self._session, cursor, since, sweep=sweep)

    def read(self, places: Sequence[Place]) -> Iterator[tuple[Place, Arrival | None]]:
        """Yield messages without large attachments."""
        return fetching.read(self._session, places)

    def find(self, message_id: str) -> Place | None:
        """Look for an id in the watched folders, then in the archive, then in every other folder but Trash."""
        if not message_id:
            return None
        folders = dict.fromkeys((*self._session.account.folders, self._session.roles().archive, *self._session.filed()))
        places = (looking.find(self._session, folder, message_id) for folder in folders if folder)
        return next((place for place in places if place), None)

    def drafts_floor(self) -> str:
        """Return UIDNEXT of Drafts, Sent and Trash."""
        return self._drafts.floor()

    def put_draft(self, message_id: str, raw: bytes, floor: str, *, ours: Collection[str] = ()) -> Place | None:
        """Look for the draft from the floor on; append it if it never was there."""
        return self._drafts.put(PlacedDraft(message_id=message_id, raw=raw, floor=floor), ours)

    def draft_states(self, drafts: Sequence[PlacedDraft]) -> Mapping[str, DraftState]:
        """Look at placed drafts."""
        return self._drafts.states(drafts)

    def withdraw(self, draft: PlacedDraft) -> bool:
        """Expunge exactly our own untouched draft."""
        return self._drafts.withdraw(draft)

    def tag(self, places: Sequence[Place], keyword: str, *, remove: Sequence[str] = ()) -> frozenset[Place]:
        """Store one keyword, in two turns for all messages of a folder."""
        return tagging.tag(self._session, places, keyword, remove)

    def tags(self, places: Sequence[Place]) -> Mapping[Place, frozenset[str]]:
        """Fetch keywords."""
        return tagging.tags(self._session, places)

    def digest_floor(self) -> str:
        """Return UIDNEXT of INBOX and Trash."""
        return self._digests.floor()

    def put_digest(self, message_id: str, raw: bytes, floor: str) -> Place | None:
        """Look for the digest from the floor on; append it if it never was there."""
        return self._digests.put(PlacedDraft(message_id=message_id, raw=raw, floor=floor))

    def remove_digest(self, digest: PlacedDraft) -> bool:
        """Expunge exactly our own untouched digest."""
        return self._digests.remove(digest)

    def close(self) -> None:
        """Log out."""
        self._session.close()
