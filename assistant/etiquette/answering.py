"""A plan for a reply to the one who wrote, discreetly: to nobody else (etiquette rule 14)."""

from datetime import datetime, timedelta
from typing import Any

from assistant.etiquette.plan import Letter, Plan
from assistant.etiquette.situation import Situation


def answer(
    situation: Situation, letter: Letter, because: str, *, until: datetime | None = None, **details: Any
) -> Plan:
    """Plan a letter that is written at once.

    Args:
        situation: of a message that may be answered.
        letter: which.
        because: one sentence for the user.
        until: when it is no longer wanted; None: a request's usual time.
        details: what the letter needs beyond the message's facts.
    """
    assert situation.answerable.address is not None
    return Plan(
        letter=letter,
        recipients=(situation.answerable.address,),
        not_before=situation.now,
        wanted_until=until or usual_limit(situation),
        because=because,
        details=details,
    )


def usual_limit(situation: Situation) -> datetime:
    """Return when an answer to the message comes too late."""
    return situation.arrived_at + timedelta(days=situation.config.rules.answer_within_days)
