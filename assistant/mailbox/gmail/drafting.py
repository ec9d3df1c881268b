"""Drafts in Gmail, over the rules of placing.

drafts.create has no key that would make it safe to repeat, so whether an earlier attempt succeeded is found out by
looking. The floor is Gmail's historyId, remembered before a draft was first put: every draft stored since is in
history.list, in order, whereas the search index lags behind. A message in Gmail never changes; an edit gives the draft
a new one, at every autosave (Gmail API, "Create drafts"), and a new thread if the subject is changed.
"""

from collections.abc import Collection, Sequence

from assistant.mail.message import Place
from assistant.mailbox import DraftState, PlacedDraft
from assistant.mailbox.gmail import listing, reading
from assistant.mailbox.gmail.border import Refused
from assistant.mailbox.gmail.session import Session
from assistant.mailbox.gmail.shelf import GmailShelf
from assistant.mailbox.placing import put, state_of
from assistant.mailbox.sightings import header_of, sight


class GmailDrafts:
    """The drafts of one account."""

    def __init__(self, session: Session) -> None:
        """Use a session."""
        self._session = session

    def put(self, draft: PlacedDraft, ours: Collection[str]) -> Place | None:
        """See Mailbox.put_draft."""
        parent = sight("", header_of(draft.raw)).in_reply_to
        thread = self._session.threads.get(parent) if parent else None
        if parent and thread is None:
            found = reading.seek(self._session, parent)
            thread = found["threadId"] if found else None
        return put(GmailShelf(self._session, floor=draft.floor, thread=thread), draft, ours)

    def states(self, drafts: Sequence[PlacedDraft]) -> dict[str, DraftState]:
        """See Mailbox.draft_states."""
        return {draft.message_id: self._state(draft, drafts) for draft in drafts}

    def withdraw(self, draft: PlacedDraft) -> bool:
        """See Mailbox.withdraw. The draft is deleted by its own id, a moment after it was compared."""
        shelf = self._shelf(draft)
        keys = [draft.place.key] if draft.place and shelf.holds(draft.place.key, draft.raw) else shelf.copies(draft)
        if not all(shelf.holds(key, draft.raw) for key in keys):
            return False
        ids = {one["message"]["id"]: one["id"] for one in listing.listed_drafts(self._session)}
        for key in keys:
            if key in ids:
                self._delete(ids[key])
        return True

    def _delete(self, draft_id: str) -> None:
        self._session.gate.withdrawing = draft_id
        try:
            request = self._session.users.drafts().delete(userId="me", id=draft_id)
            self._session.ask(request, "taking back a draft")
        except Refused as refusal:
            if not refusal.means_missing:
                raise
        finally:
            self._session.gate.withdrawing = None

    def _state(self, draft: PlacedDraft, drafts: Sequence[PlacedDraft]) -> DraftState:
        shelf = self._shelf(draft, others=drafts)
        if draft.place and shelf.holds(draft.place.key, draft.raw):
            return DraftState.untouched
        return state_of(shelf, draft, drafts)

    def _shelf(self, draft: PlacedDraft, others: Sequence[PlacedDraft] = ()) -> GmailShelf:
        keys = {other.place.key for other in others if other.place and other.message_id != draft.message_id}
        placed = draft.place.key if draft.place else None
        return GmailShelf(self._session, floor=draft.floor, placed=placed, others=frozenset(keys))
