"""Reads the user's calendars (.ics, RFC 5545), from files and the web, into busy spans."""

import re
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen
from zoneinfo import ZoneInfo

from assistant.agenda import Span
from assistant.errors import CalendarUnreachable, ConfigError

_BEHIND = timedelta(days=1)
_AHEAD = timedelta(days=180)
_WITHOUT_END = timedelta(hours=1)
_FRESH = timedelta(minutes=15)
_STALE = timedelta(days=3)
"""A copy older than this says too little about next week."""

_PATIENCE_SECONDS = 10
_LARGEST = 20_000_000
_NEVER_A_MEETING = ("SECONDLY", "MINUTELY")
_OWN_ZONES = re.compile(rb"BEGIN:VTIMEZONE\r?\n.*?END:VTIMEZONE\r?\n", re.DOTALL)


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


def fetched(urls: Sequence[str], folder: Path, now: datetime) -> list[Path]:
    """Return a fresh copy of each calendar on the web; where it cannot be had, the last one if it is recent.

    Args:
        urls: https addresses.
        folder: where copies are kept, readable by the user alone.
        now: aware.

    Raises:
        CalendarUnreachable: one cannot be fetched, and no copy of it is younger than three days.
        OSError: the folder cannot be written.
    """
    copies = []
    for url in urls:
        copy = folder / f"{sha256(url.encode()).hexdigest()[:32]}.ics"
        age = now.timestamp() - copy.stat().st_mtime if copy.exists() else None
        if age is None or age > _FRESH.total_seconds():
            try:
                _keep(copy, _fetch(url))
            except (OSError, HTTPException) as error:
                if age is None or age > _STALE.total_seconds():
                    place = urlsplit(url).hostname
                    raise CalendarUnreachable(f"The calendar at {place} cannot be fetched: {error}.") from error
        copies.append(copy)
    return copies


def _fetch(url: str) -> bytes:
    """Return what lies at an address; a page that is no calendar is refused here, so that it replaces no good copy."""
    with urlopen(url, timeout=_PATIENCE_SECONDS) as answer:  # noqa: S310 - the settings allow https only
        raw: bytes = answer.read(_LARGEST + 1)
    if len(raw) > _LARGEST or b"BEGIN:VCALENDAR" not in raw:
        raise OSError("what lies there is no calendar")
    return raw


def _keep(copy: Path, raw: bytes) -> None:
    copy.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = copy.with_suffix(".new")
    fresh.touch(mode=0o600)
    fresh.write_bytes(raw)
    fresh.replace(copy)


def _spans(path: Path, zone: ZoneInfo, now: datetime) -> list[Span]:
    try:
        calendars = _calendars(path.read_bytes())
    except FileNotFoundError as error:
        raise ConfigError(f"The calendar {path} does not exist; correct `files` in [calendar] or create it.") from error
    except (OSError, ValueError) as error:
        raise ConfigError(f"The calendar {path} cannot be read: {error}") from error
    if not calendars:
        raise ConfigError(f"The calendar {path} holds no calendar (VCALENDAR); correct `files` in [calendar].")
    return [span for one in calendars for span in _taken(one, zone, now)]


def _calendars(raw: bytes) -> list[Any]:
    """Read every calendar of a file; if its own time zones are broken, without them: names often tell enough."""
    from icalendar import Calendar  # with the library that expands events a tenth of a second

    try:
        return list(Calendar.from_ical(raw, multiple=True))
    except ValueError:
        return list(Calendar.from_ical(_OWN_ZONES.sub(b"", raw), multiple=True))


def _taken(calendar: Any, zone: ZoneInfo, now: datetime) -> list[Span]:
    """Expand all events at once or, if one of them breaks that, each series by itself."""
    series: dict[str, list[Any]] = defaultdict(list)
    for one in calendar.subcomponents:
        if one.name == "VEVENT" and "DTSTART" in one:
            series[str(one.get("UID"))].append(_bounded(one))
    try:
        return _expanded(calendar, [event for events in series.values() for event in events], zone, now)
    except Exception:  # the libraries raise whatever a broken event makes them
        found = []
        for events in series.values():
            with suppress(Exception):
                found += _expanded(calendar, events, zone, now)
        return found


def _expanded(calendar: Any, events: list[Any], zone: ZoneInfo, now: datetime) -> list[Span]:
    from recurring_ical_events import of

    calendar.subcomponents = [*(one for one in calendar.subcomponents if one.name == "VTIMEZONE"), *events]
    found = of(calendar, skip_bad_series=True).between(now - _BEHIND, now + _AHEAD)
    return [_span(event, zone) for event in found if _takes_time(event)]


def _bounded(event: Any) -> Any:
    """Let an event that would repeat without end in an hour happen once."""
    rule = event.get("RRULE")
    told = rule if isinstance(rule, dict) else {}
    if told.get("FREQ", [""])[0] in _NEVER_A_MEETING or told.get("INTERVAL", [1])[0] < 1:
        del event["RRULE"]
    return event


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
