"""Spans they leave the choice in: days, half days, weeks, hours; English and German."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import groupby

from assistant.understanding.mentions import Mention, Moment
from assistant.understanding.zones import day_in, moment

_PARTS: tuple[tuple[re.Pattern[str], time, time], ...] = (
    (
        re.compile(
            r"\b(?:(?<!good )mornings?|\w{0,8}vormittag?s?|(?<!guten )(?<!schönen "
            r")\bmorgens)\b",
            re.I,
        ),
        time(0),
        time(12),
    ),
    (re.compile(r"\b(?:afternoons?|\w{0,8}nachmittag?s?)\b", re.I), time(12), time(18)),
    (re.compile(r"\b(?:evenings?|\w{0,8}abends?)\b", re.I), time(17), time(0)),
)
"""Half of a day, and from when until when; 0:00 at the end is midnight."""

_TO = re.compile(r"^,? ?(?:-|–|—|to|through|until|till|bis(?: zum| einschließlich)?) ?(?:the |next )?$", re.I)
_AND = re.compile(r"^,? ?(?:and|und) ?(?:the |dem )?$", re.I)
_BETWEEN = re.compile(r"\b(?:between|zwischen)(?: the| dem)? ?$", re.I)
_WEEK_OF = re.compile(
    r"\bweek (?:of|commencing|beginning|starting)(?: on| the)? ?$|\bw/c ?$|\bwoche (?:vom|ab(?: dem)?|des)(?: \w+,)? "
    r"?$",
    re.I,
)
EXCEPT = re.compile(
    r"\b(?:except(?: for)?|excluding|but not|apart from|not|außer|nicht|ohne)(?: on| am| an)?(?: the)? "
    r"?$",
    re.I,
)
_FROM = re.compile(r"\b(?:any ?time )?(?:after|from|ab|nach|jederzeit nach) ?$", re.I)
_BEFORE = re.compile(r"\b(?:any ?time )?(?:before|until|vor|bis) ?$", re.I)
_DIGIT = re.compile(r"\d")
_CLOCK = re.compile(
    r"\b\d{1,2}(?:[:.]\d\d)? ?(?:[ap]\.?m\b|uhr)|\b\d{1,2}:\d\d|\b(?:12 )?noon|\d{1,2}(?:\.\d\d)?$", re.I
)
_LONG = timedelta(minutes=90)
_A_DAY = timedelta(days=1)
_LONGEST = timedelta(days=62)
_NEAR = 14
_MOST_DAYS = 10
"""Half days made of one span at most: two working weeks."""


def windows_of(mentions: list[Mention], zone: str | None, sent: datetime) -> tuple[Moment, ...]:
    """Return the spans within which they ask for a time, in order, each with its end.

    Args:
        mentions: the moments of sentences that look for a time to talk, in order.
        zone: the reader's IANA zone.
        sent: when the message was sent; no span begins before its day.
    """
    found: dict[tuple[datetime, datetime | None], Moment] = {}
    for sentence, group in groupby(mentions, key=lambda mention: mention.sentence):
        for window in _in_sentence(sentence, list(group), zone, day_in(sent, zone)):
            found.setdefault((window.at, window.until), window)
    return tuple(found.values())


def _in_sentence(sentence: str, mentions: list[Mention], zone: str | None, today: date) -> Iterator[Moment]:
    excepted = [m for m in mentions if EXCEPT.search(m.before)]
    skipped = {_first(m, zone) for m in excepted}
    weekdays = {_first(m, zone).weekday() for m in excepted if not _DIGIT.search(m.moment.words)}
    for first, last, words, end in _day_spans([m for m in mentions if m.moment.all_day or m.limit], zone, today):
        if first == last and first in skipped:
            continue
        part = _part_of_day(sentence, end)
        days = [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
        if not part and not skipped:
            yield _window(days[0], days[-1], (time(0), time(0)), zone, words)
            continue
        wanted = [day for day in days if day not in skipped and day.weekday() not in weekdays]
        working = [day for day in wanted if len(days) == 1 or day.weekday() < 5]
        yield from (_window(day, day, part or (time(0), time(0)), zone, words) for day in working[:_MOST_DAYS])
    yield from (window for m in mentions if not m.moment.all_day and (window := _of_hours(m, zone)))


def _part_of_day(sentence: str, end: int) -> tuple[time, time] | None:
    """The half of a day named directly behind the day's words, else the one half that the sentence names."""
    for text in (sentence[end : end + _NEAR], sentence):
        named = [(begin, until) for pattern, begin, until in _PARTS if pattern.search(text)]
        if len(named) == 1:
            return named[0]
    return None


def _day_spans(mentions: list[Mention], zone: str | None, today: date) -> Iterator[tuple[date, date, str, int]]:
    """First and last day of each span ("Monday to Wednesday", a week, a single day), its words and where they end."""
    skip = False
    for index, mention in enumerate(mentions):
        if skip:
            skip = False
            continue
        first, last, words = _first(mention, zone), _last(mention, zone), mention.moment.words
        following = mentions[index + 1] if index + 1 < len(mentions) else None
        if _WEEK_OF.search(mention.before):
            last = first + timedelta(days=max(4 - first.weekday(), 0))
        elif mention.limit:
            first, last = today, first
        elif following and ends_span(mention, following):
            last, skip = _last(following, zone), True
            last += timedelta(days=7 if last < first else 0)  # "Monday to Wednesday", said on a Tuesday
            words = f"{words} - {following.moment.words}"
        if first <= last <= first + _LONGEST:
            yield first, last, words, _end(following if skip and following else mention)


def _end(mention: Mention) -> int:
    return len(mention.before) + len(mention.moment.words)


def ends_span(one: Mention, other: Mention) -> bool:
    """Whether two days of a sentence are the ends of one span."""
    gap = other.before[_end(one) :]
    return bool(_TO.match(gap) or (_AND.match(gap) and _BETWEEN.search(one.before)))


def ends_open(mention: Mention) -> bool:
    """Whether only the end of a span of hours is named ("Friday before noon"): no time to agree to."""
    clock = not mention.moment.all_day and mention.moment.until is None
    return clock and _BEFORE.search(_before_clock(mention)) is not None


def _before_clock(mention: Mention) -> str:
    words = mention.moment.words
    clock = _CLOCK.search(words)
    return mention.before + (words[: clock.start()] if clock else "")


def _of_hours(mention: Mention, zone: str | None) -> Moment | None:
    """Hours of one day that leave a choice: more than ninety minutes, "after 3 pm", "before noon"."""
    found = mention.moment
    if found.until:
        return found if found.until - found.at > _LONG else None
    named = found.zone or zone
    day = day_in(found.at, named)
    if _FROM.search(_before_clock(mention)):
        return Moment(at=found.at, until=moment(day + _A_DAY, time(0), named), zone=found.zone, words=found.words)
    if ends_open(mention):
        return Moment(at=moment(day, time(0), named), until=found.at, zone=found.zone, words=found.words)
    return None


def _window(first: date, last: date, hours: tuple[time, time], zone: str | None, words: str) -> Moment:
    begin, end = hours
    until = moment(last, end, zone) if end > time(0) else moment(last + _A_DAY, time(0), zone)
    return Moment(at=moment(first, begin, zone), until=until, words=words, all_day=hours == (time(0), time(0)))


def _first(mention: Mention, zone: str | None) -> date:
    return day_in(mention.moment.at, zone)


def _last(mention: Mention, zone: str | None) -> date:
    until = mention.moment.until
    return day_in(until - timedelta(seconds=1), zone) if until else _first(mention, zone)
