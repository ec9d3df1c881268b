"""What etiquette decides: plans and silences."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from assistant.mail.headers import Address


class Letter(StrEnum):
    """The letters this program can draft; the name is also the template's."""

    offer_reply = "offer_reply"
    availability = "availability"
    reschedule = "reschedule"
    no_show = "no_show"
    deadline_nudge = "deadline_nudge"
    referee_heads_up = "referee_heads_up"
    materials = "materials"
    reference_reminder = "reference_reminder"
    thank_you = "thank_you"
    follow_up = "follow_up"
    decline = "decline"
    withdrawal = "withdrawal"
    interested = "interested"
    not_now = "not_now"
    feedback_request = "feedback_request"
    feedback_thanks = "feedback_thanks"
    rejection_thanks = "rejection_thanks"
    linkedin_note = "linkedin_note"

    @property
    def words(self) -> str:
        """The letter's name for people."""
        return self.value.replace("_", " ").replace("linkedin", "LinkedIn")

    @property
    def urgency(self) -> int:
        """Place in the queue when the day's cap is short; 0 goes first."""
        return tuple(Letter).index(self)

    @property
    def is_reply(self) -> bool:
        """Whether it answers in its parent's thread, where at most one live reply may stand."""
        return not self.is_note and self not in (Letter.referee_heads_up, Letter.thank_you)

    @property
    def is_note(self) -> bool:
        """Whether it is addressed to the user himself."""
        return self in (Letter.reference_reminder, Letter.linkedin_note)


COMPANIONS = (Letter.referee_heads_up, Letter.reference_reminder)
"""Letters that go with a reply and have no sense without it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A letter to draft.

    Attributes:
        letter: which.
        recipients: To; () where the user must fill it in himself.
        cc: Cc.
        not_before: when the draft may appear, aware UTC.
        wanted_until: after this it is no longer wanted, aware UTC.
        because: one sentence for the user.
        details: what the letter needs beyond the message's own facts; JSON values only. `since` is the moment (ISO
            8601) from which what the user writes himself makes the letter needless; without it, the message's own.
            `wished`: the user asked for it.
    """

    letter: Letter
    recipients: tuple[Address, ...]
    cc: tuple[Address, ...] = ()
    not_before: datetime
    wanted_until: datetime
    because: str
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """A decision not to draft, with its reason as one sentence for the user."""

    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """All that is decided about one message; `decide` never leaves both empty."""

    plans: tuple[Plan, ...] = ()
    silences: tuple[Silence, ...] = ()


def silence(because: str) -> Decision:
    """Return a decision that is silence alone."""
    return Decision(silences=(Silence(because=because),))
