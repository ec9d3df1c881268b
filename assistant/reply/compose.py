"""From a Plan and the message it answers to a Draft. A letter says only what mail, ledger or settings say."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from assistant.agenda import Agenda
from assistant.application import Application
from assistant.config import Config
from assistant.errors import ConfigError
from assistant.etiquette.materials import provided
from assistant.etiquette.plan import Letter, Plan
from assistant.mail.headers import Address
from assistant.mail.message import Message
from assistant.reply.addressing import closing
from assistant.reply.draft import Draft, Envelope, derive_id, reply_subject, serialise
from assistant.reply.letters import Letters
from assistant.reply.quotation import quotation
from assistant.reply.values import Tone, tone_of, values_of
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
    tone, day = tone_of(plan, facts, desk.config), promised_for or promise_day(desk.agenda, now)
    values = values_of(plan, message, facts, application, desk.config, desk.files, tone=tone, day=day)
    if plan.letter is Letter.linkedin_note:
        values["note"] = _note(desk.letters, tone.language, values)
    subject, text = desk.letters.render(f"{tone.language}/{plan.letter}", values)
    body = "\n\n".join(_parts(plan, text, message, desk.config, tone))
    envelope = _envelope(plan, message, desk, subject, ordinal=ordinal, now=now)
    raw = serialise(envelope, body, _attachments(plan, desk))
    answers = message.identity if plan.letter.is_reply else ""
    return Draft(message_id=envelope.message_id, answers=answers, raw=raw)


def promise_day(agenda: Agenda, now: datetime) -> datetime:
    """Return the working morning by which a letter written now promises what is missing."""
    return agenda.next_working_morning(now)


def _parts(plan: Plan, text: str, message: Message, config: Config, tone: Tone) -> list[str]:
    """Put the signature above the original, and both only where they belong."""
    if plan.letter.is_note:
        return [text]
    signature = config.me.signature.strip() or config.me.name
    parts = [text, closing(signature, voice=tone.voice, language=tone.language)]
    return [*parts, quotation(message, tone.language, config.zone)] if plan.letter.is_reply else parts


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


def _attachments(plan: Plan, desk: Desk) -> dict[str, bytes]:
    given = (plan.details.get("materials") or {}).get("given", ())
    paths = [provided(desk.config.materials, Item(one)) for one in given]
    return {path: desk.files[path] for path in paths if path in desk.files}


def _note(letters: Letters, language: str, values: Mapping[str, Any]) -> str:
    """Return the longest wording of the LinkedIn note that fits the limit, counted in UTF-16 units as the site does."""
    for size in _NOTE_SIZES:
        _, note = letters.render(f"{language}/linkedin_text", {**values, "size": size})
        if len(note.encode("utf-16-le")) // 2 <= values["limit"]:
            return note
    raise ConfigError(f"The letter {language}/linkedin_text is longer than {values['limit']} characters in every size.")
