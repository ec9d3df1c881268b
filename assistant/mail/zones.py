"""Which moment a calendar's local time is: IANA names, a calendar's own VTIMEZONE, Windows names.

VTIMEZONE is worked out here for the one time asked. The icalendar library would expand its rule over all years, and a
rule with FREQ=SECONDLY, which anybody may send, never ends.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

_OFFSET = re.compile(r"([+-])(\d\d)(\d\d)(\d\d)?")
_LOCAL = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z?")
_DAY = re.compile(r"([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)")
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True, kw_only=True)
class Observance:
    """One STANDARD or DAYLIGHT of a VTIMEZONE (RFC 5545 §3.6.5), its lines by name."""

    lines: Mapping[str, str]


def to_utc(local: datetime, name: str, definitions: Mapping[str, Sequence[Observance]]) -> datetime | None:
    """Return a local time of a named zone in UTC, None if the zone is not known.

    Args:
        local: year to second; its own tzinfo is ignored.
        name: TZID as written.
        definitions: the calendar's own zones by TZID.
    """
    zone = iana_zone(name) or _defined(local, definitions.get(name, ())) or _windows_zone(name)
    if zone is None:
        return None
    try:
        return local.replace(tzinfo=zone).astimezone(UTC)
    except (OverflowError, ValueError):
        return None


def iana_zone(name: str) -> tzinfo | None:
    """Return the zone of an IANA name, also at the end of a path ("/example.org/20260101/Europe/Berlin")."""
    pieces = name.strip('"').strip("/").split("/")
    for count in (len(pieces), 2, 3):
        candidate = "/".join(pieces[-count:])
        if candidate and len(candidate) < 50 and candidate[0].isupper():
            try:
                return ZoneInfo(candidate)
            except (ValueError, OSError, KeyError):  # no zone, or no file name
                continue
    return None


def _windows_zone(name: str) -> tzinfo | None:
    """Return the zone of a Windows name ("W. Europe Standard Time")."""
    if "Time" not in name:
        return None
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON  # costs 70 ms, and few calendars need it

    return iana_zone(WINDOWS_TO_OLSON.get(name.strip('"'), ""))


def _defined(local: datetime, observances: Sequence[Observance]) -> tzinfo | None:
    """Return the offset that the calendar's own definition gives for a local time, None if it gives none."""
    naive = local.replace(tzinfo=None)
    begun = []
    for observance in observances[:20]:
        offset = _offset(observance.lines.get("TZOFFSETTO", ""))
        onset = _latest_onset(observance.lines, naive)
        if offset is None:
            return None
        if onset is not None:
            begun.append((onset, offset))
    return timezone(max(begun)[1]) if begun else None


def _offset(written: str) -> timedelta | None:
    match = _OFFSET.fullmatch(written.strip())
    if not match or int(match[2]) > 23:
        return None
    offset = timedelta(hours=int(match[2]), minutes=int(match[3]), seconds=int(match[4] or 0))
    return -offset if match[1] == "-" else offset


def _latest_onset(lines: Mapping[str, str], local: datetime) -> datetime | None:
    """Return when the observance last began at or before a local time, None if it had not."""
    first = read_local(lines.get("DTSTART", ""))
    if first is None or first > local:
        return None
    dates = (read_local(written) for written in lines.get("RDATE", "").split(",")[:200])
    onsets = [first, *(date for date in dates if date and date <= local)]
    rule = dict(item.partition("=")[::2] for item in lines.get("RRULE", "").upper().split(";"))
    if rule.get("FREQ") == "YEARLY":
        until = read_local(rule.get("UNTIL", ""))
        yearly = (_onset_in(year, rule, first) for year in (local.year - 1, local.year))
        onsets += [onset for onset in yearly if onset and first <= onset <= local and (not until or onset <= until)]
        if until and until < local:
            onsets += [onset for onset in [_onset_in(until.year, rule, first)] if onset and first <= onset <= until]
    return max(onsets)


def _onset_in(year: int, rule: Mapping[str, str], first: datetime) -> datetime | None:
    """Return when a yearly rule begins in one year; None if the rule is none this understands."""
    try:
        month = int(rule.get("BYMONTH") or first.month)
        weekday = _DAY.fullmatch(rule.get("BYDAY", ""))
        if not weekday:
            return first.replace(year=year, month=month) if not rule.get("BYDAY") else None
        earliest = [int(day) for day in rule.get("BYMONTHDAY", "").split(",") if day]
        nth = int(weekday[1] or 1)
        start = first.replace(year=year, month=month, day=min(earliest) if earliest else 1)
        onset = start + timedelta(days=(_WEEKDAYS.index(weekday[2]) - start.weekday()) % 7)
        if nth > 0:
            return onset + timedelta(weeks=nth - 1)
        weeks_left = (_days_in_month(start) - onset.day) // 7
        return onset + timedelta(weeks=weeks_left + nth + 1)
    except (ValueError, OverflowError):
        return None


def _days_in_month(day: datetime) -> int:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1).toordinal() - day.replace(day=1).toordinal()


def read_local(written: str) -> datetime | None:
    """Return an iCalendar date-time without its zone (RFC 5545 §3.3.5), None if it is none."""
    match = _LOCAL.fullmatch(written.strip())
    if not match:
        return None
    try:
        return datetime(*(int(group) for group in match.groups()))  # type: ignore[arg-type]  # noqa: DTZ001  local on purpose
    except ValueError:
        return None
