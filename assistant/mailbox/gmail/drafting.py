"""Drafts in Gmail, over the rules of placing.

drafts.create has no key that would make it safe to repeat, so whether an earlier attempt succeeded is found out by
looking. The floor is Gmail's historyId, remembered before a draft was first put: every draft stored since is in
history.list, in order, whereas the search index lags behind. Handles are not trusted alone: an edit gives the draft a
new message id at every autosave, and a new thread if the subject is changed (seen by others, 2026).
"""

import base64
from collections import Counter
from collections.abc import Iterable, Sequence

from assistant.mail.message import Place
from assistant.mailbox import DraftState, PlacedDraft
from assistant.mailbox.gmail import listing, reading
from assistant.mailbox.gmail.border import Refused
from assistant.mailbox.gmail.session import Answer, Session
from assistant.mailbox.placing import Role, put, state_of
from assistant.mailbox.sightings import Sighting, header_of, on_the_wire, sight

FOLDER = "DRAFT"
NEWEST = 100
"""How many drafts, or sent messages, are looked through where history does not reach back to the floor."""

_LABELS = {"drafts": "DRAFT", "sent": "SENT", "trash": "TRASH"}
_GMAIL_ADDS = ("received:", "x-received:", "x-gm-", "x-google-", "mime-version:", "date:")
"""Fields Gmail may add to a message that is stored through its API; any other is the user's work."""


class GmailDrafts:
    """The drafts of one account."""

    def __init__(self, session: Session) -> None:
        """Use a session."""
        self._session = session

    def put(self, draft: PlacedDraft) -> Place | None:
        """See Mailbox.put_draft."""
        parent = sight("", header_of(draft.raw)).in_reply_to
        thread = self._session.threads.get(parent) if parent else None
        if parent and thread is None:
            found = reading.seek(self._session, parent)
            thread = found["threadId"] if found else None
        return put(GmailShelf(self._session, floor=draft.floor, thread=thread), draft)

    def states(self, drafts: Sequence[PlacedDraft]) -> dict[str, DraftState]:
        """See Mailbox.draft_states."""
        return {draft.message_id: self._state(draft, drafts) for draft in drafts}

    def withdraw(self, draft: PlacedDraft) -> bool:
        """See Mailbox.withdraw. The draft is deleted by its own id, a moment after its bytes were compared."""
        shelf = GmailShelf(self._session, floor=draft.floor)
        lying = [seen for seen in shelf.since("drafts", draft) or [] if seen.message_id == draft.message_id]
        if not all(shelf.holds(seen.key, draft.raw) for seen in lying):
            return False
        ids = {one["message"]["id"]: one["id"] for one in listing.listed_drafts(self._session)}
        for seen in lying:
            if seen.key in ids:
                self._delete(ids[seen.key])
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
        shelf = GmailShelf(self._session, floor=draft.floor)
        if draft.place and shelf.holds(draft.place.key, draft.raw):
            return DraftState.untouched
        return state_of(shelf, draft, drafts)


class GmailShelf:
    """Drafts, Sent and Trash as they are now; a Shelf for one look at one draft."""

    def __init__(self, session: Session, *, floor: str, thread: str | None = None) -> None:
        """Look from a floor on, at what may be the draft of a conversation."""
        self._session, self._floor, self._thread = session, floor, thread
        self._seen: dict[str, tuple[Sighting, frozenset[str]] | None] = {}
        self._changes: list[listing.Change] | None = None
        self._asked = False

    def since(self, role: Role, draft: PlacedDraft, *, deleted: bool = True) -> list[Sighting] | None:
        """See Shelf; Gmail has no mark for what is about to be deleted."""
        keys = dict.fromkeys(self._candidates(role, everything=not draft.floor))
        looks = (self._look(key) for key in keys)
        found = [seen for seen, labels in filter(None, looks) if _role_of(labels) == role]
        return found + (self._discarded(draft) if role == "trash" else [])

    def holds(self, key: str, raw: bytes) -> bool:
        """See Shelf: the same bytes but for fields Gmail adds when it stores a message."""
        message = reading.fetch(self._session, key, format="raw")
        if message is None or _role_of(frozenset(message.get("labelIds", ()))) != "drafts":
            return False
        return is_as_put(raw, reading.raw_of(message))

    def place(self, key: str) -> Place:
        """See Shelf."""
        return Place(folder=FOLDER, key=key)

    def store(self, draft: PlacedDraft) -> Place | None:
        """Create the draft in its parent's thread; Gmail shows it there if thread, subject and References agree."""
        try:
            return self._create(draft.raw, self._thread)
        except Refused as refusal:
            if not (refusal.means_missing and self._thread):
                raise
            return self._create(draft.raw, None)  # the thread is gone; nothing was stored

    def _create(self, raw: bytes, thread: str | None) -> Place | None:
        message = {"raw": base64.urlsafe_b64encode(on_the_wire(raw)).decode()}
        body = {"message": message | ({"threadId": thread} if thread else {})}
        answer = self._session.ask(self._session.users.drafts().create(userId="me", body=body), "putting a draft")
        key = answer.get("message", {}).get("id")
        return self.place(key) if key else None

    def _candidates(self, role: Role, *, everything: bool) -> Iterable[str]:
        """Yield the ids of messages that may lie there, each to be looked at."""
        changes = self._changes_since_floor()
        if role == "drafts" and (everything or changes is None):
            yield from self._listed_drafts()
        elif changes is None:
            yield from reading.newest(self._session, NEWEST, labelIds=[_LABELS[role]], includeSpamTrash=True)
        if self._thread and everything:
            yield from self._of_thread()
        yield from (one.key for one in changes or () if (one.labels | one.changed) & set(_LABELS.values()))

    def _listed_drafts(self) -> Iterable[str]:
        """Yield drafts' ids; where the conversation is known, only its own: others do not answer the same message."""
        for number, one in enumerate(listing.listed_drafts(self._session)):
            message = one["message"]
            if (self._thread is None or message["threadId"] == self._thread) and number < NEWEST:
                yield message["id"]

    def _of_thread(self) -> Iterable[str]:
        """Yield the conversation's messages, read in one call."""
        request = self._session.users.threads().get(
            userId="me", id=self._thread, format="metadata", metadataHeaders=reading.RECOGNISED_BY
        )
        try:
            messages = self._session.ask(request, "looking at a conversation").get("messages", ())
        except Refused as refusal:
            if not refusal.means_missing:
                raise
            messages = ()
        for one in messages:
            self._seen[one["id"]] = _glimpsed(one)
            yield one["id"]

    def _changes_since_floor(self) -> list[listing.Change] | None:
        """Return what happened since the floor, asked once; None if history does not reach back so far."""
        if not self._asked and self._floor:
            try:
                self._changes = listing.changes_since(self._session, self._floor)[0]
            except Refused as refusal:
                if not refusal.means_missing:
                    raise
        self._asked = True
        return self._changes

    def _discarded(self, draft: PlacedDraft) -> list[Sighting]:
        """Return as the draft itself what was a draft in its conversation and is gone for good.

        Gmail deletes a discarded draft at once, so its id can no longer be read; it was ours, or an autosave of the
        user's own answer, and in either case ours must not come again.
        """
        changes = self._changes or ()
        gone = [one for one in changes if one.deleted and self._thread and one.thread == self._thread]
        drafts = {one.key for one in changes if "DRAFT" in one.labels | one.changed}
        return [Sighting(key=one.key, message_id=draft.message_id) for one in gone if one.key in drafts]

    def _look(self, key: str) -> tuple[Sighting, frozenset[str]] | None:
        if key not in self._seen:
            found = reading.glimpse(self._session, key)
            self._seen[key] = _glimpsed(found[1]) if found else None
        return self._seen[key]


def _glimpsed(message: Answer) -> tuple[Sighting, frozenset[str]]:
    return reading.sighting(message), frozenset(message.get("labelIds", ()))


def _role_of(labels: frozenset[str]) -> str | None:
    """Return where a message lies; what was thrown away keeps its other labels."""
    return next((role for role in ("trash", "drafts", "sent") if _LABELS[role] in labels), None)


def is_as_put(raw: bytes, stored: bytes) -> bool:
    """Whether a stored draft is what was put: the same body, the same header but for fields Gmail adds."""
    ours, theirs = on_the_wire(raw), on_the_wire(stored)
    if ours == theirs:
        return True
    fields, more = Counter(_fields(ours)), Counter(_fields(theirs))
    added = [field.decode("latin-1").lower() for field in (more - fields)]
    same_body = ours[len(header_of(ours)) :] == theirs[len(header_of(theirs)) :]
    return same_body and not fields - more and all(field.startswith(_GMAIL_ADDS) for field in added)


def _fields(raw: bytes) -> list[bytes]:
    """Return the header's fields, each unfolded."""
    unfolded = header_of(raw).replace(b"\r\n ", b" ").replace(b"\r\n\t", b" ")
    return [line for line in unfolded.split(b"\r\n") if line]


