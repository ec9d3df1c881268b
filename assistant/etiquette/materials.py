"""Asked for references or documents: answered at once, promised by date, never invented (etiquette rules 6 and 10)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from assistant.config import Referee
from assistant.etiquette.plan import Decision, Letter, Plan, Silence, silence
from assistant.etiquette.situation import Situation
from assistant.mail.headers import Address
from assistant.understanding.facts import SENSITIVE, TASKS, Item

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
    if Letter.materials in situation.letters:
        return silence("a reply with materials was already drafted in this conversation")
    if not situation.facts.asked:
        return silence("it asks for something, but it is unclear for what")
    package = package_of(situation)
    notes = tuple(Silence(because=note) for note in _listed(situation))
    if package is None:
        return Decision(silences=notes)
    plan = _plan(situation, package)
    if plan.wanted_until <= situation.now:
        return Decision(silences=(*notes, Silence(because="it is too old to be answered now")))
    return Decision(plans=(plan, *companions(situation, package)), silences=notes)


def _plan(situation: Situation, package: Mapping[str, Any]) -> Plan:
    assert situation.answerable.address is not None
    discreet = package["references"] != "none" or package["salary"]
    due = [moment.at for moment in situation.facts.deadlines]
    limit = situation.arrived_at + timedelta(days=situation.config.rules.answer_within_days)
    return Plan(
        letter=Letter.materials,
        recipients=(situation.answerable.address,),
        cc=() if discreet else situation.same_organisation_cc(),
        not_before=situation.now,
        wanted_until=max([limit, *due]),
        because="they ask for " + _and([str(item) for item in situation.facts.asked]),
        details={"materials": package},
    )


def package_of(situation: Situation) -> Mapping[str, Any] | None:
    """Sort what is asked for into what the letter does about it; None if no letter can do anything.

    Keys: `given` (item and value pairs from the settings), `promised` (items for the next working morning),
    `references` ("none", "named", "later" or "promised"), `referees`, `salary` (ask for their range).
    Sensitive items and tasks are never in it.
    """
    asked = [item for item in situation.facts.asked if item not in TASKS and item is not Item.availability]
    plain = [item for item in asked if item not in SENSITIVE and item is not Item.references]
    values = {item: getattr(situation.config.materials, _SETTING[item]) for item in plain}
    references = _references(situation) if Item.references in asked else "none"
    package = {
        "given": [{"item": item.value, "value": values[item]} for item in plain if values[item]],
        "promised": [item.value for item in plain if not values[item]]
        + ([Item.references.value] if references == "promised" else []),
        "references": references,
        "referees": [_referee(one) for one in _consented(situation)] if references == "named" else [],
        "salary": Item.salary in asked,
    }
    return package if package["given"] or package["promised"] or references != "none" or package["salary"] else None



def companions(situation: Situation, package: Mapping[str, Any]) -> tuple[Plan, ...]:
    """Plan what goes with the reply: a heads-up to each referee named, a reminder of what was promised."""
    until = situation.arrived_at + timedelta(days=situation.config.rules.answer_within_days)
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
        because=f"you are about to promise {_and(promised)} for {due:%A %d %B}",
        details={"promised": promised},
    )


def _references(situation: Situation) -> str:
    """Names only after an interview, only of those who agreed; without any, a promise."""
    application = situation.match.application
    talked = situation.facts.met or (application and (application.met or application.interview_at))
    if not talked and not situation.config.materials.references_before_interview:
        return "later"
    return "named" if _consented(situation) else "promised"


def _consented(situation: Situation) -> list[Referee]:
    today = situation.now.astimezone(situation.config.zone).date()
    return [one for one in situation.config.referees if one.consented and (one.until is None or one.until >= today)]


def _referee(one: Referee) -> dict[str, str]:
    return {"name": one.name, "relation": one.relation, "address": one.address, "phone": one.phone}


def _listed(situation: Situation) -> list[str]:
    """Say what the program leaves to the user: private things and tasks."""
    asked = situation.facts.asked
    private = [str(item) for item in asked if item in SENSITIVE and item is not Item.salary]
    tasks = [str(item) for item in asked if item in TASKS]
    due = situation.facts.deadlines[0].words if situation.facts.deadlines else ""
    notes = []
    if private:
        notes.append(f"they ask for your {_and(private)}; such things are never filled in for you")
    if tasks:
        notes.append(f"there is something to do yourself ({_and(tasks)}{f', due {due}' if due else ''}), and no letter promises it")
    return notes


def _and(words: list[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)
