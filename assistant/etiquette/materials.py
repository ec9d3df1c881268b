"""Asked for references or documents: answered at once, promised by date, never invented (etiquette rules 6 and 10)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from assistant.config import Materials, Referee
from assistant.etiquette.answering import usual_limit
from assistant.etiquette.plan import Decision, Letter, Plan, Silence, silence
from assistant.etiquette.situation import Situation
from assistant.mail.headers import Address
from assistant.understanding.facts import SENSITIVE, TASKS, Item

_USUAL_REFERENCES = 3

_SETTING = {
    Item.portfolio: "portfolio",
    Item.work_samples: "work_samples",
    Item.transcript: "transcript",
    Item.certificates: "certificates",
    Item.cv: "cv",
    Item.cover_letter: "cover_letter",
    Item.work_permit: "work_permit",
    Item.start_date: "start_date",
}


def after_request(situation: Situation) -> Decision:
    """Decide about a message that is sure to ask for materials and may be answered."""
    if not situation.facts.asked:
        return silence("it asks for something, but it is unclear for what")
    package, notes = package_of(situation), left_to_you(situation)
    if package is None:
        return Decision(silences=notes)
    plan = _plan(situation, package)
    if plan.wanted_until <= situation.now:
        return Decision(silences=(*notes, Silence(because="it is too old to be answered now")))
    return Decision(plans=(plan, *companions(situation, package)), silences=notes)


def _plan(situation: Situation, package: Mapping[str, Any]) -> Plan:
    assert situation.answerable.address is not None
    return Plan(
        letter=Letter.materials,
        recipients=(situation.answerable.address,),
        cc=() if is_discreet(package) else situation.same_organisation_cc(),
        not_before=situation.now,
        wanted_until=max([usual_limit(situation), *(moment.at for moment in situation.facts.deadlines)]),
        because="they ask for " + enumerated([str(item) for item in situation.facts.asked]),
        details={"materials": package},
    )


def package_of(situation: Situation) -> Mapping[str, Any] | None:
    """Sort what is asked for into what the letter does about it; None if no letter can do anything.

    Keys: `given` (items that the settings provide), `promised` (items for the next working morning), `references`
    ("none", "named", "later" or "promised"), `referees`, `salary` (ask for their range). Sensitive items, tasks and
    times to talk are never in it.
    """
    asked, settings = situation.facts.asked, situation.config.materials
    plain = [item for item in asked if item in _SETTING]
    references = _references(situation) if Item.references in asked else "none"
    package = {
        "given": [item.value for item in plain if provided(settings, item)],
        "promised": [item.value for item in plain if not provided(settings, item)]
        + ([Item.references.value] if references == "promised" else []),
        "references": references,
        "referees": [_referee(one) for one in _named(situation)] if references == "named" else [],
        "salary": Item.salary in asked,
    }
    return package if package["given"] or package["promised"] or references != "none" or package["salary"] else None


def provided(settings: Materials, item: Item) -> str:
    """Return what the settings hand out for an item: the path of a file, a web address or words; "" for nothing."""
    return str(getattr(settings, _SETTING[item]))


def is_discreet(package: Mapping[str, Any] | None) -> bool:
    """Whether a letter names references or salary and so goes to the sender only (rule 14)."""
    return package is not None and (package["references"] != "none" or bool(package["salary"]))


def companions(situation: Situation, package: Mapping[str, Any]) -> tuple[Plan, ...]:
    """Plan what goes with the reply: a heads-up to each referee named, a reminder of what was promised."""
    until = usual_limit(situation)
    plans = [_heads_up(situation, one, until) for one in package["referees"]]
    if package["promised"]:
        plans.append(_reminder(situation, package["promised"], until))
    return tuple(plans)


def _heads_up(situation: Situation, referee: Mapping[str, str], until: datetime) -> Plan:
    return Plan(
        letter=Letter.referee_heads_up,
        recipients=(Address(name=referee["name"], address=referee["address"]),),
        not_before=situation.now,
        wanted_until=until,
        because=f"{referee['name']} should know before anybody calls",
        details={"referee": referee},
    )


def _reminder(situation: Situation, promised: list[str], until: datetime) -> Plan:
    due = situation.agenda.next_working_morning(situation.now)
    return Plan(
        letter=Letter.reference_reminder,
        recipients=(Address(name=situation.config.me.name, address=situation.config.me.addresses[0]),),
        not_before=situation.now,
        wanted_until=max(until, due + timedelta(days=1)),
        because=f"the reply promises {enumerated(promised)} for the next working morning",
        details={"promised": promised},
    )


def _references(situation: Situation) -> str:
    """Names only after a talk, only of those who agreed; without any, a promise."""
    if situation.conversation is None and not situation.config.materials.references_before_interview:
        return "later"
    return "named" if _consented(situation) else "promised"


def _consented(situation: Situation) -> list[Referee]:
    today = situation.now.astimezone(situation.config.zone).date()
    return [
        one
        for one in situation.config.referees
        if one.consented and (one.until is None or one.until >= today) and _fits(one, situation)
    ]


def _named(situation: Situation) -> list[Referee]:
    """Return as many as they ask for, three where they name no number: employers usually want three."""
    return _consented(situation)[: situation.facts.references_wanted or _USUAL_REFERENCES]


def _fits(one: Referee, situation: Situation) -> bool:
    """Whether the referee agreed to be named for this kind of job; where the job's title is unknown, for no kind."""
    application = situation.match.application
    role = (application and application.role) or situation.facts.role or ""
    return not one.roles or any(word.casefold() in role.casefold() for word in one.roles)


def _referee(one: Referee) -> dict[str, str]:
    return {"name": one.name, "relation": one.relation, "address": one.address, "phone": one.phone}


def left_to_you(situation: Situation) -> tuple[Silence, ...]:
    """Say what no letter does: private things, tasks, and a deadline that comes before the promise."""
    facts = situation.facts
    private = [str(item) for item in facts.asked if item in SENSITIVE]
    tasks = [str(item) for item in facts.asked if item in TASKS]
    due = f", due {facts.deadlines[0].words}" if facts.deadlines else ""
    notes = []
    if private:
        notes.append(f"they ask for your {enumerated(private)}; such things are never filled in for you")
    if tasks:
        notes.append(f"there is something to do yourself ({enumerated(tasks)}{due}), and no letter promises it")
    if package := package_of(situation):
        notes += _gaps(situation, package, due)
    return tuple(Silence(because=note) for note in notes)


def _gaps(situation: Situation, package: Mapping[str, Any], due: str) -> Iterator[str]:
    """Say where the letter falls short of what they want."""
    facts = situation.facts
    missing = (facts.references_wanted or 0) - len(package["referees"])
    if package["referees"] and missing > 0:
        yield f"they ask for {facts.references_wanted} references, {missing} more than the settings can name"
    promise = situation.agenda.next_working_morning(situation.now)
    if package["promised"] and any(situation.now < one.at < promise for one in facts.deadlines):
        yield f"what is missing is wanted before the letter promises it{due}; better send it at once"


def enumerated(words: Sequence[str]) -> str:
    """Return "a, b and c"."""
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)
