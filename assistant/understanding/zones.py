"""Time zones as people write them."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo

from assistant.mail.expressions import expression

_LETTERS = {
    "America/New_York": "ET EST EDT",
    "America/Chicago": "CT CST CDT",
    "America/Denver": "MT MST MDT",
    "America/Los_Angeles": "PT PST PDT",
    "Europe/London": "BST",
    "Europe/Berlin": "CET CEST MEZ MESZ",
    "Europe/Lisbon": "WET WEST",
    "Europe/Athens": "EET EEST OEZ OESZ",
    "Asia/Singapore": "SGT",
    "Asia/Tokyo": "JST",
    "Asia/Hong_Kong": "HKT",
    "GMT": "GMT",
    "UTC": "UTC",
}
"""Daylight letters are taken loosely: people write EST in July and mean the clock on the wall. IST is left out: it is
India's, Israel's and Ireland's. AEST too: half of those who use it have no summer time."""

_NAMED = {
    "America/New_York": "eastern|new york|boston|toronto",
    "America/Chicago": "central|chicago",
    "America/Denver": "mountain|denver",
    "America/Los_Angeles": "pacific|san francisco|los angeles|seattle|california",
    "Europe/London": "uk|london|british|british summer",
    "Europe/Berlin": "central european|central european summer|berlin|german|berliner|deutscher|munich|hamburg",
    "Europe/Vienna": "vienna|wiener|austrian|österreichischer",
    "Europe/Zurich": "zurich|swiss|zürcher|schweizer",
    "Europe/Paris": "paris|french|pariser",
    "Europe/Amsterdam": "amsterdam|dutch",
    "Europe/Dublin": "dublin|irish",
    "Europe/Madrid": "madrid",
    "Europe/Lisbon": "lisbon",
    "Asia/Singapore": "singapore",
    "Asia/Kolkata": "india|indian",
}
_BY_WORD = {
    word.lower(): zone
    for table, separator in ((_LETTERS, " "), (_NAMED, "|"))
    for zone, words in table.items()
    for word in words.split(separator)
}
_ZONES: dict[str, tzinfo] = {name: ZoneInfo(name) for name in {*_LETTERS, *_NAMED}}  # read from disk once, at import

_NAMES = "|".join(sorted((word for words in _NAMED.values() for word in words.split("|")), key=len, reverse=True))
ZONE = expression(
    r" ?[(,\[]? ?(?:(?P<offset>(?:UTC|GMT) ?[+−-] ?\d{1,2}(?::?[0-5]\d)?)|"
    rf"(?P<letters>{'|'.join(' '.join(_LETTERS.values()).split())})\b(?!['-])|(?P<named>(?i:{_NAMES})) (?i:time|zeit|"
    rf"standard time|daylight time)\b|(?P<american>Eastern|Pacific)\b)"
)
"""A zone directly behind a clock time; see name_of."""

_OFFSET = expression(r"([+−-]) ?(\d{1,2}):?(\d{2})?")


def name_of(match: re.Match[str]) -> str:
    """Return the IANA name of what ZONE matched, or its offset as "UTC+02:00"."""
    if match["offset"]:
        sign, hours, minutes = _OFFSET.search(match["offset"]).groups()  # type: ignore[union-attr]
        return f"UTC{'+' if sign == '+' else '-'}{int(hours):02}:{minutes or '00'}"
    return _BY_WORD[(match["letters"] or match["named"] or match["american"]).lower()]


def moment(day: date, clock: time, zone: str | None) -> datetime:
    """Return that clock time in a zone as UTC; UTC itself if the zone is None or unknown."""
    return datetime.combine(day, clock, tzinfo=_zone(zone)).astimezone(UTC)


def day_in(moment: datetime, zone: str | None) -> date:
    """Return the calendar day of a moment in a zone."""
    return moment.astimezone(_zone(zone)).date()


@cache
def _zone(name: str | None) -> tzinfo:
    if name is None:
        return UTC
    if (offset := _OFFSET.search(name)) and name.startswith("UTC"):
        span = timedelta(hours=int(offset[2]) % 24, minutes=int(offset[3] or 0))
        return timezone(-span if offset[1] != "+" else span)
    try:
        return _ZONES.get(name) or ZoneInfo(name)
    except (OSError, ValueError, KeyError):
        return UTC
