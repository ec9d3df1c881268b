"""Days and clock times of a message put together: each moment with the sentence it stands in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from assistant.understanding.clocks import Clock, clocks_in
from assistant.understanding.days import Day, days_in
from assistant.understanding.reading import BULLET, Reading
from assistant.understanding.zones import ZONE, day_in, moment, name_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A point in time, as the message gives it.

    Attributes:
        at: aware, UTC. For a bare date: the start of that day in the zone assumed.
        zone: IANA name or offset as far as the message names one, None if it does not (etiquette: then ask).
        words: as written.
        all_day: only a date was given.
        until: end, if a span was given; aware, UTC.
    """

    at: datetime
    zone: str | None = None
    words: str
    all_day: bool = False
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A moment and where it stands.

    Attributes:
        moment: the moment.
        sentence: the whole sentence.
        before: the sentence up to the moment's words.
        limit: its own words set a limit ("within two weeks").
        week: a whole week or another span of days is named.
        place: index of the sentence and where in it the words begin, for putting mentions in order.
    """

    moment: Moment
    sentence: str
    before: str
    limit: bool
    week: bool
    place: tuple[int, int]


_LONGEST = 1000
"""Characters of a sentence that are read for times: nobody proposes one later."""
_STEMS = (
    "day", "week", "month", "noon", "tomorrow", "tonight", "this morning", "this afternoon", "this evening", "woche",
    "morgen", "heute", "early ", "late ", "mid", "mitte", "beginning of", "start of", "anfang", "end of", "tag",
    "mittwoch",
    "monat", "eod", "cob", "kw", "close of business", "ende ",
)  # fmt: skip
_TIGHT_BEHIND = re.compile(
    r"^,? ?\(?(?:at|um|from|,|-|–|@|von|between|zwischen|ab|gegen|around|:|any time after)? ?$", re.I
)
_TIGHT_BEFORE = re.compile(r"^,? ?(?:Uhr )?\(?(?:on|am|this)? ?$", re.I)
_FULL_STOP = re.compile(r"(?<=[^\W\d])\.$")
_DIGIT = re.compile(r"\d")
_CLOCK = re.compile(r"\d|\bnoon\b", re.I)
_AMERICAN = re.compile(r"\b(?:E[SD]?T|C[SD]T|M[SD]T|P[SD]?T|Eastern|Pacific) ?(?:[Tt]ime)?\b")
_MESSAGE_ZONE = re.compile(
    r"\b(?:all times|times (?:are|listed|shown)|time ?zone|alle (?:zeiten|uhrzeiten)|zeitzone)\b[^\n]{0,30}", re.I
)


@dataclass(frozen=True, slots=True)
class _Read:
    """One sentence with the days and clock times in it."""

    index: int
    text: str
    days: list[Day]
    clocks: list[Clock]


def sentences_of(reading: Reading) -> tuple[str, ...]:
    """Return the subject and the sentences: wherever a time can stand."""
    return (reading.subject, *reading.sentences)


def mentions_of(reading: Reading, zone: str | None) -> Iterator[Mention]:
    """Yield every moment of the message; none if it is not known when it was sent.

    Args:
        reading: the message.
        zone: the reader's IANA zone, for what names none; UTC is assumed without it.
    """
    sent = reading.message.sent_at
    if sent is None:
        return
    sentences = sentences_of(reading)
    today = day_in(sent, zone)
    stated = _stated_zone(reading)
    american = (stated or "").startswith("America/") or _AMERICAN.search(reading.flow) is not None
    month_first = True if american else False if reading.language == "de" else None
    read = [
        _Read(i, text, *_times_in(text, today, month_first, reading))
        for i, text in enumerate(sentence[:_LONGEST] for sentence in sentences)
        if _may_tell_time(text)
    ]
    zones = {clock.zone for part in read for clock in part.clocks if clock.zone}
    written = stated or (zones.pop() if len(zones) == 1 else None)
    heading: tuple[int, Day] | None = None
    for part in read:
        near = heading[1] if heading and _continues(sentences, heading[0], part.index) else None
        for day, clock in _paired(part, near):
            yield _mention(part, _moment(part.text, day, clock, zone, written, sent), day, clock)
        if part.days and not part.clocks:
            heading = part.index, part.days[-1]


def _may_tell_time(text: str) -> bool:
    lowered = text.lower()
    return any(map(lowered.__contains__, _STEMS)) or _DIGIT.search(text) is not None


def _times_in(text: str, today: date, month_first: bool | None, reading: Reading) -> tuple[list[Day], list[Clock]]:
    days = days_in(text, today, month_first)
    return days, clocks_in(_blanked(text, days), reading.language == "de") if _CLOCK.search(text) else []


def _stated_zone(reading: Reading) -> str | None:
    """The zone of "all times are in ET"."""
    for sentence in reading.naming(
        ("all times", "times are", "times listed", "time zone", "timezone", "zeiten", "zeitzone")
    ):
        said = _MESSAGE_ZONE.search(sentence)
        if said and (found := ZONE.search(said.group())):
            return name_of(found)
    return None


def _blanked(sentence: str, days: list[Day]) -> str:
    for day in days:
        sentence = sentence[: day.start] + " " * (day.end - day.start) + sentence[day.end :]
    return sentence


def _continues(sentences: tuple[str, ...], heading: int, index: int) -> bool:
    """Whether a sentence stands under a day's heading: next to it, or in the list below it."""
    return index == heading + 1 or all(text.startswith(BULLET) for text in sentences[heading + 1 : index + 1])


def _paired(part: _Read, heading: Day | None) -> Iterator[tuple[Day, Clock | None]]:
    """Give each clock time its day; days without one stand alone."""
    used: set[int] = set()
    for clock in part.clocks:
        chosen = _day_of(clock, part)
        if chosen is not None:
            used.add(chosen)
            yield part.days[chosen], clock
        elif heading and not part.days and clock.start <= len(BULLET) + 12:
            yield replace(heading, start=clock.start, end=clock.end), clock
    yield from ((day, None) for index, day in enumerate(part.days) if index not in used)


def _day_of(clock: Clock, part: _Read) -> int | None:
    """The day before the clock time, unless the one after is closer bound ("2pm on Thursday or 3pm on Friday")."""
    days = part.days
    one = [index for index, day in enumerate(days) if not day.span]
    before = max((i for i in one if days[i].end <= clock.start), default=None)
    after = min((i for i in one if days[i].start >= clock.end), default=None)
    if before is None or after is None:
        return after if before is None else before
    tight = _TIGHT_BEHIND.match(part.text[days[before].end : clock.start])
    return after if not tight and _TIGHT_BEFORE.match(part.text[clock.end : days[after].start]) else before


def _moment(text: str, day: Day, clock: Clock | None, zone: str | None, written: str | None, sent: datetime) -> Moment:
    start, end = (min(day.start, clock.start), max(day.end, clock.end)) if clock else (day.start, day.end)
    words = _FULL_STOP.sub("", text[start:end].strip(" ,;("))
    if clock:
        named = clock.zone or written
        until = moment(day.first, clock.until, named or zone) if clock.until else None
        return Moment(at=moment(day.first, clock.at, named or zone), zone=named, words=words, until=until)
    if day.hours:
        return Moment(at=sent + timedelta(hours=day.hours), words=words)
    last = moment(day.last + timedelta(days=1), time(0), zone) if day.last else None
    return Moment(at=moment(day.first, time(0), zone), words=words, all_day=True, until=last)


def _mention(part: _Read, found: Moment, day: Day, clock: Clock | None) -> Mention:
    start = min(day.start, clock.start) if clock else day.start
    return Mention(
        moment=found,
        sentence=part.text,
        before=part.text[:start],
        limit=day.limit,
        week=day.last is not None,
        place=(part.index, start),
    )
