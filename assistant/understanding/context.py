"""What a conversation adds to a verdict: an answer too short to be sure of by itself is clear where it stands."""

from dataclasses import replace

from assistant.understanding.facts import Facts
from assistant.understanding.labels import Label, Verdict

_LIKELY = 0.5


def in_context(verdict: Verdict, facts: Facts, *, invited: bool) -> Verdict:
    """Return the verdict on a message that belongs to a known application.

    "Tuesday at 4 is set" or "we have to cancel" says little alone. Where talking is the likeliest meaning anyway, and
    a time, a cancellation or a calendar event bears it out, it is sure.

    Args:
        verdict: on the message alone.
        facts: what it says.
        invited: it carries a calendar event.
    """
    if verdict.sure or verdict.label is not Label.scheduling or verdict.probability < _LIKELY:
        return verdict
    timed = any(not moment.all_day for moment in facts.proposed)
    return replace(verdict, sure=True) if timed or facts.cancelled or invited else verdict
