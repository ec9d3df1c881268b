"""Calendar parts of a message (iCalendar, RFC 5545; iTIP, RFC 5546)."""

from dataclasses import dataclass
from datetime import datetime

from assistant.mail.headers import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """The first event of a text/calendar part.

    Attributes:
        uid: UID of the event.
        sequence: SEQUENCE, 0 if absent.
        method: METHOD in upper case (REQUEST, CANCEL, REPLY, PUBLISH ...), "" if absent.
        starts_at: aware, UTC; None if it could not be read.
        ends_at: aware, UTC; None if absent or unreadable.
        zone: zone name as written in the event, None if floating or UTC.
        summary: SUMMARY as text.
        location: LOCATION as text.
        organizer: None if absent.
        attendees: required attendees and chair, rooms left out.
        optional: attendees with ROLE=OPT-PARTICIPANT.
        cancelled: METHOD:CANCEL or STATUS:CANCELLED.
    """

    uid: str
    sequence: int = 0
    method: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    zone: str | None = None
    summary: str = ""
    location: str = ""
    organizer: Address | None = None
    attendees: tuple[Address, ...] = ()
    optional: tuple[Address, ...] = ()
    cancelled: bool = False
