"""Interview invitations: answered at once, never with an invented time (etiquette rule 7)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from assistant.agenda import Span
from assistant.etiquette import materials
from assistant.etiquette.plan import Decision, Letter, Plan, Silence, silence
from assistant.etiquette.situation import Situation
from assistant.understanding.facts import Moment
from assistant.understanding.labels import Label

_NOTICE = timedelta(hours=2)
"""A reply that reaches them later than this before the first slot is of no use."""

_FIRST_RUN_AGE = timedelta(days=2)


def after_invitation(situation: Situation) -> Decision:
    """Decide about a message that is sure to be about a time to talk and may be answered."""
    if reason := _needs_no_letter(situation):
        return _with_materials_alone(situation, reason)
    variant, slots = _answer(situation)
    if variant == "passed":
        return silence("the times it names have passed")
    package = materials.package_of(situation) if Label.materials in situation.verdict.intents else None
    assert situation.answerable.address is not None
    plan = Plan(
        letter=Letter.availability,
        recipients=() if variant == "gap" else (situation.answerable.address,),
        cc=() if variant == "gap" else situation.same_organisation_cc(),
        not_before=situation.now,
        wanted_until=_wanted_until(situation, slots),
        because=_BECAUSE[variant],
        details={
            "variant": variant,
            "slots": [_slot(slot) for slot in slots],
            "zone_unknown": variant in ("accept", "choose") and any(slot.zone is None for slot in slots),
            "materials": package,
        },
    )
    if plan.wanted_until <= situation.now:
        return silence("there is no time left to answer before the first slot")
    return Decision(plans=(plan, *(materials.companions(situation, package) if package else ())))


_BECAUSE = {
    "accept": "your calendar is free at a time they propose",
    "offer": "they need a time, and your calendar has free ones",
    "choose": "they propose times; without a calendar all are listed, delete those that do not suit",
    "gap": "they need a time and no calendar is configured, so one gap is left to fill and To is empty",
}


def _needs_no_letter(situation: Situation) -> str | None:
    facts, invitation = situation.facts, situation.message.invitation
    age = situation.now - situation.arrived_at
    if Letter.availability in situation.letters:
        return "a reply about times was already drafted in this conversation"
    if age > timedelta(days=situation.config.rules.answer_within_days) or (situation.first_run and age > _FIRST_RUN_AGE):
        return "it is too old to be answered now"
    if facts.cancelled and not facts.proposed:
        return "they cancel an appointment and ask for nothing"
    if invitation is not None and invitation.method in ("REQUEST", "CANCEL"):
        return "it is a calendar invitation; answer it with your calendar's own button"
    if facts.booking_links and not facts.proposed:
        return f"you pick a time on their page, which needs no letter: {facts.booking_links[0]}"
    return None


def _with_materials_alone(situation: Situation, reason: str) -> Decision:
    """The time needs no letter; what else the message asks for may."""
    if Label.materials not in situation.verdict.intents:
        return silence(reason)
    rest = materials.after_request(situation)
    return Decision(plans=rest.plans, silences=(Silence(because=reason), *rest.silences))


def _answer(situation: Situation) -> tuple[str, tuple[Moment, ...]]:
    """Choose among accepting, offering, listing theirs and leaving a gap; with the times to name."""
    named = tuple(moment for moment in situation.facts.proposed if not moment.all_day)
    coming = tuple(moment for moment in named if moment.at > situation.now + _NOTICE)
    if named and not coming:
        return "passed", ()
    if coming and not situation.agenda.known:
        return "choose", coming
    free = [moment for moment in coming if situation.agenda.is_free(_span(situation, moment))]
    if free:
        return "accept", (free[0],)
    offered = tuple(_moment(slot, situation.config.me.zone) for slot in situation.agenda.free_slots(situation.now))
    return ("offer", offered) if offered else ("gap", ())


def _span(situation: Situation, moment: Moment) -> Span:
    length = timedelta(minutes=situation.config.rules.slot_minutes)
    return Span(start=moment.at, end=moment.until or moment.at + length)


def _moment(slot: Span, zone: str) -> Moment:
    return Moment(at=slot.start, until=slot.end, zone=zone, words="")


def _slot(moment: Moment) -> Mapping[str, Any]:
    return {
        "start": moment.at.isoformat(),
        "end": moment.until.isoformat() if moment.until else None,
        "zone": moment.zone,
        "words": moment.words,
    }


def _wanted_until(situation: Situation, slots: tuple[Moment, ...]) -> datetime:
    limit = situation.arrived_at + timedelta(days=situation.config.rules.answer_within_days)
    return min([limit, *(slot.at - _NOTICE for slot in slots)])
