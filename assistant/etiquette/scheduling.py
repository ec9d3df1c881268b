"""Interview invitations: answered at once, never with an invented time (etiquette rule 7)."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from assistant.agenda import Span
from assistant.etiquette import materials
from assistant.etiquette.answering import usual_limit
from assistant.etiquette.plan import Decision, Letter, Plan, Silence
from assistant.etiquette.situation import Situation
from assistant.understanding.facts import Item, Moment
from assistant.understanding.labels import Label

_NOTICE = timedelta(hours=2)
"""A reply that reaches them later than this before the first slot is of no use."""

_FIRST_RUN_AGE = timedelta(days=2)
_A_DAY = timedelta(days=1)

_BECAUSE = {
    "accept": "your calendar is free at a time they propose",
    "offer": "they need a time, and your calendar has free ones",
    "choose": "they propose times; without a calendar all are listed, delete those that do not suit",
    "cancelled": "they cancel an appointment, which is acknowledged",
    "gap": "they need a time, and no calendar tells a free one, so one gap is left to fill and To is empty",
}


def after_invitation(situation: Situation) -> Decision:
    """Decide about a message that is sure to be about a time to talk and may be answered."""
    if reason := _needs_no_letter(situation):
        return _without_times(situation, reason)
    return arrange(situation)


def arrange(situation: Situation) -> Decision:
    """Answer a message about a time to talk, unless it comes too late for that."""
    variant, slots = _answer(situation)
    if reason := _comes_too_late(situation, variant, slots):
        return _without_times(situation, reason)
    package = materials.package_of(situation) if _asks_for_more(situation) else None
    return Decision(
        plans=(
            _plan(situation, variant, slots, package),
            *(materials.companions(situation, package) if package else ()),
        ),
        silences=materials.left_to_you(situation) if _asks_for_more(situation) else (),
    )


def _plan(situation: Situation, variant: str, slots: tuple[Moment, ...], package: Mapping[str, Any] | None) -> Plan:
    assert situation.answerable.address is not None
    quiet = variant == "gap" or materials.is_discreet(package)
    return Plan(
        letter=Letter.availability,
        recipients=() if variant == "gap" else (situation.answerable.address,),
        cc=() if quiet else situation.same_organisation_cc(),
        not_before=situation.now,
        wanted_until=_wanted_until(situation, slots),
        because=_BECAUSE[variant],
        details={
            "variant": variant,
            "opening": _opening(situation),
            "declined": len(_coming(situation)) if variant == "offer" else 0,
            "slots": told(slots),
            "zone_unknown": variant in ("accept", "choose") and any(slot.zone is None for slot in slots),
            "materials": package,
        },
    )


def _asks_for_more(situation: Situation) -> bool:
    return Label.materials in situation.verdict.intents


def _without_times(situation: Situation, reason: str) -> Decision:
    """The time needs no letter; what else the message asks for may."""
    silences = (Silence(because=reason),)
    if not _asks_for_more(situation):
        return Decision(silences=silences)
    rest = materials.after_request(situation)
    return Decision(plans=rest.plans, silences=(*silences, *rest.silences))


def _needs_no_letter(situation: Situation) -> str | None:
    facts = situation.facts
    age = situation.now - situation.arrived_at
    limit = timedelta(days=situation.config.rules.answer_within_days)
    if age > limit:
        return "it is too old to be answered now"
    if situation.first_run and age > _FIRST_RUN_AGE:
        return (
            "it lay there for more than two days before the first run, so you may have answered it another way; "
            "if not, ask for the draft (`assistant draft availability`)"
        )
    if facts.booking_links and not facts.proposed:
        return f"you pick a time on their page, which needs no letter: {facts.booking_links[0]}"
    if Item.availability in facts.asked:
        return None
    if situation.message.invitation is not None:
        return "it is a calendar invitation; answer it with your calendar's own button" + _double_booked(situation)
    if _is_agreed(situation):
        return "the time it confirms is known already"
    return _already_set(situation) if facts.fixed and facts.proposed else None


def _is_agreed(situation: Situation) -> bool:
    """Whether the times it names are those of interviews that are agreed, however it words that."""
    starts = {one.starts_at for one in situation.interviews if one.starts_at}
    times = {moment.at for moment in situation.facts.proposed if not moment.all_day}
    return bool(times) and times <= starts


def _double_booked(situation: Situation) -> str:
    """Return a warning if another interview is agreed for the time that is set, else ""."""
    times = [moment for moment in situation.facts.proposed if not moment.all_day]
    taken = len(_without_clash(situation, tuple(times))) < len(times)
    return ". You have agreed to another interview at that time, so ask one of them for another time" if taken else ""


def _already_set(situation: Situation) -> str | None:
    """Return why a time that they have set, not proposed, needs no answer: it was agreed before, or looks like it."""
    times = situation.facts.proposed
    if situation.facts.moved:
        return None
    if situation.message.references:
        return "it confirms a time in a running conversation, which needs no answer"
    if situation.agenda.known and not situation.agenda.is_free(_span(situation, times[0])):
        return (
            f"it sets a time at which your calendar is taken ({times[0].words}). If that entry is this appointment, "
            "all is well; if not, ask them for another time"
        )
    return None


def _answer(situation: Situation) -> tuple[str, tuple[Moment, ...]]:
    """Choose among accepting, offering, listing theirs, leaving a gap and none of it, with the times to name."""
    named, coming = any(not moment.all_day for moment in situation.facts.proposed), _coming(situation)
    if named and not coming and Item.availability not in situation.facts.asked:
        return "passed", ()
    if situation.facts.cancelled and not coming and Item.availability not in situation.facts.asked:
        return "cancelled", ()
    if not situation.agenda.known and (open_times := _without_clash(situation, coming)):
        return "choose", open_times
    free = [moment for moment in coming if situation.agenda.is_free(_span(situation, moment))]
    if free:
        return "accept", (free[0],)
    return free_times(situation)


def free_times(situation: Situation) -> tuple[str, tuple[Moment, ...]]:
    """Return "offer" with free slots, or "gap" with none."""
    offered = tuple(_moment(slot, situation.config.me.zone) for slot in _free_slots(situation))
    return ("offer", offered) if offered else ("gap", ())


def _coming(situation: Situation) -> tuple[Moment, ...]:
    """Return the times they propose that there is still time to agree to."""
    earliest = situation.now + _NOTICE
    return tuple(moment for moment in situation.facts.proposed if not moment.all_day and moment.at > earliest)


def _without_clash(situation: Situation, times: tuple[Moment, ...]) -> tuple[Moment, ...]:
    """Leave out times at which another interview is agreed; that much is known without a calendar."""
    return tuple(moment for moment in times if not situation.agenda.clashes(_span(situation, moment)))


def _free_slots(situation: Situation) -> tuple[Span, ...]:
    """Return free slots in the spans and on the days they name; on any if they name none, or none of theirs has any."""
    facts, agenda, now = situation.facts, situation.agenda, situation.now
    named = [*facts.windows, *(moment for moment in facts.proposed if moment.all_day)]
    within = [Span(start=one.at, end=one.until or one.at + _A_DAY) for one in named]
    theirs = agenda.free_slots(now, within=within, length=facts.duration) if within else ()
    return theirs or agenda.free_slots(now, length=facts.duration)


def _opening(situation: Situation) -> str:
    """Return what the letter thanks for: "change", "confirmation" or "invitation"."""
    facts = situation.facts
    if facts.moved or facts.cancelled:
        return "change"
    return "confirmation" if facts.fixed else "invitation"


def _comes_too_late(situation: Situation, variant: str, slots: tuple[Moment, ...]) -> str | None:
    if variant == "passed":
        return "the times it names have passed"
    late = _wanted_until(situation, slots) <= situation.now
    return "there is no time left to answer before the first slot" if late else None


def _wanted_until(situation: Situation, slots: tuple[Moment, ...]) -> datetime:
    return min([usual_limit(situation), *(slot.at - _NOTICE for slot in slots)])


def _span(situation: Situation, moment: Moment) -> Span:
    length = situation.facts.duration or timedelta(minutes=situation.config.rules.slot_minutes)
    return Span(start=moment.at, end=moment.until or moment.at + length)


def _moment(slot: Span, zone: str) -> Moment:
    return Moment(at=slot.start, until=slot.end, zone=zone, words="")


def told(slots: Sequence[Moment]) -> list[Mapping[str, Any]]:
    """Return times as a plan's details hold them."""
    return [
        {
            "start": moment.at.isoformat(),
            "end": moment.until.isoformat() if moment.until else None,
            "zone": moment.zone,
            "words": moment.words,
        }
        for moment in slots
    ]
