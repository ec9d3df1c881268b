"""What makes a draft lie there once, and what became of it: the rules every mailbox shares.

The rules look at what came to Drafts, Sent and Trash since the draft's floor; the mailbox does the looking.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Literal, Protocol

from assistant.mail.message import Place
from assistant.mailbox import DraftState, PlacedDraft
from assistant.mailbox.sightings import Sighting, header_of, sight

Role = Literal["drafts", "sent", "trash"]


class Shelf(Protocol):
    """The folders of one mailbox a draft may be in."""

    def since(self, role: Role, draft: PlacedDraft, *, deleted: bool = True) -> list[Sighting] | None:
        """Look through a folder afresh, from the draft's floor on, oldest first; None if there is no such folder.

        `deleted` tells whether to count what is marked as deleted but still lies there.
        """
        ...

    def holds(self, key: str, raw: bytes) -> bool:
        """Whether Drafts, looked through just before, holds exactly these bytes under a key."""
        ...

    def place(self, key: str) -> Place:
        """Return the place of something Drafts, looked through just before, holds."""
        ...

    def store(self, draft: PlacedDraft) -> Place | None:
        """Put the draft into Drafts and return where it lies, None if not told."""
        ...


def put(shelf: Shelf, draft: PlacedDraft, ours: Collection[str] = ()) -> Place | None:
    """Put a draft unless it, or an edited form of it, lies there already, was sent, or was thrown away.

    One that answers nothing is known by its id alone: two notes of the user to himself may be alike in all but their
    words, and one of them must not be taken for the other. `ours` are ids of drafts that were left lying.
    """
    everything = replace(draft, floor="")  # the user's own answer may have lain there before ours was thought of
    lying = shelf.since("drafts", everything if _as_put(draft).in_reply_to else draft) or []
    same = [seen for seen in lying if seen.message_id == draft.message_id]
    if same:
        return shelf.place(same[0].key)
    mine = _as_put(draft)
    sent = shelf.since("sent", draft) or []
    if any(seen.message_id == draft.message_id for seen in sent):
        return None
    theirs = [seen for seen in lying if seen.message_id not in ours]
    if mine.in_reply_to and any(is_form_of(mine, seen) for seen in theirs):
        return None
    if mine.in_reply_to and draft.floor and _was_sent(mine, sent):  # without one, it may be an earlier answer
        return None
    if any(seen.message_id == draft.message_id for seen in shelf.since("trash", draft) or []):
        return None
    return shelf.store(draft)


def state_of(shelf: Shelf, draft: PlacedDraft, drafts: Sequence[PlacedDraft]) -> DraftState:
    """Tell what became of a draft; `drafts` are all that are asked about, so that none is taken for another."""
    lying = _without_others(shelf.since("drafts", draft, deleted=False), draft, drafts)
    if any(seen.message_id == draft.message_id and shelf.holds(seen.key, draft.raw) for seen in lying or ()):
        return DraftState.untouched
    mine = _as_put(draft)
    if any(is_form_of(mine, seen) for seen in lying or ()):
        return DraftState.edited
    sent = _without_others(shelf.since("sent", draft), draft, drafts)
    if lying is None or sent is None:
        return DraftState.unknown
    if _was_sent(mine, sent):
        return DraftState.sent
    if not mine.in_reply_to and any(seen.to & mine.to for seen in (*lying, *sent)):
        return DraftState.unknown  # it may have been edited under another subject
    return DraftState.gone


def is_form_of(draft: Sighting, seen: Sighting) -> bool:
    """Whether something seen is the draft or an edited form of it.

    Clients keep In-Reply-To, but Thunderbird gives a new Message-ID at every save (153 ESR, seen 2026-11-22). A draft
    that answers nothing is known by recipients and subject.
    """
    if seen.message_id == draft.message_id:
        return True
    if draft.in_reply_to:
        return seen.in_reply_to == draft.in_reply_to
    return bool(draft.to) and seen.to == draft.to and seen.subject == draft.subject


def _was_sent(mine: Sighting, sent: Sequence[Sighting]) -> bool:
    """Whether Sent holds the draft, or an edited form that went to one of its recipients."""
    return any(s.message_id == mine.message_id or (is_form_of(mine, s) and s.to & mine.to) for s in sent)


def _as_put(draft: PlacedDraft) -> Sighting:
    return sight("", header_of(draft.raw))


def _without_others(
    seen: list[Sighting] | None, draft: PlacedDraft, drafts: Sequence[PlacedDraft]
) -> list[Sighting] | None:
    """Leave out what is known to be another of this program's drafts."""
    others = {other.message_id for other in drafts} - {draft.message_id}
    return None if seen is None else [sighting for sighting in seen if sighting.message_id not in others]
