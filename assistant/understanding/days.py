"""Days as people write them, English and German: "next Friday", "14. Mai", "within 5 business days", "KW 23"."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "January Jan Januar Jänner", "February Feb Februar Feber", "March Mar März Mär Mrz", "April Apr", "May Mai",
            "June Jun Juni", "July Jul Juli", "August Aug", "September Sept Sep", "October Oct Oktober Okt",
            "November Nov", "December Dec Dezember Dez",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mon montag mo", "tuesday tues tue dienstag di", "wednesday wed mittwoch mi",
            "thursday thurs thur thu donnerstag do", "friday fri freitag fr", "saturday sat samstag sonnabend sa",
            "sunday sun sonntag so",
        )
    )
    for name in names.split()
}  # fmt: skip
_NUMBERS = {
    word: number
    for number, words in enumerate(
        (
            "a an one eine einer einem einen ein", "two zwei", "three drei", "four vier", "five fünf", "six sechs",
            "seven sieben", "eight acht", "nine neun", "ten zehn",
        ),
        start=1,
    )
    for word in words.split()
}  # fmt: skip
_MONTH = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + ")"
_FULL = "(?:" + "|".join(name.capitalize() for name in _WEEKDAYS if len(name) > 5) + ")"
_SHORT = r"(?:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun|Mo|Di|Mi|Do|Fr|Sa|So)\b"
_DATED = rf"(?:({_FULL}|{_SHORT})[.,]{{0,2}} ?(?:the |den |dem |der )?)?"
_COUNT = r"(\d{1,2}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + ")"
_BACK, _AHEAD = 45, 320


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day in a sentence.

    Attributes:
        start: where its words begin in the sentence.
        end: where they end.
        first: the day, or the first of the week named.
        last: last day of a week or span, None for a single day.
        limit: the words themselves set a limit ("within", "end of"); first is then the last day that counts.
        hours: "within 48 hours" counts hours from the sending, 0 otherwise.
    """

    start: int
    end: int
    first: date
    last: date | None = None
    limit: bool = False
    hours: int = 0


_Found = tuple[date, date | None, bool, int] | None
_Reader = Callable[[re.Match[str], date, bool | None], _Found]


def days_in(sentence: str, today: date, month_first: bool | None) -> list[Day]:
    """Return the days of one sentence in order, none overlapping.

    Args:
        sentence: one sentence or list item.
        today: the day of sending, which relative days count from.
        month_first: whether 5/6 is the sixth of May; None if that cannot be told, then such dates are passed over.
    """
    found_days: list[Day] = []
    taken: list[
        tuple[int, int]
    ] = []  # words once read are not read again: "Friday, 14 May" is no Friday if it contradicts
    lowered = sentence.lower()
    for stems, pattern, reader in _GRAMMAR:
        if not any(stem in lowered for stem in stems):
            continue
        for match in pattern.finditer(sentence):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            taken.append(match.span())
            found = reader(match, today, month_first)
            if found:
                first, last, limit, hours = found
                start, end = match.span()
                found_days.append(Day(start=start, end=end, first=first, last=last, limit=limit, hours=hours))
    return sorted(found_days, key=lambda day: day.start)


def _dated(year: str | None, month: int, day: int, weekday: str | None, today: date) -> _Found:
    """A calendar date; None if there is no such day or the weekday beside it contradicts."""
    years = [int(year) + (2000 if len(year) == 2 else 0)] if year else [today.year - 1, today.year, today.year + 1]
    for candidate in years:
        try:
            found = date(candidate, month, day)
        except ValueError:
            continue
        if year or -_BACK <= (found - today).days <= _AHEAD:
            agrees = weekday is None or _WEEKDAYS[weekday.lower()] == found.weekday()
            return (found, None, False, 0) if agrees else None
    return None


def _day_month(match: re.Match[str], today: date, _: bool | None) -> _Found:
    return _dated(match[4], _MONTHS[match[3]], int(match[2]), match[1], today)


def _month_day(match: re.Match[str], today: date, _: bool | None) -> _Found:
    return _dated(match[4], _MONTHS[match[2]], int(match[3]), match[1], today)


def _iso(match: re.Match[str], today: date, _: bool | None) -> _Found:
    return _dated(match[1], int(match[2]), int(match[3]), None, today)


def _dotted(match: re.Match[str], today: date, _: bool | None) -> _Found:
    return _dated(match[4], int(match[3]), int(match[2]), match[1], today)


def _slashed(match: re.Match[str], today: date, month_first: bool | None) -> _Found:
    one, two = int(match[2]), int(match[3])
    if (one, two) == (24, 7) or not (match[1] or match[4] or _DATE_AROUND.search(match.string)):
        return None
    readings = [_dated(match[4], one, two, match[1], today), _dated(match[4], two, one, match[1], today)]
    possible = [reading for reading in readings if reading]
    if len(possible) == 2 and one != two:
        return None if month_first is None else readings[0 if month_first else 1]
    return possible[0] if possible else None


def _relative(match: re.Match[str], today: date, _: bool | None) -> _Found:
    word = match[0].lower()
    ahead = 2 if "after" in word or "über" in word else 1 if word.startswith(("tomorrow", "morgen")) else 0
    return today + timedelta(days=ahead), None, False, 0


def _weekday(match: re.Match[str], today: date, _: bool | None) -> _Found:
    """ "Thursday" is the next one after today, "next Thursday" the one of next week, as is "Thursday next week"."""
    before, name, after, ordinal = (match[1] or "").lower(), match[2], match[3], match[4]
    wanted = _WEEKDAYS[name.lower()]
    if ordinal:
        days = (today + timedelta(days=ahead) for ahead in range(60))
        return next(
            ((day, None, False, 0) for day in days if day.day == int(ordinal) and day.weekday() == wanted), None
        )
    monday = today - timedelta(days=today.weekday())
    if after or before.startswith(("next", "nächst")):
        return monday + timedelta(days=7 + wanted), None, False, 0
    ahead = (wanted - today.weekday()) % 7 or 7
    return today + timedelta(days=ahead), None, False, 0


def _span(match: re.Match[str], today: date, _: bool | None) -> _Found:
    count, unit, working = _upper(match[2], match[3]), match[5].lower(), bool(match[4])
    limit = match[1].lower() != "in" or "next" in match[0].lower() or "nächst" in match[0] or "kommend" in match[0]
    if unit.startswith(("hour", "stunde")):
        return today + timedelta(hours=count), None, True, count
    if unit.startswith(("month", "monat")):
        return today + timedelta(days=30 * count), None, limit, 0
    days = count * (7 if unit.startswith(("week", "woche")) else 1)
    return (_working_days_after(today, days) if working else today + timedelta(days=days)), None, limit, 0


def _upper(first: str, second: str | None) -> int:
    word = (second or first).lower()
    return int(word) if word.isdigit() else _NUMBERS[word]


def _working_days_after(today: date, count: int) -> date:
    """Monday to Friday; the sender's holidays are unknown."""
    day = today
    while count > 0:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day


def _week(match: re.Match[str], today: date, _: bool | None) -> _Found:
    """ "next week", "end of this week": Monday to Friday."""
    words = match[0].lower()
    monday = (
        today
        - timedelta(days=today.weekday())
        + timedelta(days=7 * bool(re.search("next|nächst|kommend|following", words)))
    )
    friday = monday + timedelta(days=4)
    if friday < today:
        return None
    return (friday, None, True, 0) if re.search("end", words) else (max(monday, today), friday, False, 0)


def _month_end(match: re.Match[str], today: date, _: bool | None) -> _Found:
    named = next((_MONTHS[word] for word in match[0].split() if word in _MONTHS), None)
    month = named or today.month + bool(re.search("next|nächst|kommend", match[0].lower()))
    year = today.year + (month > 12 or month < today.month)
    month = (month - 1) % 12 + 1
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1), None, True, 0


def _calendar_week(match: re.Match[str], today: date, _: bool | None) -> _Found:
    number = int(match[1] or match[2])
    for year in (today.year, today.year + 1):
        try:
            monday = date.fromisocalendar(year, number, 1)
        except ValueError:
            return None
        if monday + timedelta(days=_BACK) >= today:
            return monday, monday + timedelta(days=4), False, 0
    return None


def _day_end(match: re.Match[str], today: date, _: bool | None) -> _Found:
    return today, None, True, 0


_DATE_AROUND = re.compile(r"\d ?[ap]\.?m\b|\d:\d\d|\b(?:on|by|before|until|due|am|bis|vom) \d{1,2}/\d|\d Uhr", re.I)
_MONTH_STEMS = (
    "jan",
    "jän",
    "feb",
    "mar",
    "mär",
    "mrz",
    "apr",
    "may",
    "mai",
    "jun",
    "jul",
    "aug",
    "sep",
    "o",
    "nov",
    "de",
)
_GRAMMAR: tuple[tuple[tuple[str, ...], re.Pattern[str], _Reader], ...] = (
    (("20",), re.compile(r"\b(20\d\d)-(\d\d)-(\d\d)\b"), _iso),
    (
        _MONTH_STEMS,
        re.compile(rf"\b{_DATED}(\d{{1,2}})(?:st|nd|rd|th|\.)? ?(?:of )?\b({_MONTH})\b\.?(?:,? ?(20\d\d))?(?!\d)"),
        _day_month,
    ),
    (
        _MONTH_STEMS,
        re.compile(rf"\b{_DATED}\b({_MONTH})\.? (\d{{1,2}})(?:st|nd|rd|th)?\b(?!:\d| ?[ap]\.?m\b)(?:,? (20\d\d))?"),
        _month_day,
    ),
    (
        (".",),
        re.compile(rf"(?<![\d.,])\b{_DATED}(\d{{1,2}})\. ?(\d{{1,2}})\.(?: ?(20\d\d|\d\d\b(?!:)))?(?![\d])"),
        _dotted,
    ),
    (("/",), re.compile(rf"(?<![\d/])\b{_DATED}(\d{{1,2}})/(\d{{1,2}})(?:/(20\d\d|\d\d))?(?![\d/])"), _slashed),
    (
        ("in", "binnen"),
        re.compile(
            rf"\b(?i:(within|in|innerhalb|binnen)(?: von| about| approximately)?(?: (?:the|der|den|"
            rf"ca\.))?(?: (?:next|following|nächsten|kommenden|folgenden))? {_COUNT}(?: ?(?:-|–|to|or|bis|"
            rf"oder) ?{_COUNT})?"
            r" ?(business |working |work |werk|arbeits)?(?:calendar |kalender)?(days?|weeks?|months?|hours?|"
            r"tag(?:en?|e)?|wochen?|monat(?:en?|s)?|stunden?))\b"
        ),
        _span,
    ),
    (
        ("day", "tag", "mittwoch", "sonnabend", "mon", "tue", "wed", "thu", "fri"),
        re.compile(
            rf"\b(?:(?i:(this|next|this coming|coming|diese[nrsm]?|nächste[nrsm]?|"
            rf"kommende[nrsm]?) (?:week )?(?:on )?))?({_FULL}|"
            r"(?:Mon|Tues?|Wed|Thu(?:rs?)?|Fri)\b)(?!s\b)( (?:of )?next week| (?:in )?(?:der )?(?:nächste[rn]?|"
            r"kommende[rn]?) Woche)?(?:,? (?:the )?(\d{1,2})(?:st|nd|rd|th)\b)?"
        ),
        _weekday,
    ),
    (
        ("week", "woche"),
        re.compile(
            r"\b(?i:(?:by |until |bis )?(?:the )?end of (?:the |this |next )?week|(?:ende|ende der|ende dieser|"
            r"bis ende) (?:der |dieser |nächster |kommender |der nächsten )?woche|(?:early |late |sometime )?(?:next|"
            r"this|the following) week|(?:anfang |mitte |in der |im laufe der )?(?:nächste[rn]?|kommende[rn]?|"
            r"diese[r]?) woche)\b(?! (?:on )?(?:mon|tue|wed|thu|fri))"
        ),
        _week,
    ),
    (
        ("end",),
        re.compile(
            rf"\b(?:(?:the )?[Ee]nd of (?:(?:the|this|next) month|{_MONTH})|Ende (?:des Monats|dieses Monats|"
            rf"nächsten Monats|{_MONTH}))\b"
        ),
        _month_end,
    ),
    (
        ("kw", "cw", "week", "woche"),
        re.compile(r"\b(?:KW|CW|[Cc]alendar week|Kalenderwoche) ?(\d{1,2})\b|\b(\d{1,2})\. ?(?:KW|Kalenderwoche)\b"),
        _calendar_week,
    ),
    (
        ("tomorrow", "today", "tonight", "this ", "morgen", "heute"),
        re.compile(
            r"\b(?:(?:the )?[Dd]ay after tomorrow|[Tt]omorrow|[Tt]oday|[Tt]onight|[Tt]his (?:morning|afternoon|"
            r"evening)|[Üü]bermorgen|(?<![Gg]uten )(?<!am )(?<!jeden )morgen(?: früh| vormittag| nachmittag|\b)|"
            r"[Hh]eute(?: [Vv]ormittag| [Nn]achmittag)?)\b"
        ),
        _relative,
    ),
    (
        ("end of", "eod", "cob", "close of"),
        re.compile(
            r"\b(?:(?:the )?end of (?:the |business )?day|EOD|COB|[Cc]lose of business)\b(?!,? (?:on )?(?:Mon|Tue|"
            r"Wed|Thu|Fri|tom|\d))"
        ),
        _day_end,
    ),
)
"""Stems of which one must occur, pattern and reader, in order: the first reading of a stretch of words holds."""
