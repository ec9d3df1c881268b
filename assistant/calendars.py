"""Reads the user's calendar files (.ics, RFC 5545) into busy spans."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from assistant.agenda import Span
from assistant.errors import ConfigError

_BEHIND = timedelta(days=1)
_AHEAD = timedelta(days=180)
_WITHOUT_END = timedelta(hours=1)


def busy_spans(files: Sequence[Path], *, zone: ZoneInfo, now: datetime) -> tuple[Span, ...] | None:
    """Return when the user is busy from a day ago to 180 days ahead, in UTC; None if there are no files.

    Recurring events are expanded; cancelled and transparent ones ("free") do not count; times without a zone, or with
    one that nobody knows, and all-day events are meant in the user's zone; an event without an end takes an hour. A
    damaged event costs only itself.

    Raises:
        ConfigError: a file is missing or is no calendar.
    """
    if not files:
        return None
    return tuple(span for path in files for span in _spans(path, zone, now))


def _spans(path: Path, zone: ZoneInfo, now: datetime) -> list[Span]:
    from icalendar import Calendar  # with the library that expands events a tenth of a second
    from recurring_ical_events import of

    try:
        calendars = [_dated(one) for one in Calendar.from_ical(path.read_bytes(), multiple=True)]
        found = [of(one, skip_bad_series=True).between(now - _BEHIND, now + _AHEAD) for one in calendars]
    except FileNotFoundError as error:
        raise ConfigError(f"The calendar {path} does not exist; correct `files` in [calendar] or create it.") from error
    except (OSError, ValueError) as error:
        raise ConfigError(f"The calendar {path} cannot be read: {error}") from error
    if not calendars:
        raise ConfigError(f"The calendar {path} holds no calendar (VCALENDAR); correct `files` in [calendar].")
    return [_span(event, zone) for events in found for event in events if _takes_time(event)]


def _dated(calendar: Any) -> Any:
    """Leave out events without a beginning, on which the library raises."""
    calendar.subcomponents = [one for one in calendar.subcomponents if one.name != "VEVENT" or "DTSTART" in one]
    return calendar


def _takes_time(event: Any) -> bool:
    transparent = str(event.get("TRANSP", "")).upper() == "TRANSPARENT"
    return not transparent and str(event.get("STATUS", "")).upper() != "CANCELLED"


def _span(event: Any, zone: ZoneInfo) -> Span:
    start, end = _moment(event.start, zone), _moment(event.end, zone)
    return Span(start=start, end=end if end > start else start + _WITHOUT_END)


def _moment(value: date, zone: ZoneInfo) -> datetime:
    if not isinstance(value, datetime):
        value = datetime.combine(value, time(0), tzinfo=zone)
    return (value if value.tzinfo else value.replace(tzinfo=zone)).astimezone(UTC)
