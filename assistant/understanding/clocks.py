"""Clock times as people write them, English and German: "2pm", "10-11am", "14:30 Uhr", "between 2 and 4 pm"."""

import re
from dataclasses import dataclass
from datetime import time

from assistant.understanding.zones import ZONE, name_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A clock time in a sentence: where it stands, from when until when, and the zone written behind it."""

    start: int
    end: int
    at: time
    until: time | None = None
    zone: str | None = None


_DASH = r" ?(?:-|–|—|to|and|until|till|bis|und) ?"
_MERIDIEM = r" ?([ap])\.?m\b\.?"
_HALF_DAY = re.compile(
    rf"(?<![\d.:/$€£])(?:(\d{{1,2}})(?:[:.](\d\d))?(?:{_MERIDIEM})?(?:{_DASH}))?(?<![\d.:/$€£])(\d{{1,2}})(?:[:.](\d\d))?{_MERIDIEM}",
    re.I,
)
_UHR = re.compile(
    r"(?<![\d.:/$€])(?:(\d{1,2})(?:[:.](\d\d))?(?: ?(?:Uhr|h))?"
    + _DASH
    + r")?(?<![\d.:/$€])(\d{1,2})(?:[:.](\d\d))? ?(?:Uhr|hrs|h)\b(?: (\d\d)\b)?"
)
_COLON = re.compile(rf"(?<![\d.:/$€])(?:(\d{{1,2}}):(\d\d){_DASH})?(?<![\d.:/$€])(\d{{1,2}}):(\d\d)(?![\d:])")
_NOON = re.compile(r"\b(?:12 )?noon\b", re.I)
_BARE = re.compile(
    r"\b(?:at|around|@|um|gegen|between|about|for) (\d{1,2})(?:(?: and | ?[-–] ?)(\d{1,2}))?(?: o'clock)?(?= *(?:$|"
    r"[,.;?!)]|on\b|this\b|tomorrow|today|in the|work|or\b|oder\b|E[SD]?T|P[SD]?T|CES?T|next|if\b))",
    re.I,
)


def clocks_in(sentence: str, german: bool) -> list[Clock]:
    """Return the clock times of one sentence in order, none overlapping.

    Args:
        sentence: one sentence, days in it blanked out so that "May 5 - 2pm" is no span.
        german: hours are counted to 24; otherwise 1 to 6 without "am" or "pm" are afternoon: who interviews at night?
    """
    found: list[Clock] = []
    for pattern, reader in ((_HALF_DAY, _half_day), (_UHR, _uhr), (_COLON, _colon), (_NOON, _noon), (_BARE, _bare)):
        for match in pattern.finditer(sentence):
            if any(match.start() < clock.end and clock.start < match.end() for clock in found):
                continue
            times = reader(match, german)
            if times:
                zone = ZONE.match(sentence, match.end())
                end = zone.end() if zone else match.end()
                found.append(
                    Clock(
                        start=match.start(), end=end, at=times[0], until=times[1], zone=name_of(zone) if zone else None
                    )
                )
    return sorted(found, key=lambda clock: clock.start)


_Times = tuple[time, time | None] | None


def _half_day(match: re.Match[str], german: bool) -> _Times:
    hour, minute, half, to_hour, to_minute, to_half = match.groups()
    end = _time(to_hour, to_minute, to_half)
    if end is None or hour is None:
        return (end, None) if end else None
    start = _time(hour, minute, half or to_half)
    if start and start >= end and not half:
        start = _time(hour, minute, "a" if to_half.lower() == "p" else "p")  # "11-1pm"
    return (start, end) if start and start < end else None


def _uhr(match: re.Match[str], german: bool) -> _Times:
    hour, minute, to_hour, to_minute, minute_behind = match.groups()
    end = _time(to_hour, to_minute or minute_behind)
    start = _time(hour, minute) if hour else None
    if start and end and start < end:
        return start, end
    return (end, None) if end and end.hour > 6 else None


def _colon(match: re.Match[str], german: bool) -> _Times:
    hour, minute, to_hour, to_minute = match.groups()
    start, end = (_daytime(h, m, german) if h else None for h, m in ((hour, minute), (to_hour, to_minute)))
    if start and end:
        return (start, end) if start < end else None
    return (end, None) if end else None


def _noon(match: re.Match[str], german: bool) -> _Times:
    return time(12), None


def _bare(match: re.Match[str], german: bool) -> _Times:
    start, end = (_daytime(h, None, german) if h else None for h in match.groups())
    if start is None or (match[2] and (end is None or end <= start)):
        return None
    return start, end


def _daytime(hour: str, minute: str | None, german: bool) -> time | None:
    """Without "am" or "pm": 0:xx to 24:xx where it can only be that, 1 to 6 in the afternoon, 7 and 0 unknown."""
    if german or (len(hour) == 2 and hour[0] == "0") or int(hour) > 7:
        return _time(hour, minute)
    return _time(hour, minute, "p") if 1 <= int(hour) <= 6 else None


def _time(hour: str, minute: str | None, half: str | None = None) -> time | None:
    value = int(hour)
    if half:
        if not 1 <= value <= 12:
            return None
        value = value % 12 + (12 if half.lower() == "p" else 0)
    return time(value, int(minute or 0)) if value < 24 and int(minute or 0) < 60 else None
