"""Gmail's Drafts, Sent and Trash as one look at one draft sees them."""

import base64
from collections.abc import Iterator
from dataclasses import replace

from assistant.mail.message import Place
from assistant.mailbox import PlacedDraft
from assistant.mailbox.gmail import listing, reading
from assistant.mailbox.gmail.border import Refused
from assistant.mailbox.gmail.sameness import is_as_put, says_the_same
from assistant.mailbox.gmail.session import Answer, Session
from assistant.mailbox.placing import Role, is_form_of
from assistant.mailbox.sightings import Sighting, header_of, on_the_wire, sight

FOLDER = "DRAFT"
NEWEST = 100
"""How many drafts, or sent messages, are looked through where history does not reach back to the floor."""

_GMAILS_OWN = "@mail.gmail.com>"
"""How the Message-IDs end that Gmail makes."""

_LABELS = {"drafts": "DRAFT", "sent": "SENT", "trash": "TRASH"}


class GmailShelf:
    """Drafts, Sent and Trash as they are now; a Shelf for one look at one draft."""

    def __init__(
        self,
        session: Session,
        *,
        floor: str,
        thread: str | None = None,
        placed: str | None = None,
        others: frozenset[str] = frozenset(),
    ) -> None:
        """Look from a floor on.

        Args:
            session: the conversation with Gmail.
            floor: the history id below which the draft cannot be; "" for none.
            thread: the conversation the draft belongs to, None if unknown.
            placed: the id the draft's message was given, None if that never became known.
            others: ids of this program's other drafts.
        """
        self._session, self._floor, self._thread, self._others = session, floor, thread, others
        self._ours = {placed}
        self._seen: dict[str, tuple[Sighting, frozenset[str]] | None] = {}
        self._changes: list[listing.Change] | None = None
        self._asked = False
        self._conversation: list[str] | None = None

    def since(self, role: Role, draft: PlacedDraft, *, deleted: bool = True) -> list[Sighting]:
        """See Shelf; Gmail has no mark for what is about to be deleted."""
        keys = dict.fromkeys(self._candidates(role, everything=not draft.floor))
        looks = (self._look(key) for key in keys if key not in self._others)
        found = [seen for seen, labels in filter(None, looks) if _role_of(labels) == role]
        if role == "drafts":
            found = [self._known_again(seen, draft) for seen in found]
        return found + (self._discarded(draft) if role == "trash" else [])

    def copies(self, draft: PlacedDraft) -> list[str]:
        """Return the ids of the messages in Drafts that carry the draft's Message-ID."""
        return [seen.key for seen in self.since("drafts", draft) if seen.message_id == draft.message_id]

    def holds(self, key: str, raw: bytes) -> bool:
        """See Shelf: what was put, as far as Gmail leaves it so.

        A message never changes, so the one that Gmail made of our bytes need only say the same; any other must be the
        same but for fields Gmail adds.
        """
        message = reading.fetch(self._session, key, format="raw")
        if message is None or _role_of(frozenset(message.get("labelIds", ()))) != "drafts":
            return False
        stored = reading.raw_of(message)
        return is_as_put(raw, stored) or (key in self._ours and says_the_same(raw, stored))

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

    def _candidates(self, role: Role, *, everything: bool) -> Iterator[str]:
        """Yield the ids of messages that may lie there, each to be looked at."""
        changes = self._changes_since_floor()
        blind = everything or changes is None
        if blind and self._thread:
            yield from self._of_thread()
        if blind and role == "drafts":
            yield from self._listed_drafts()
        elif changes is None and not self._thread:
            yield from reading.newest(self._session, NEWEST, labelIds=[_LABELS[role]], includeSpamTrash=True)
        yield from (one.key for one in changes or () if (one.labels | one.changed) & set(_LABELS.values()))

    def _listed_drafts(self) -> Iterator[str]:
        """Yield drafts' ids; where the conversation is known, only its own: others do not answer the same message."""
        for number, one in enumerate(listing.listed_drafts(self._session)):
            if self._thread is None and number == NEWEST:
                return
            if self._thread in (None, one["message"]["threadId"]):
                yield one["message"]["id"]

    def _of_thread(self) -> list[str]:
        """Return the ids of the conversation's messages, read in one call; a reply lies there, drafted or sent."""
        if self._conversation is None:
            request = self._session.users.threads().get(
                userId="me", id=self._thread, format="metadata", metadataHeaders=reading.RECOGNISED_BY
            )
            try:
                messages = self._session.ask(request, "looking at a conversation").get("messages", [])
            except Refused as refusal:
                if not refusal.means_missing:
                    raise
                messages = []
            self._seen |= {one["id"]: _glimpsed(one) for one in messages}
            self._conversation = [one["id"] for one in messages]
        return self._conversation

    def _changes_since_floor(self) -> list[listing.Change] | None:
        """Return what happened since the floor, asked once; None if history does not reach back so far."""
        if not self._asked and self._floor.isdigit():  # a floor of another kind of mailbox tells nothing here
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

    def _known_again(self, seen: Sighting, draft: PlacedDraft) -> Sighting:
        """Give a draft its Message-ID back if Gmail replaced it: whether it does is written nowhere."""
        if not seen.message_id.endswith(_GMAILS_OWN) or not is_form_of(sight("", header_of(draft.raw)), seen):
            return seen
        message = reading.fetch(self._session, seen.key, format="raw")
        if message is None or not says_the_same(draft.raw, reading.raw_of(message)):
            return seen
        self._ours.add(seen.key)
        return replace(seen, message_id=draft.message_id)

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
