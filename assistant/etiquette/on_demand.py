"""Letters the user asks for by name (`assistant draft`): the same manners, but the wish is his."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from assistant.etiquette import materials, offer, rejection, scheduling
from assistant.etiquette.answering import answer
from assistant.etiquette.gate import forbidden
from assistant.etiquette.plan import Decision, Letter, Plan, Silence, silence
from assistant.etiquette.situation import Situation
from assistant.interview import Interview, Standing
from assistant.understanding.labels import Label

_WANTED = timedelta(days=14)
"""How long a letter that was asked for stays wanted."""

_LATE = timedelta(days=14)
_IN_TIME = frozenset({Letter.availability, Letter.reschedule, Letter.deadline_nudge})
"""Letters that name times: they are wanted no longer than those."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the user asks for.

    Attributes:
        situation: the message he names, and what is known around it.
        offers: deadlines of offers for other applications that the ledger holds, aware UTC.
        followed_up: how many follow-ups were written for the application.
    """

    situation: Situation
    offers: Sequence[datetime] = ()
    followed_up: int = 0


def fulfil(kind: str, wish: Wish) -> Decision:
    """Decide about a letter of a kind, a key of KINDS, or say why it cannot be written."""
    if reason := forbidden(wish.situation):
        return silence(reason)
    found = KINDS[kind](wish)
    return Decision(plans=tuple(_as_wished(plan, wish.situation.now) for plan in found.plans), silences=found.silences)


def fitting(situation: Situation) -> str | None:
    """Return the kind that fits a message marked "Draft-me"; None for what has nothing to do with a job."""
    return _FITTING.get(situation.verdict.label)


def _as_wished(plan: Plan, now: datetime) -> Plan:
    """It is wanted now and for a while, and what he wrote before he asked does not make it needless."""
    until = plan.wanted_until if plan.letter in _IN_TIME else max(plan.wanted_until, now + _WANTED)
    details = {**plan.details, "since": now.isoformat(), "wished": True}
    return replace(plan, not_before=now, wanted_until=until, details=details)


def _one(wish: Wish, letter: Letter, because: str, **details: Any) -> Decision:
    return Decision(plans=(answer(wish.situation, letter, because, **details),))


def _availability(wish: Wish) -> Decision:
    return scheduling.arrange(wish.situation)


def _reschedule(wish: Wish) -> Decision:
    """Ask for another time for the interview that is agreed."""
    agreed = _interview(wish, Standing.agreed)
    if agreed is None or agreed.starts_at is None:
        return silence("no interview that is still to come is known in this conversation")
    variant, slots = scheduling.free_times(wish.situation)
    found = _one(
        wish,
        Letter.reschedule,
        "you asked to move the interview; sooner is kinder than later",
        until=agreed.starts_at,
        variant=variant,
        slots=scheduling.told(slots),
        met_at=agreed.starts_at.isoformat(),
    )
    return (
        replace(found, plans=tuple(replace(one, recipients=()) for one in found.plans)) if variant == "gap" else found
    )


def _no_show(wish: Wish) -> Decision:
    missed = _interview(wish, Standing.happened) or _interview(wish, Standing.agreed)
    if missed is None or missed.starts_at is None or missed.starts_at > wish.situation.now:
        return silence("no interview whose time has come is known in this conversation")
    because = "nobody came; the letter takes it for a mishap"
    return _one(wish, Letter.no_show, because, met_at=missed.starts_at.isoformat())


def _thank_you(wish: Wish) -> Decision:
    """Thank the one who wrote; who else talked is thanked by himself when the interview is over."""
    situation, over = wish.situation, _interview(wish, Standing.happened)
    person = situation.addressee
    return _one(
        wish,
        Letter.thank_you,
        "you asked to thank for the interview",
        interview=over.id if over else None,
        person=person.name if person else "",
        number=0,
        talked=True,
        met_at=over.starts_at.isoformat() if over and over.starts_at else None,
        ask_news=situation.facts.answer_by is None,
    )


def _follow_up(wish: Wish) -> Decision:
    most = wish.situation.config.rules.follow_ups
    if wish.followed_up >= max(most, 1):
        return silence(f"you have asked {wish.followed_up} times already; more would press them")
    interviewed = _interview(wish, Standing.happened) is not None
    because = "you asked how things stand"
    return _one(wish, Letter.follow_up, because, nth=wish.followed_up + 1, interviewed=interviewed)


def _thanks(wish: Wish) -> Decision:
    if wish.situation.verdict.label is Label.rejection:
        return _one(wish, Letter.rejection_thanks, "you asked for a few words of thanks")
    return offer.after_feedback(wish.situation)


def _withdraw(wish: Wish) -> Decision:
    application = wish.situation.match.application
    if application and not application.stage.is_open and wish.situation.verdict.label is Label.rejection:
        return silence("they have refused already, so there is nothing to withdraw")
    return _with_hint(wish, _one(wish, Letter.withdrawal, "you asked to withdraw; short and prompt is kindest"))


def _decline(wish: Wish) -> Decision:
    if Label.offer not in (wish.situation.verdict.label, *wish.situation.verdict.also):
        return silence("it is no offer, so there is nothing to decline; `withdraw` ends an application")
    return _with_hint(wish, _one(wish, Letter.decline, "you asked to decline; the letter thanks and gives no reason"))


def _with_hint(wish: Wish, decision: Decision) -> Decision:
    """Honest feedback to an employer is welcome after the decision, not long after it."""
    hint = (
        "if you want to tell them what could have gone better, add one precise, constructive sentence that blames "
        "nobody; the anonymous way is a review on a site such as Glassdoor"
    )
    late = wish.situation.now - wish.situation.arrived_at > _LATE
    warning = "their letter is more than two weeks old, so check that the matter is still open"
    return replace(decision, silences=tuple(Silence(because=one) for one in ([warning] if late else []) + [hint]))


def _deadline_nudge(wish: Wish) -> Decision:
    """Name a real offer's deadline and nothing else of it."""
    coming = [one for one in wish.offers if one > wish.situation.now]
    if not coming:
        return silence("no other offer with a deadline still to come is known, and none is ever made up")
    because = "another offer must be answered soon; the letter says by when and not whose it is"
    return _one(wish, Letter.deadline_nudge, because, until=min(coming), deadline=min(coming).isoformat())


def _interview(wish: Wish, standing: Standing) -> Interview | None:
    now = wish.situation.now
    return next((one for one in reversed(wish.situation.interviews) if one.at(now) is standing), None)


KINDS: Mapping[str, Callable[[Wish], Decision]] = {
    "feedback": lambda wish: rejection.ask_for_advice(wish.situation),
    "linkedin": lambda wish: rejection.connect(wish.situation),
    "materials": lambda wish: materials.after_request(wish.situation),
    "availability": _availability,
    "reschedule": _reschedule,
    "no-show": _no_show,
    "thank-you": _thank_you,
    "follow-up": _follow_up,
    "offer": lambda wish: offer.after_offer(wish.situation),
    "thanks": _thanks,
    "interested": lambda wish: _one(wish, Letter.interested, "you are interested; the letter asks what is not said"),
    "not-now": lambda wish: _one(wish, Letter.not_now, "you are not interested now; the letter keeps the door open"),
    "withdraw": _withdraw,
    "decline": _decline,
    "deadline-nudge": _deadline_nudge,
}
"""The letters that can be asked for, by the name the user gives."""

_FITTING: Mapping[Label, str] = {
    Label.rejection: "feedback",
    Label.scheduling: "availability",
    Label.materials: "materials",
    Label.offer: "offer",
    Label.confirmation: "follow-up",
    Label.outreach: "interested",
    Label.update: "follow-up",
}
