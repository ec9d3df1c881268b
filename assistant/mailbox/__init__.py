"""The contract every mailbox keeps, whatever it is made of.

Every sentence of the docstrings below has a test of that name in tests/mailbox/contract.py; every backend inherits
them all.
Any call may raise MailboxUnreachable; what it left undone may be asked for again.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from assistant.mail.message import Arrival, Place


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What changed since a cursor.

    Attributes:
        arrivals: where new mail lies in the watched folders, oldest first; may repeat some that were listed before.
        sent: where new mail lies that the user sent, oldest first; may repeat.
        junk: where new mail lies that a filter took for junk, oldest first; may repeat.
        drafts_changed: the Drafts folder may differ from when the cursor was made.
        tags_changed: keywords in the watched folders may differ.
        cursor: what to pass next time, opaque text; to be stored in one step with the places above.
    """

    arrivals: tuple[Place, ...] = ()
    sent: tuple[Place, ...] = ()
    junk: tuple[Place, ...] = ()
    drafts_changed: bool = False
    tags_changed: bool = False
    cursor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedDraft:
    """A draft, or a digest, this program put, as remembered.

    Attributes:
        message_id: the id it was given.
        raw: the bytes that were put.
        floor: what drafts_floor, or digest_floor, returned before it was first put.
        place: where it was put, None if that never became known.
    """

    message_id: str
    raw: bytes
    floor: str
    place: Place | None = None


class DraftState(StrEnum):
    """What became of a placed draft."""

    untouched = "untouched"  # lies there byte-identical
    edited = "edited"  # the user changed it
    sent = "sent"  # it, or an edited form of it, is in Sent
    gone = "gone"  # neither in Drafts nor in Sent
    unknown = "unknown"  # cannot be told; never recreated, never assumed sent


class Mailbox(Protocol):
    """One account's mail, read without changing it, with drafts put exactly once."""

    def news(self, cursor: str | None, since: datetime, *, sweep: bool = False) -> News:
        """Return what arrived after the cursor.

        Without a cursor, what the mailbox received at or after `since`.
        Nothing is marked as read.
        A sweep lists again everything received at or after `since`, so that what was skipped is found.
        A cursor from before the mailbox was rebuilt raises MailboxReset.
        Mail that carries the \\Draft flag or lies in Drafts is never an arrival.
        Mail in Junk is told apart from arrivals, and not at all where Junk is not looked at.
        A watched folder that does not exist raises ConfigError, which names those that do.
        """
        ...

    def read(self, places: Sequence[Place]) -> Iterator[tuple[Place, Arrival | None]]:
        """Yield each place with its message, in any order; None where it is gone.

        Nothing is marked as read.
        A message that is there but is not handed over comes with empty bytes.
        All header fields and the text and calendar parts are there; attachments may be left out.
        A text part is read up to 1 MiB.
        """
        ...

    def find(self, message_id: str) -> Place | None:
        """Return where the message with this Message-ID lies: None if nowhere.

        Watched folders come first, then the archive, then any other; what lies in Trash is not found.

        An id that differs in anything is not found.
        """
        ...

    def drafts_floor(self) -> str:
        """Return a mark, opaque text, below which no draft put from now on will lie."""
        ...

    def put_draft(self, message_id: str, raw: bytes, floor: str, *, ours: Collection[str] = ()) -> Place | None:
        """Put a draft into the Drafts folder, flagged as draft and read, and return where it lies (None if not told).

        A draft put twice lies there once.
        A draft that the user has sent or thrown away since the floor is not put again.
        Another draft of ours that was left lying, whose id `ours` holds, is not taken for an edited form of it.
        A full mailbox raises MailboxFull and stores nothing.
        Without a Drafts folder NoDraftsFolder is raised, and none is created.
        """
        ...

    def draft_states(self, drafts: Sequence[PlacedDraft]) -> Mapping[str, DraftState]:
        """Return what became of each draft, by its message_id.

        An edited draft is recognised even when the client gave it a new Message-ID.
        """
        ...

    def withdraw(self, draft: PlacedDraft) -> bool:
        """Remove our own draft if it lies untouched in Drafts; return whether it is gone.

        A draft that differs in one byte from what was put is left alone.
        """
        ...

    def tag(self, places: Sequence[Place], keyword: str, *, remove: Sequence[str] = ()) -> frozenset[Place]:
        """Add one keyword to messages and remove others; return the messages of which the mailbox keeps that.

        Without a keyword ("") the others are only removed.
        No other flag of any message changes.
        """
        ...

    def tags(self, places: Sequence[Place]) -> Mapping[Place, frozenset[str]]:
        """Return the keywords of each message that is still there."""
        ...

    def digest_floor(self) -> str:
        """Return a mark, opaque text, below which no digest put from now on will lie.

        Where no digest is wanted or allowed NoPlaceForDigest is raised.
        """
        ...

    def put_digest(self, message_id: str, raw: bytes, floor: str) -> Place | None:
        """Put a digest into INBOX, unread, and return where it lies (None if not told).

        A digest put twice lies there once.
        A digest that the user has thrown away since the floor is not put again.
        A full mailbox raises MailboxFull and stores no digest.
        Where no digest is wanted or allowed NoPlaceForDigest is raised.
        What is not from the user to himself alone, made by a machine, raises ValueError.
        """
        ...

    def remove_digest(self, digest: PlacedDraft) -> bool:
        """Remove our own digest if it lies untouched in INBOX; return whether it is gone from there.

        A digest that differs in one byte from what was put is left alone.
        A digest that the user flagged or answered is left alone.
        """
        ...

    def close(self) -> None:
        """Let go of connections."""
        ...
