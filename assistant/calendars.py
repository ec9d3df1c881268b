"""Reads the user's calendar files (.ics, RFC 5545) into busy spans."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from assistant.agenda import Span
from assistant.errors import ConfigError

_AHEAD = timedelta(days=60)


def busy_spans(files: Sequence[Path], *, zone: ZoneInfo, now: datetime) -> tuple[Span, ...] | None:
    """Return when the user is busy from a day ago to 60 days ahead; None if there are no files.

    Recurring events are expanded; cancelled and transparent ones ("free") do not count; times without a zone and
    all-day events are meant in the user's zone.

    Raises:
        ConfigError: a file is missing or is no calendar.
    """
    if not files:
        return None
    return tuple(span for path in files for span in _spans(path, zone, now))


def _spans(path: Path, zone: ZoneInfo, now: datetime) -> list[Span]:
    import recurring_ical_events  # with icalendar a tenth of a second
    from icalendar import Calendar

    try:
        calendar = Calendar.from_ical(path.read_bytes())
        events = recurring_ical_events.of(calendar).between(now - timedelta(days=1), now + _AHEAD)
    except FileNotFoundError as error:
        raise ConfigError(f"The calendar {path} does not exist; correct `files` in [calendar] or create it.") from error
    except (OSError, ValueError) as error:
        raise ConfigError(f"The calendar {path} cannot be read: {error}") from error
    return [_span(event, zone) for event in events if _takes_time(event)]


def _takes_time(event: Any) -> bool:
    return str(event.get("TRANSP", "OPAQUE")).upper() != "TRANSPARENT" and str(event.get("STATUS", "")) != "CANCELLED"


def _span(event: Any, zone: ZoneInfo) -> Span:
    start = _moment(event["DTSTART"].dt, zone)
    end = event.get("DTEND")
    return Span(start=start, end=_moment(end.dt, zone) if end else start + timedelta(hours=1))


def _moment(value: date, zone: ZoneInfo) -> datetime:
    if not isinstance(value, datetime):
        value = datetime.combine(value, time(0), tzinfo=zone)
    return (value if value.tzinfo else value.replace(tzinfo=zone)).astimezone(UTC)
