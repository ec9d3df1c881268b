"""What a letter may print, from mail, ledger and settings; letters/README.md lists it for those who write letters."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote_plus

from assistant.application import Application
from assistant.config import Config
from assistant.etiquette.gate import DRAFTED_LANGUAGES
from assistant.etiquette.materials import provided
from assistant.etiquette.plan import Letter, Plan
from assistant.etiquette.situation import addressee_of
from assistant.mail.message import Message
from assistant.reply import wording
from assistant.reply.addressing import first_name, greeting
from assistant.reply.draft import one_line
from assistant.reply.pitch import names_pay, names_place
from assistant.understanding.facts import Facts, Item, Person
from assistant.understanding.names import person_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Tone:
    """How a letter speaks.

    Attributes:
        language: "en" or "de".
        voice: "formal" or "warm".
        du: German: they write du, and so does the letter.
    """

    language: str
    voice: str
    du: bool


def tone_of(plan: Plan, facts: Facts, config: Config) -> Tone:
    """Return the tone that mirrors theirs; whoever says du is not answered formally. A referee did not write it."""
    language = facts.language if facts.language in DRAFTED_LANGUAGES else "en"
    du = language == "de" and facts.informal is True and plan.letter is not Letter.referee_heads_up
    return Tone(language=language, voice="warm" if du else config.rules.voice, du=du)


def values_of(
    plan: Plan,
    message: Message,
    facts: Facts,
    application: Application | None,
    config: Config,
    files: Mapping[str, bytes],
    *,
    tone: Tone,
    day: datetime,
) -> dict[str, Any]:
    """Collect what a letter may print; a fact that is not known is None, and printing it is an error.

    Args:
        plan: what is written.
        message: the mail that led to it.
        facts: what it says.
        application: what earlier mail tells.
        config: settings.
        files: content of the files that may be attached, by path as the settings name it.
        tone: how the letter speaks.
        day: the day a promise names.
    """
    me, language = config.me, tone.language
    person = _greeted(plan, message, facts)
    values: dict[str, Any] = {
        "voice": tone.voice,
        "du": tone.du,
        "me": {"name": one_line(me.name), "phone": _clean(me.phone), "linkedin": _clean(me.linkedin)},
        "greeting": greeting(person, voice=tone.voice, language=language, du=tone.du, hiring=_is_hiring(plan, facts)),
        "own_zone": wording.zone_name(me.zone, language),
        "promise_day": wording.day(day.astimezone(config.zone).date(), language),
    }
    values |= _position(facts, application, language)
    values |= _conversation(plan, facts, application) | _times(plan, config, language)
    values |= _materials(plan, config, files, language) | _unsaid(message, facts)
    if plan.letter is Letter.linkedin_note:
        values |= _connection(plan, _clean(facts.agency) or values["employer"], config.rules.linkedin_limit)
    return values


def _position(facts: Facts, application: Application | None, language: str) -> dict[str, Any]:
    """Return what the mail is about: `employer` as written, `company` and `role` as a sentence can hold them."""
    employer = _clean((application and application.company) or facts.company)
    title = _clean((application and application.role) or facts.role)
    return {
        "employer": employer,
        "company": wording.company(employer, language) if employer else None,
        "role": wording.role(title, language) if title else None,
        "agency": facts.agency is not None,
    }


def _clean(text: str | None) -> str | None:
    """Return a fact as one line: what a stranger wrote must not lay out the letter."""
    return (one_line(text) or None) if text else None


def _greeted(plan: Plan, message: Message, facts: Facts) -> Person | None:
    """Return whom the letter greets, None if that is not certain."""
    if referee := plan.details.get("referee"):
        return Person(name=one_line(referee["name"]))
    if plan.letter is Letter.thank_you:
        name = person_name(plan.details["person"], display=True) or ""  # calendars carry "Team Acme" too
        person = next((one for one in facts.people if one.name == name), Person(name=name))
    else:
        found = addressee_of(message, facts, plan.recipients[0] if plan.recipients else None)
        person = found or Person(name="")
    name = one_line(person.name)
    return Person(name=name, honorific=one_line(person.honorific)) if name else None


def _is_hiring(plan: Plan, facts: Facts) -> bool:
    """Whether whoever reads the letter hires for the place the user has applied to."""
    return facts.agency is None and plan.letter not in (Letter.interested, Letter.not_now)


def _conversation(plan: Plan, facts: Facts, application: Application | None) -> dict[str, Any]:
    """Return what is known of how far things have come; a plan that knows of a talk knows it best."""
    details = plan.details
    met = facts.met or (application and application.met)
    return {
        "variant": details.get("variant"),
        "talked": bool(details.get("talked", details.get("interviewed", met))),
        "connect": bool(details.get("connect")),
        "opening": details.get("opening"),
        "declined": details.get("declined", 0),
        "zone_unknown": bool(details.get("zone_unknown")),
        "in_writing": bool(details.get("in_writing")),
        "ask_deadline": bool(details.get("ask_deadline")),
        "ask_news": bool(details.get("ask_news")),
        "number": details.get("number", 0),
        "nth": details.get("nth", 1),
    }


def _times(plan: Plan, config: Config, language: str) -> dict[str, Any]:
    """Return the days and times of a plan in words; those of the user's own calendar name his zone."""
    met, deadline = (_moment(plan.details.get(key)) for key in ("met_at", "deadline"))
    own = config.me.zone
    return {
        "slots": [_slot(one, own, language) for one in plan.details.get("slots", ())],
        "met_at": wording.slot(met, None, zone=own, own_zone=own, language=language) if met else None,
        "met_on": wording.day(met.astimezone(config.zone).date(), language) if met else None,
        "deadline": wording.day(deadline.astimezone(config.zone).date(), language) if deadline else None,
    }


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _slot(one: Mapping[str, Any], own_zone: str, language: str) -> str:
    start, end = datetime.fromisoformat(one["start"]), _moment(one["end"])
    return wording.slot(start, end, zone=one["zone"], own_zone=own_zone, language=language)


def _materials(plan: Plan, config: Config, files: Mapping[str, bytes], language: str) -> dict[str, Any]:
    """Return what letters about documents may print; what the settings no longer provide is left out."""
    package = plan.details.get("materials") or {}
    objects, names = wording.OBJECTS[language], wording.NAMES[language]
    given = {item: provided(config.materials, item) for item in map(Item, package.get("given", ()))}
    attached = [objects[item] for item, value in given.items() if value in files]
    promised = [objects[Item(one)] for one in package.get("promised") or plan.details.get("promised") or ()]
    told = {names[item]: one_line(value) for item, value in given.items() if value and value not in files}
    return {
        "materials": bool(package),
        "attached": wording.enumerate_words(attached, language) or None,
        "told": told,
        "promised": wording.enumerate_words(promised, language) or None,
        "references": package.get("references", "none"),
        "referees": [_referee(one) for one in package.get("referees", ())],
        "salary": bool(package.get("salary")),
    }


def _referee(one: Mapping[str, str]) -> str:
    return ", ".join(one_line(one[key]) for key in ("name", "relation", "address", "phone") if one[key])


def _unsaid(message: Message, facts: Facts) -> dict[str, bool]:
    """Return what a pitch leaves to be asked."""
    return {
        "ask_pay": not names_pay(message),
        "ask_place": not names_place(message),
        "booking": bool(facts.booking_links),
    }


def _connection(plan: Plan, place: str | None, limit: int) -> dict[str, Any]:
    """Return what the note about LinkedIn may print; `place` is where the person works."""
    person = one_line(plan.details["person"])
    return {
        "person": person,
        "first_name": first_name(person) or person,
        "limit": limit,
        "search_link": "https://www.linkedin.com/search/results/people/?keywords="
        + quote_plus(f"{person} {place or ''}".strip()),
    }
