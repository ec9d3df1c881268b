"""What a message says: who, which company and role, when, and what it asks for. Unknown is None, never a guess.

Each kind of fact has its own module, which also defines its type; here they are put together.
"""

from dataclasses import dataclass
from datetime import timedelta

from assistant.mail.message import Message
from assistant.understanding.absence import back_on_of
from assistant.understanding.asked import asked_of, references_wanted_of
from assistant.understanding.booking import booking_links_of
from assistant.understanding.company import company_of
from assistant.understanding.company_names import key_of
from assistant.understanding.contact import is_personal, met_of, shows_other_candidates
from assistant.understanding.conversation import Conversation, Format, conversation_of
from assistant.understanding.feedback import feedback_of, reasons_of
from assistant.understanding.items import SENSITIVE, TASKS, Item
from assistant.understanding.manners import is_informal, signs_with_first_name
from assistant.understanding.mentions import Moment
from assistant.understanding.moments import Concern, Deadline, times_of
from assistant.understanding.parts import Part, Person
from assistant.understanding.people import is_writer, people_of
from assistant.understanding.phones import phones_of
from assistant.understanding.reading import read
from assistant.understanding.refusal import Cause, Refusal, cause_of, refusal_of
from assistant.understanding.rejecting import rejects
from assistant.understanding.role import role_of

__all__ = [
    "SENSITIVE",
    "TASKS",
    "Cause",
    "Concern",
    "Deadline",
    "Facts",
    "Format",
    "Item",
    "Moment",
    "Part",
    "Person",
    "Refusal",
    "extract",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What one message says; every field unknown by default.

    Attributes:
        language: ISO 639-1 code of the writer's words, None if too short to tell.
        company: the employer; never the platform, never the agency.
        agency: the staffing agency that writes, if it says so.
        role: job title as written.
        people: those who write or are named with a part in the process, writer first.
        writer: who wrote it, where that is certain; people[0] is somebody else where it is not.
        informal: whether a German writer says du (True) or Sie (False); None where neither is said.
        first_name_only: the writer signs with a first name alone.
        deadlines: by when the reader must do something, and what it concerns.
        answer_by: the last day on which they promise an answer ("give us two weeks": the day that ends them).
        back_on: the day an out-of-office says its writer is back.
        proposed: times they propose, or the one time they set.
        windows: spans they leave the choice in ("next week", "Monday to Wednesday mornings", "Thursday between 10
            and 4"), in order; each has `until`, days end at midnight in the zone assumed, mornings at noon.
        duration: how long the conversation is to last.
        format: how they will talk, if one way is named.
        place: the address to come to.
        join_link: the page that opens the video conversation.
        fixed: the time is set, not proposed (a confirmation, an invitation).
        moved: an agreed time is being moved.
        cancelled: an agreed time is cancelled.
        asked: what the reader is asked for, in order of appearance.
        references_wanted: how many references they ask for, None if no number is named.
        booking_links: pages on which to pick a time.
        phones: telephone numbers to reach the writer.
        met: words that show they have talked with the reader ("thank you for taking the time to speak with us").
        personal: individually written rather than a template, judged by sender, greeting and signature.
        refusal: how a rejection was given; None for anything else.
        feedback: the sentences that tell the reader what was good or lacking, as written.
        out_of_hands: why it was nobody's fault, where a refusal says so.
        shows_other_candidates: several outside recipients are visible.
    """

    language: str | None = None
    company: str | None = None
    agency: str | None = None
    role: str | None = None
    people: tuple[Person, ...] = ()
    writer: Person | None = None
    informal: bool | None = None
    first_name_only: bool = False
    deadlines: tuple[Deadline, ...] = ()
    answer_by: Moment | None = None
    back_on: Moment | None = None
    proposed: tuple[Moment, ...] = ()
    windows: tuple[Moment, ...] = ()
    duration: timedelta | None = None
    format: Format | None = None
    place: str | None = None
    join_link: str | None = None
    fixed: bool = False
    moved: bool = False
    cancelled: bool = False
    asked: tuple[Item, ...] = ()
    references_wanted: int | None = None
    booking_links: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    met: str | None = None
    personal: bool = False
    refusal: Refusal | None = None
    feedback: tuple[str, ...] = ()
    out_of_hands: Cause | None = None
    shows_other_candidates: bool = False

    @property
    def interviewers(self) -> tuple[Person, ...]:
        """Those named as interviewing the reader, in order."""
        return tuple(person for person in self.people if person.part is Part.interviewer)


def extract(message: Message, *, zone: str | None = None, refused: bool | None = None) -> Facts:
    """Extract what the message says. Never raises; English and German, in other languages far less is found.

    Args:
        message: the parsed message; relative dates are read from its sent_at.
        zone: the user's IANA zone, used for bare dates only; a time without a zone keeps zone=None.
        refused: whether it is known to turn the reader down (the classifier is surer of it than words are); None
            leaves it to the words.
    """
    reading = read(message)
    company, agency = company_of(reading)
    organisations = frozenset(name for name in (company, agency) if name)
    people = people_of(reading, organisations)
    times = times_of(reading, zone)
    turned_down = rejects(reading) if refused is None else refused
    reasons = tuple(reasons_of(reading)) if turned_down else ()
    met, refusal = met_of(reading), refusal_of(reading, reasons) if turned_down else None
    asked, booking_links = asked_of(reading), booking_links_of(reading)
    sought = times.proposed or times.windows or booking_links or Item.availability in asked or message.invitation
    talk = Conversation() if turned_down else conversation_of(reading, sought=bool(sought))
    return Facts(
        language=reading.language,
        company=company,
        agency=agency,
        role=role_of(reading, company),
        people=people,
        writer=people[0] if people and is_writer(people[0], reading) else None,
        informal=is_informal(reading),
        first_name_only=signs_with_first_name(reading),
        deadlines=times.deadlines,
        answer_by=times.answer_by,
        back_on=back_on_of(reading, zone),
        proposed=times.proposed,
        windows=times.windows,
        fixed=times.fixed,
        moved=times.moved,
        cancelled=times.cancelled,
        duration=talk.duration,
        format=talk.format,
        place=talk.place,
        join_link=talk.join_link,
        asked=asked,
        references_wanted=references_wanted_of(reading) if Item.references in asked else None,
        booking_links=booking_links,
        phones=phones_of(reading),
        met=met,
        personal=is_personal(reading, people, refused=refusal is not None and met is None),
        refusal=refusal,
        feedback=feedback_of(reading, reasons, refused=turned_down),
        out_of_hands=cause_of(reading) if turned_down else None,
        shows_other_candidates=shows_other_candidates(reading, frozenset(map(key_of, organisations))),
    )
