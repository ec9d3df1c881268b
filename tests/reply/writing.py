"""Writes letters for tests, and reads them back with Python's own parser."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import assistant.reply
from assistant.agenda import Agenda
from assistant.application import Application
from assistant.config import Config, MaildirSettings, Materials, Me, Rules
from assistant.etiquette.plan import Letter, Plan
from assistant.mail.body import Body
from assistant.mail.headers import Address
from assistant.mail.message import Message
from assistant.reply.compose import Desk, compose
from assistant.reply.draft import Draft
from assistant.reply.letters import Letters
from assistant.understanding.facts import Facts, Person

FOLDER = Path(assistant.reply.__file__).parent / "letters"
SHIPPED = {
    path.relative_to(FOLDER).with_suffix("").as_posix(): path.read_text("utf-8")
    for path in FOLDER.rglob("*")
    if path.suffix == ".j2"
}
LETTERS = Letters(SHIPPED)

MONDAY = datetime(2026, 5, 11, 8, 0, tzinfo=UTC)
JANE = Address(name="Jane Doe", address="jane@acme.example")
ULLA = {"name": "Ulla Berg", "relation": "my team lead", "address": "ulla@cargo.example", "phone": "+49 30 1"}
KEN = {"name": "Ken Ade", "relation": "head of planning", "address": "ken@cargo.example", "phone": ""}
EMPTY: dict[str, Any] = {"given": [], "promised": [], "references": "none", "referees": [], "salary": False}
NOTHING_TO_MEET: dict[str, Any] = {"opening": "invitation", "declined": 0, "zone_unknown": False, "materials": None}
FILES = {"/docs/cv.pdf": b"%PDF-cv", "/docs/Zeugnisse Größe.pdf": b"%PDF-certificates"}


def slot(day: int, hour: int, *, zone: str | None = "Europe/Berlin", open_end: bool = False) -> dict[str, Any]:
    """Return a slot of an hour in May 2026 as plans keep it; the hour is UTC's."""
    start = datetime(2026, 5, day, hour, tzinfo=UTC)
    end = None if open_end else (start + timedelta(hours=1)).isoformat()
    return {"start": start.isoformat(), "end": end, "zone": zone, "words": ""}


def desk(
    *, voice: str = "warm", letters: Letters = LETTERS, me: Mapping[str, Any] | None = None, **changes: Any
) -> Desk:
    person = {"name": "Robin Hale", "addresses": ("robin@hale.example", "jobs@hale.example"), "zone": "Europe/Berlin"}
    materials = {
        "cv": "/docs/cv.pdf",
        "certificates": "/docs/Zeugnisse Größe.pdf",
        "portfolio": "https://hale.example/work",
        "work_permit": "EU citizen",
    }
    config = Config(
        me=Me(**(person | dict(me or {}))),
        accounts={"main": MaildirSettings(kind="maildir", path=Path("/mail"))},
        rules=Rules(voice=voice, **changes),  # type: ignore[arg-type]
        materials=Materials(**materials),
    )
    agenda = Agenda(rules=config.rules, zone=ZoneInfo(config.me.zone))
    return Desk(account="main", config=config, letters=letters, agenda=agenda, files=FILES)


def parent(**changes: Any) -> Message:
    """Return the mail that is answered: from Jane Doe, with an older message quoted in it."""
    whole = "Hi Robin,\n\nplease see below.\n\nBest,\nJane Doe\n\n> earlier\n>> earlier still"
    known: dict[str, Any] = {
        "id": "<parent@acme.example>",
        "identity": "<parent@acme.example>",
        "sender": JANE,
        "to": (Address(address="robin@hale.example"),),
        "subject": "Your application",
        "sent_at": MONDAY - timedelta(days=3),
        "body": Body(text="Hi Robin,\n\nplease see below.\n\nBest,\nJane Doe", whole=whole),
    }
    return Message(**(known | changes))


def plan(letter: Letter, details: Mapping[str, Any], **changes: Any) -> Plan:
    known: dict[str, Any] = {
        "recipients": () if details.get("variant") == "gap" else (JANE,),
        "not_before": MONDAY,
        "wanted_until": MONDAY + timedelta(days=5),
        "because": "a test wants it",
    }
    return Plan(letter=letter, details=details, **(known | changes))


@dataclass(frozen=True, kw_only=True)
class Written:
    """A draft, read back.

    Attributes:
        draft: as composed.
        fields: as Python's own parser reads it.
        text: the user's own words, from the greeting to the signature.
        quote: what stands below.
    """

    draft: Draft
    fields: EmailMessage
    text: str
    quote: str

    @property
    def prose(self) -> list[str]:
        """The words outside lists and gaps."""
        lines = [line for line in self.text.splitlines() if not line.startswith(("- ", "[["))]
        return " ".join(lines).split()


def write(
    letter: Letter,
    details: Mapping[str, Any],
    *,
    language: str | None = "en",
    at: Desk | None = None,
    message: Message | None = None,
    application: Application | None = None,
    people: tuple[Person, ...] = (Person(name="Jane Doe", address="jane@acme.example"),),
    ordinal: int = 0,
    now: datetime = MONDAY,
    to: Mapping[str, Any] | None = None,
    **facts: Any,
) -> Written:
    """Compose one letter and read it back."""
    known = Facts(language=language, people=people, writer=people[0] if people else None, **facts)
    ordered = plan(letter, details, **dict(to or {}))
    draft = compose(ordered, message or parent(), known, application, at or desk(), ordinal=ordinal, now=now)
    return read(draft, is_reply=letter.is_reply)


def read(draft: Draft, *, is_reply: bool = True) -> Written:
    fields = message_from_bytes(draft.raw, policy=policy.default)
    assert isinstance(fields, EmailMessage)
    body = fields.get_body(("plain",))
    assert isinstance(body, EmailMessage)
    lines = body.get_content().rstrip().splitlines()
    intros = [index for index, line in enumerate(lines) if line.endswith(" wrote:") or " schrieb " in line]
    cut = intros[0] if is_reply and intros else len(lines)
    return Written(draft=draft, fields=fields, text="\n".join(lines[:cut]).strip(), quote="\n".join(lines[cut:]))
