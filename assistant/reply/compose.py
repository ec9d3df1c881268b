"""From a Plan and the message it answers to a Draft. A letter says only what mail, ledger or settings say."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote_plus

from assistant.agenda import Agenda
from assistant.application import Application
from assistant.config import Config
from assistant.etiquette.gate import DRAFTED_LANGUAGES
from assistant.etiquette.plan import Letter, Plan
from assistant.mail.headers import Address
from assistant.mail.message import Message
from assistant.reply import wording
from assistant.reply.draft import Draft, Envelope, derive_id, reply_subject, serialise
from assistant.reply.letters import Letters
from assistant.understanding.facts import Facts

_QUOTE_LIMIT = 20_000
"""Characters of the original that are quoted; a longer one is cut there."""


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

    Raises:
        ConfigError: one of the user's own letters is broken.
    """
    language = _language(facts)
    values = _values(plan, facts, application, desk, language=language, now=now)
    if plan.letter is Letter.linkedin_note:
        values["note"] = _note(desk.letters, language, values)
    subject, text = desk.letters.render(f"{language}/{plan.letter}", values)
    sender = _identity(message, desk.config)
    recipient = plan.recipients[0].key if plan.recipients else ""
    message_id = derive_id(
        account=desk.account,
        parent=message.identity,
        letter=plan.letter,
        recipient=recipient,
        ordinal=ordinal,
        domain=sender.domain,
    )
    envelope = Envelope(
        message_id=message_id,
        sender=sender,
        to=plan.recipients,
        cc=plan.cc,
        subject=subject or reply_subject(message.subject),
        date=now.astimezone(desk.config.zone),
        in_reply_to=message.id if plan.letter.is_reply else "",
        references=message.references,
    )
    raw = serialise(envelope, "\n\n".join(_parts(plan, text, message, desk.config, language)), _attachments(plan, desk))
    return Draft(message_id=message_id, answers=message.identity if plan.letter.is_reply else "", raw=raw)


def _parts(plan: Plan, text: str, message: Message, config: Config, language: str) -> list[str]:
    """Put the signature above the original, and both only where they belong."""
    if plan.letter.is_note:
        return [text]
    signature = config.me.signature.strip() or config.me.name
    parts = [text, wording.closing(signature, voice=config.rules.voice, language=language)]
    return [*parts, _quotation(message, language, config)] if plan.letter.is_reply else parts


def _note(letters: Letters, language: str, values: Mapping[str, Any]) -> str:
    """Return the longest wording of the LinkedIn note that fits the limit, counted in UTF-16 units as the site does."""
    for size in ("long", "middle", "short"):
        _, note = letters.render(f"{language}/linkedin_text", {**values, "size": size})
        if len(note.encode("utf-16-le")) // 2 <= values["limit"]:
            return note
    return note[: values["limit"] - 1] + "…"


def promise_day(agenda: Agenda, now: datetime) -> datetime:
    """Return the working morning by which a letter written now promises what is missing."""
    return agenda.next_working_morning(now)


def _language(facts: Facts) -> str:
    return facts.language if facts.language in DRAFTED_LANGUAGES and facts.language else "en"


def _identity(message: Message, config: Config) -> Address:
    """Write as the alias the mail was sent to, else as the first address."""
    received = [*message.delivered_to, *(one.address for one in (*message.to, *message.cc))]
    for candidate in received:
        for own in config.me.addresses:
            if candidate.lower() == own.lower():
                return Address(name=config.me.name, address=own)
    return Address(name=config.me.name, address=config.me.addresses[0])


def _values(
    plan: Plan, facts: Facts, application: Application | None, desk: Desk, *, language: str, now: datetime
) -> dict[str, Any]:
    """Collect what a letter may print; a fact that is not known is None, and printing it is an error."""
    me, (name, first_name) = desk.config.me, _addressee(plan, facts)
    company = (application and application.company) or facts.company
    package = plan.details.get("materials") or {}
    return {
        "voice": desk.config.rules.voice,
        "me": {"name": me.name, "phone": me.phone or None, "linkedin": me.linkedin or None},
        "greeting": wording.greeting(name, first_name, voice=desk.config.rules.voice, language=language),
        "company": company,
        "role": (application and application.role) or facts.role,
        "variant": plan.details.get("variant"),
        "connect": bool(plan.details.get("connect")),
        "zone_unknown": bool(plan.details.get("zone_unknown")),
        "own_zone": wording.zone_name(me.zone, language),
        "slots": [_slot(one, me.zone, language) for one in plan.details.get("slots", ())],
        "given": _given(package, language),
        "promised": wording.enumerate_words([wording.ITEMS[language][one] for one in _promised(plan, package)], language) or None,
        "promise_day": wording.day(promise_day(desk.agenda, now).date(), language),
        "references": package.get("references", "none"),
        "referees": package.get("referees", []),
        "referee": plan.details.get("referee"),
        "salary": bool(package.get("salary")),
        "person": plan.details.get("person"),
        "first_name": (plan.details.get("person") or "").partition(" ")[0] or None,
        "materials": bool(package),
        "search_link": _search_link(plan.details.get("person"), company),
        "limit": desk.config.rules.linkedin_limit,
    }


def _addressee(plan: Plan, facts: Facts) -> tuple[str | None, str | None]:
    """Return full and first name of whom the letter greets."""
    if referee := plan.details.get("referee"):
        return referee["name"], referee["name"].split()[0]
    return (facts.people[0].name, facts.people[0].first_name) if facts.people else (None, None)


def _promised(plan: Plan, package: Mapping[str, Any]) -> list[str]:
    return list(package.get("promised") or plan.details.get("promised") or [])


def _slot(one: Mapping[str, Any], own_zone: str, language: str) -> str:
    end = datetime.fromisoformat(one["end"]) if one["end"] else None
    return wording.slot(datetime.fromisoformat(one["start"]), end, zone=one["zone"], own_zone=own_zone, language=language)


def _given(package: Mapping[str, Any], language: str) -> list[dict[str, Any]]:
    """Say of each thing handed out whether it is attached, linked or told."""
    return [
        {"name": wording.ITEMS[language][one["item"]], "attached": _is_file(one["value"]), "value": one["value"]}
        for one in package.get("given", ())
    ]


def _is_file(value: str) -> bool:
    return value.startswith("/")


def _attachments(plan: Plan, desk: Desk) -> dict[str, bytes]:
    given = (plan.details.get("materials") or {}).get("given", ())
    return {one["value"]: desk.files[one["value"]] for one in given if _is_file(one["value"])}


def _search_link(person: str | None, company: str | None) -> str | None:
    if not person:
        return None
    return "https://www.linkedin.com/search/results/people/?keywords=" + quote_plus(f"{person} {company or ''}".strip())


def _quotation(message: Message, language: str, config: Config) -> str:
    """Return the original below the reply, as mail clients do."""
    name = (message.sender.name or message.sender.address) if message.sender else ""
    when = wording.long_date(message.sent_at.astimezone(config.zone).date(), language) if message.sent_at else ""
    intro = {
        "en": f"{f'On {when}, ' if when else ''}{name or 'they'} wrote:",
        "de": f"{f'Am {when} schrieb' if when else 'Es schrieb'} {name or 'man'}:",
    }[language]
    lines = (message.body.whole or message.body.text)[:_QUOTE_LIMIT].splitlines()
    return "\n".join([intro, *(f"> {line}".rstrip() if not line.startswith(">") else f">{line}" for line in lines)])
