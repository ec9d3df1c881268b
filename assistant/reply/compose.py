"""From a Plan and the message it answers to a Draft. A letter says only what mail, ledger or settings say."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote_plus

from assistant.agenda import Agenda
from assistant.application import Application
from assistant.config import Config
from assistant.errors import ConfigError
from assistant.etiquette.gate import DRAFTED_LANGUAGES
from assistant.etiquette.materials import provided
from assistant.etiquette.plan import Letter, Plan
from assistant.etiquette.situation import addressee_of
from assistant.mail.headers import Address
from assistant.mail.message import Message
from assistant.reply import wording
from assistant.reply.draft import Draft, Envelope, derive_id, one_line, reply_subject, serialise
from assistant.reply.letters import Letters
from assistant.reply.quotation import quotation
from assistant.understanding.facts import Facts, Item

_NOTE_SIZES = ("long", "middle", "short", "shortest")


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What lies ready for writing any letter of one account.

    Attributes:
        account: its name in the settings.
        config: the settings.
        letters: templates.
        agenda: working days.
        files: content of the files that may be attached, by path as the settings name it.
    """

    account: str
    config: Config
    letters: Letters
    agenda: Agenda
    files: Mapping[str, bytes]


def compose(
    plan: Plan,
    message: Message,
    facts: Facts,
    application: Application | None,
    desk: Desk,
    *,
    ordinal: int,
    now: datetime,
    promised_for: datetime | None = None,
) -> Draft:
    """Write one draft.

    Args:
        plan: what to write.
        message: the mail that led to it, fetched again.
        facts: what that mail says.
        application: what earlier mail tells.
        desk: settings, letters, files.
        ordinal: 0 for a plan's first draft, one more each time it is composed anew.
        now: aware; becomes the draft's Date and the base of every promise.
        promised_for: the day a promise names; None: the next working morning.

    Raises:
        ConfigError: one of the user's own letters is broken, or an address in the settings cannot be written.
    """
    language = facts.language if facts.language in DRAFTED_LANGUAGES else "en"
    values = _values(
        plan, message, facts, application, desk, language=language, day=promised_for or promise_day(desk.agenda, now)
    )
    subject, text = desk.letters.render(f"{language}/{plan.letter}", values)
    body = "\n\n".join(_parts(plan, text, message, desk.config, language))
    envelope = _envelope(plan, message, desk, subject, ordinal=ordinal, now=now)
    raw = serialise(envelope, body, _attachments(plan, desk))
    answers = message.identity if plan.letter.is_reply else ""
    return Draft(message_id=envelope.message_id, answers=answers, raw=raw)


def promise_day(agenda: Agenda, now: datetime) -> datetime:
    """Return the working morning by which a letter written now promises what is missing."""
    return agenda.next_working_morning(now)


def _parts(plan: Plan, text: str, message: Message, config: Config, language: str) -> list[str]:
    """Put the signature above the original, and both only where they belong."""
    if plan.letter.is_note:
        return [text]
    signature = config.me.signature.strip() or config.me.name
    parts = [text, wording.closing(signature, voice=config.rules.voice, language=language)]
    return [*parts, quotation(message, language, config.zone)] if plan.letter.is_reply else parts


def _envelope(plan: Plan, message: Message, desk: Desk, subject: str, *, ordinal: int, now: datetime) -> Envelope:
    sender = _identity(message, desk.config)
    message_id = derive_id(
        account=desk.account,
        parent=message.identity,
        letter=plan.letter,
        recipient=plan.recipients[0].key if plan.recipients else "",
        ordinal=ordinal,
        domain=sender.domain,
    )
    return Envelope(
        message_id=message_id,
        sender=sender,
        to=plan.recipients,
        cc=plan.cc,
        subject=subject or reply_subject(message.subject),
        date=now.astimezone(desk.config.zone),
        in_reply_to=message.id if plan.letter.is_reply else "",
        references=message.references,
    )


def _identity(message: Message, config: Config) -> Address:
    """Write as the alias the mail was sent to, else as the first address."""
    received = [*message.delivered_to, *(one.address for one in (*message.to, *message.cc))]
    own = {address.lower(): address for address in config.me.addresses}
    found = next((own[address.lower()] for address in received if address.lower() in own), config.me.addresses[0])
    return Address(name=config.me.name, address=found)


def _values(
    plan: Plan,
    message: Message,
    facts: Facts,
    application: Application | None,
    desk: Desk,
    *,
    language: str,
    day: datetime,
) -> dict[str, Any]:
    """Collect what a letter may print; a fact that is not known is None, and printing it is an error."""
    me, voice = desk.config.me, desk.config.rules.voice
    values: dict[str, Any] = {
        "voice": voice,
        "me": {"name": one_line(me.name), "phone": _clean(me.phone), "linkedin": _clean(me.linkedin)},
        "greeting": wording.greeting(_greeted(plan, message, facts), voice=voice, language=language),
        "own_zone": wording.zone_name(me.zone, language),
        "promise_day": wording.day(day.astimezone(desk.config.zone).date(), language),
    }
    values |= _position(facts, application, language)
    values |= _conversation(plan, me.zone, language) | _materials(plan, desk, language)
    if plan.letter is Letter.linkedin_note:
        values |= _connection(plan, _clean(facts.agency) or values["employer"], desk.config.rules.linkedin_limit)
        values["note"] = _note(desk.letters, language, values)
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


def _greeted(plan: Plan, message: Message, facts: Facts) -> str | None:
    """Return the name of whom the letter greets, None if that is not certain."""
    if referee := plan.details.get("referee"):
        return one_line(referee["name"])
    person = addressee_of(message, facts, plan.recipients[0] if plan.recipients else None)
    return _clean(person.name) if person else None


def _conversation(plan: Plan, own_zone: str, language: str) -> dict[str, Any]:
    """Return what letters about a refusal or a time to talk may print."""
    details = plan.details
    return {
        "variant": details.get("variant"),
        "talked": bool(details.get("talked")),
        "connect": bool(details.get("connect")),
        "opening": details.get("opening"),
        "declined": details.get("declined", 0),
        "slots": [_slot(one, own_zone, language) for one in details.get("slots", ())],
        "zone_unknown": bool(details.get("zone_unknown")),
    }


def _slot(one: Mapping[str, Any], own_zone: str, language: str) -> str:
    end = datetime.fromisoformat(one["end"]) if one["end"] else None
    start = datetime.fromisoformat(one["start"])
    return wording.slot(start, end, zone=one["zone"], own_zone=own_zone, language=language)


def _materials(plan: Plan, desk: Desk, language: str) -> dict[str, Any]:
    """Return what letters about documents may print; what the settings no longer provide is left out."""
    package = plan.details.get("materials") or {}
    objects, names = wording.OBJECTS[language], wording.NAMES[language]
    given = {item: provided(desk.config.materials, item) for item in map(Item, package.get("given", ()))}
    attached = [objects[item] for item, value in given.items() if value in desk.files]
    promised = [objects[Item(one)] for one in package.get("promised") or plan.details.get("promised") or ()]
    told = {names[item]: one_line(value) for item, value in given.items() if value and value not in desk.files}
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


def _attachments(plan: Plan, desk: Desk) -> dict[str, bytes]:
    given = (plan.details.get("materials") or {}).get("given", ())
    paths = [provided(desk.config.materials, Item(one)) for one in given]
    return {path: desk.files[path] for path in paths if path in desk.files}


def _connection(plan: Plan, place: str | None, limit: int) -> dict[str, Any]:
    """Return what the note about LinkedIn may print; `place` is where the person works."""
    person = one_line(plan.details["person"])
    return {
        "person": person,
        "first_name": wording.first_name(person) or person,
        "limit": limit,
        "search_link": "https://www.linkedin.com/search/results/people/?keywords="
        + quote_plus(f"{person} {place or ''}".strip()),
    }


def _note(letters: Letters, language: str, values: Mapping[str, Any]) -> str:
    """Return the longest wording of the LinkedIn note that fits the limit, counted in UTF-16 units as the site does."""
    for size in _NOTE_SIZES:
        _, note = letters.render(f"{language}/linkedin_text", {**values, "size": size})
        if len(note.encode("utf-16-le")) // 2 <= values["limit"]:
            return note
    raise ConfigError(f"The letter {language}/linkedin_text is longer than {values['limit']} characters in every size.")
