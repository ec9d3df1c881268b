"""What a message says: who, which company and role, when, and what it asks for. Unknown is None, never a guess."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from assistant.mail.message import Message


class Part(StrEnum):
    """A person's part in an application."""

    recruiter = "recruiter"
    hiring_manager = "hiring manager"
    interviewer = "interviewer"
    coordinator = "coordinator"
    unknown = "unknown"


class Item(StrEnum):
    """Something a candidate is asked for."""

    references = "references"
    portfolio = "portfolio"
    work_samples = "work samples"
    transcript = "transcript"
    certificates = "certificates"
    work_permit = "work permit"
    cv = "CV"
    cover_letter = "cover letter"
    availability = "availability"
    start_date = "start date"
    form = "form"
    questions = "questions"
    assessment = "assessment"
    application = "unfinished application"
    consent = "consent"
    salary = "salary"
    birth_date = "birth date"
    photo = "photo"
    identity_document = "identity document"
    bank_details = "bank details"
    tax_number = "tax or social security number"
    health = "health or disability"
    nationality = "nationality or religion"


SENSITIVE = frozenset(
    {
        Item.salary, Item.birth_date, Item.photo, Item.identity_document, Item.bank_details, Item.tax_number,
        Item.health, Item.nationality,
    }
)  # fmt: skip
"""Never filled in by the program, only listed (etiquette rule 10)."""

TASKS = frozenset({Item.form, Item.questions, Item.assessment, Item.application, Item.consent})
"""Done on a page or in time of one's own: no promise is made, the deadline is listed (etiquette rule 6)."""


class Refusal(StrEnum):
    """How a rejection was given; what the answer may ask depends on it (etiquette rule 4)."""

    plain = "plain"
    reasons_given = "reasons given"
    call_offered = "call offered"
    role_gone = "role cancelled, frozen or filled internally"
    final_round = "final round"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody the message names: display name, address if known, part."""

    name: str
    address: str | None = None
    part: Part = Part.unknown

    @property
    def first_name(self) -> str:
        """The first given name, "" where the name is no person's."""
        return self.name.split()[0] if self.name else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A point in time, as the message gives it.

    Attributes:
        at: aware, UTC. For a bare date: the start of that day in the zone assumed.
        zone: IANA name or offset as far as the message names one, None if it does not (etiquette: then ask).
        words: as written.
        all_day: only a date was given.
        until: end, if a span was given; aware, UTC.
    """

    at: datetime
    zone: str | None = None
    words: str
    all_day: bool = False
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What one message says; every field unknown by default.

    Attributes:
        language: ISO 639-1 code of the writer's words, None if too short to tell.
        company: the employer; never the platform, never the agency.
        agency: the staffing agency that writes, if it says so.
        role: job title as written.
        people: those who write or are named with a part in the process, writer first.
        deadlines: by when the reader must do something.
        answer_by: by when they promise an answer.
        proposed: times they propose, or the one time they set.
        fixed: the time is set, not proposed (a confirmation, an invitation).
        moved: an agreed time is being moved.
        cancelled: an agreed time is cancelled.
        asked: what the reader is asked for, in order of appearance.
        booking_links: pages on which to pick a time.
        phones: telephone numbers to reach the writer.
        met: words that show they have talked with the reader ("thank you for taking the time to speak with us").
        personal: individually written rather than a template, judged by sender, greeting and signature.
        refusal: how a rejection was given; None for anything else.
        shows_other_candidates: several outside recipients are visible.
    """

    language: str | None = None
    company: str | None = None
    agency: str | None = None
    role: str | None = None
    people: tuple[Person, ...] = ()
    deadlines: tuple[Moment, ...] = ()
    answer_by: Moment | None = None
    proposed: tuple[Moment, ...] = ()
    fixed: bool = False
    moved: bool = False
    cancelled: bool = False
    asked: tuple[Item, ...] = ()
    booking_links: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    met: str | None = None
    personal: bool = False
    refusal: Refusal | None = None
    shows_other_candidates: bool = False


def extract(message: Message, *, zone: str | None = None) -> Facts:
    """Extract what the message says.

    Args:
        message: the parsed message; relative dates are read from its sent_at.
        zone: the user's IANA zone, used for bare dates only; a time without a zone keeps zone=None.
    """
    raise NotImplementedError
