"""Calendar parts of a message (iCalendar, RFC 5545; iTIP, RFC 5546).

Lines are read one by one, so that a broken one costs only itself: a library that reads whole calendars loses the
meeting's time over a comma in its organiser's name. A time is right or None, never a guess.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from assistant.mail import charsets, parts, zones
from assistant.mail.headers import Address, address_or_none
from assistant.mail.parts import Part
from assistant.mail.zones import Observance

MAX_LINES = 5000
MAX_ATTENDEES = 200

_FOLD = re.compile(r"\n[ \t]")
_LINE = re.compile(r'([A-Za-z0-9-]+)((?:;(?:"[^"\n]*"|[^":\n])*)?):(.*)')
_PARAMETER = re.compile(r';([A-Za-z0-9-]+)=("[^"]*"|[^;"]*)')
_TIME = re.compile(r"([A-Za-z-]+)((?:;.*)?):(\d{8}(?:T\d{6}Z?)?)$")
"""Zone names may hold a colon without quotes: `TZID=(UTC+01:00) Berlin`."""
_DURATION = re.compile(r"P(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,6})S)?)?")
_ESCAPE = re.compile(r"\\([\\;,nN])")
_ROOMS = frozenset({"ROOM", "RESOURCE", "GROUP"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """The first event of a text/calendar part.

    Attributes:
        uid: UID of the event.
        sequence: SEQUENCE, 0 if absent.
        method: METHOD in upper case (REQUEST, CANCEL, REPLY, PUBLISH ...), "" if absent.
        starts_at: aware, UTC; None if it could not be read, also if floating. All-day: midnight UTC of the date.
        ends_at: aware, UTC; None if absent or unreadable.
        zone: zone name as written in the event, None if floating or UTC.
        summary: SUMMARY as text.
        location: LOCATION as text.
        organizer: None if absent.
        attendees: required attendees and chair, rooms left out.
        optional: attendees with ROLE=OPT-PARTICIPANT.
        cancelled: METHOD:CANCEL or STATUS:CANCELLED.
        all_day: only dates are given; starts_at and ends_at (exclusive) stand for dates, not for moments.
        description: DESCRIPTION as text; dial-in links are there.
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
    all_day: bool = False
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """One content line: name and parameter names in upper case, values as written."""

    name: str
    parameters: dict[str, str]
    value: str


def find(root: Part) -> Invitation | None:
    """Return the first event of a message's calendar parts, None if there is none."""
    candidates = [part for part in root.leaves() if _is_calendar(part)]
    candidates.sort(key=lambda part: part.content_type != "text/calendar")
    for part in candidates:
        found = read(parts.text(part), method=part.parameters.get("method", ""))
        if found:
            return found
    return None


def read(text: str, *, method: str = "") -> Invitation | None:
    """Read the first event of a calendar; None if it has none.

    Args:
        text: iCalendar, clean.
        method: as Content-Type gives it; the calendar's own METHOD goes first.
    """
    lines = list(_lines(text))
    event = _outermost(next(_blocks(lines, "VEVENT"), []))
    if not event:
        return None
    first = {line.name: line for line in reversed(event)}
    definitions = _definitions(lines)
    starts_at = _moment(first.get("DTSTART"), definitions)
    ends_at = _moment(first.get("DTEND"), definitions)
    if "DTEND" not in first and starts_at:
        ends_at = _after(starts_at, _value(first, "DURATION"))
    method = (next((line.value for line in lines if line.name == "METHOD"), "") or method).upper()
    sequence = _value(first, "SEQUENCE")
    return Invitation(
        uid=_value(first, "UID"),
        sequence=int(sequence) if re.fullmatch("[0-9]{1,9}", sequence) else 0,
        method=method,
        starts_at=starts_at,
        ends_at=ends_at,
        zone=first["DTSTART"].parameters.get("TZID") if "DTSTART" in first else None,
        summary=charsets.one_line(_text(first, "SUMMARY")),
        location=charsets.one_line(_text(first, "LOCATION")),
        organizer=_address(first["ORGANIZER"]) if "ORGANIZER" in first else None,
        attendees=_attendees(event, ("REQ-PARTICIPANT", "CHAIR")),
        optional=_attendees(event, ("OPT-PARTICIPANT",)),
        cancelled=method == "CANCEL" or _value(first, "STATUS").upper() == "CANCELLED",
        all_day=bool(starts_at) and "T" not in first["DTSTART"].value,
        description=_text(first, "DESCRIPTION"),
    )


def _is_calendar(part: Part) -> bool:
    if part.content_type == "application/octet-stream":
        return part.name.lower().endswith(".ics")
    return part.content_type in parts.CALENDARS


def _lines(text: str) -> Iterator[_Line]:
    """Yield the content lines (RFC 5545 §3.1), unfolded; what is none is passed over."""
    for written in _FOLD.sub("", text).split("\n")[:MAX_LINES]:
        match = _TIME.match(written.rstrip()) or _LINE.match(written)
        if match:
            parameters = {name.upper(): value.strip('"') for name, value in _PARAMETER.findall(match[2])}
            yield _Line(name=match[1].upper(), parameters=parameters, value=match[3].strip())


def _blocks(lines: list[_Line], name: str) -> Iterator[list[_Line]]:
    """Yield what stands inside each component of this name; the last may be unclosed."""
    block: list[_Line] | None = None
    for line in lines:
        if line.name == "BEGIN" and line.value.upper() == name:
            block = []
        elif line.name == "END" and line.value.upper() == name and block is not None:
            yield block
            block = None
        elif block is not None:
            block.append(line)
    if block:
        yield block


def _outermost(lines: list[_Line]) -> list[_Line]:
    """Leave out what stands inside inner components, such as alarms."""
    kept, depth = [], 0
    for line in lines:
        depth += (line.name == "BEGIN") - (line.name == "END")
        if depth == 0 and line.name != "END":
            kept.append(line)
    return kept


def _definitions(lines: list[_Line]) -> dict[str, list[Observance]]:
    found = {}
    for block in _blocks(lines, "VTIMEZONE"):
        name = next((line.value.strip('"') for line in block if line.name == "TZID"), "")
        inner = [inner for kind in ("STANDARD", "DAYLIGHT") for inner in _blocks(block, kind)]
        found[name] = [Observance(lines={line.name: line.value for line in reversed(part)}) for part in inner]
    return found


def _moment(line: _Line | None, definitions: dict[str, list[Observance]]) -> datetime | None:
    """Return a time in UTC; midnight for a bare date; None if broken, floating or of a zone nobody defines."""
    if line is None:
        return None
    local = zones.read_local(line.value + ("T000000" if re.fullmatch("[0-9]{8}", line.value) else ""))
    if local is None:
        return None
    if line.value.endswith("Z") or "T" not in line.value:
        return local.replace(tzinfo=UTC)
    name = line.parameters.get("TZID")
    return zones.to_utc(local, name, definitions) if name else None


def _after(start: datetime, duration: str) -> datetime | None:
    """Return the end that DURATION gives (RFC 5545 §3.3.6), None if it gives none."""
    match = _DURATION.fullmatch(duration)
    if not match or not any(match.groups()):
        return None
    weeks, days, hours, minutes, seconds = (int(group or 0) for group in match.groups())
    return start + timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)


def _value(first: dict[str, _Line], name: str) -> str:
    return first[name].value if name in first else ""


def _text(first: dict[str, _Line], name: str) -> str:
    return _ESCAPE.sub(lambda match: "\n" if match[1] in "nN" else match[1], _value(first, name)).strip()


def _attendees(event: list[_Line], roles: tuple[str, ...]) -> tuple[Address, ...]:
    invited = (
        _address(line)
        for line in event
        if line.name == "ATTENDEE"
        and line.parameters.get("ROLE", "REQ-PARTICIPANT").upper() in roles
        and line.parameters.get("CUTYPE", "").upper() not in _ROOMS
    )
    return tuple(address for address in invited if address)[:MAX_ATTENDEES]


def _address(line: _Line) -> Address | None:
    """Return the mailbox of a calendar address; EMAIL (RFC 7986 §6.2) stands in where the value is none."""
    value = line.value.partition(":")[2] if line.value.lower().startswith("mailto:") else line.value
    name = line.parameters.get("CN", "")
    return address_or_none(value, name) or address_or_none(line.parameters.get("EMAIL", ""), name)
