"""What a message says: who, which company and role, when, and what it asks for. Unknown is None, never a guess.

Each kind of fact has its own module, which also defines its type; here they are put together.
"""

from dataclasses import dataclass

from assistant.mail.message import Message
from assistant.understanding.asked import asked_of
from assistant.understanding.booking import booking_links_of
from assistant.understanding.company import company_of
from assistant.understanding.company_names import key_of
from assistant.understanding.contact import is_personal, met_of, shows_other_candidates
from assistant.understanding.introductions import Part, Person
from assistant.understanding.items import SENSITIVE, TASKS, Item
from assistant.understanding.mentions import Moment
from assistant.understanding.moments import times_of
from assistant.understanding.people import people_of
from assistant.understanding.phones import phones_of
from assistant.understanding.reading import read
from assistant.understanding.refusal import Refusal, refusal_of
from assistant.understanding.role import role_of

__all__ = ["SENSITIVE", "TASKS", "Facts", "Item", "Moment", "Part", "Person", "Refusal", "extract"]


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
        feedback: sentences that tell the reader how he did and what to do better.
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
    feedback: tuple[str, ...] = ()


def extract(message: Message, *, zone: str | None = None) -> Facts:
    """Extract what the message says. Never raises; English and German, in other languages far less is found.

    Args:
        message: the parsed message; relative dates are read from its sent_at.
        zone: the user's IANA zone, used for bare dates only; a time without a zone keeps zone=None.
    """
    reading = read(message)
    company, agency = company_of(reading)
    organisations = frozenset(name for name in (company, agency) if name)
    people = people_of(reading, organisations)
    times = times_of(reading, zone)
    met, refusal = met_of(reading), refusal_of(reading)
    return Facts(
        language=reading.language,
        company=company,
        agency=agency,
        role=role_of(reading, company),
        people=people,
        deadlines=times.deadlines,
        answer_by=times.answer_by,
        proposed=times.proposed,
        fixed=times.fixed,
        moved=times.moved,
        cancelled=times.cancelled,
        asked=asked_of(reading),
        booking_links=booking_links_of(reading),
        phones=phones_of(reading),
        met=met,
        personal=is_personal(reading, people, refused=refusal is not None and met is None),
        refusal=refusal,
        shows_other_candidates=shows_other_candidates(reading, frozenset(map(key_of, organisations))),
    )
