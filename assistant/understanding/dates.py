"""From the words for a day to the day itself: calendar dates, weekdays, spans, weeks; English and German."""

import re
from datetime import date, timedelta

MONTHS = {
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
WEEKDAYS = {
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
NUMBERS = {
    word: number
    for number, words in enumerate(
        (
            "a an one eine einer einem einen ein", "two zwei couple", "three drei", "four vier", "five fünf",
            "six sechs", "seven sieben", "eight acht", "nine neun", "ten zehn", "eleven elf", "twelve zwölf",
            "thirteen dreizehn", "fourteen vierzehn",
        ),
        start=1,
    )
    for word in words.split()
}  # fmt: skip
_BACK, _AHEAD = 45, 320
_COMING = re.compile("next|nächst|kommend", re.I)
_DATE_AROUND = re.compile(r"\d ?[ap]\.?m\b|\d:\d\d|\b(?:on|by|before|until|due|am|bis|vom) \d{1,2}/\d|\d Uhr", re.I)

Found = tuple[date, date | None, bool, int] | None
"""First day, last of a week, whether the words set a limit, hours of "within 48 hours"; None if it makes no sense."""


def _dated(year: str | None, month: int, day: int, weekday: str | None, today: date) -> Found:
    """A calendar date; None if there is no such day or the weekday beside it contradicts."""
    years = [int(year) + (2000 if len(year) == 2 else 0)] if year else [today.year - 1, today.year, today.year + 1]
    for candidate in years:
        try:
            found = date(candidate, month, day)
        except ValueError:
            continue
        if year or -_BACK <= (found - today).days <= _AHEAD:
            agrees = weekday is None or WEEKDAYS[weekday.lower()] == found.weekday()
            return (found, None, False, 0) if agrees else None
    return None


def day_month(match: re.Match[str], today: date, _: bool | None) -> Found:
    """ "14 May 2026", "Donnerstag, den 14. Mai"."""
    return _dated(match[4], MONTHS[match[3]], int(match[2]), match[1], today)


def month_day(match: re.Match[str], today: date, _: bool | None) -> Found:
    """ "Thursday, May 14th, 2026"."""
    return _dated(match[4], MONTHS[match[2]], int(match[3]), match[1], today)


def day_range(match: re.Match[str], today: date, _: bool | None) -> Found:
    """ "1 to 3 December", "vom 12. bis 14. Mai", "12.-14.05."."""
    month = MONTHS[match["month"]] if match["month"] else int(match["number"])
    return _ranged(int(match["first"]), int(match["last"]), month, match["year"], today)


def month_range(match: re.Match[str], today: date, _: bool | None) -> Found:
    """ "December 1-3"."""
    return _ranged(int(match[2]), int(match[3]), MONTHS[match[1]], match[4], today)


def _ranged(first: int, last: int, month: int, year: str | None, today: date) -> Found:
    begin, end = (_dated(year, month, day, None, today) for day in (first, last))
    return (begin[0], end[0], False, 0) if begin and end and begin[0] < end[0] else None


def iso(match: re.Match[str], today: date, _: bool | None) -> Found:
    """ "2026-05-14"."""
    return _dated(match[1], int(match[2]), int(match[3]), None, today)


def dotted(match: re.Match[str], today: date, _: bool | None) -> Found:
    """ "14.05.2026"."""
    return _dated(match[4], int(match[3]), int(match[2]), match[1], today)


def slashed(match: re.Match[str], today: date, month_first: bool | None) -> Found:
    """ "5/14", in the order that alone makes sense, else in the one the message suggests, else not at all."""
    one, two = int(match[2]), int(match[3])
    if (one, two) == (24, 7) or not (match[1] or match[4] or _DATE_AROUND.search(match.string)):
        return None
    readings = [_dated(match[4], one, two, match[1], today), _dated(match[4], two, one, match[1], today)]
    possible = [reading for reading in readings if reading]
    if len(possible) == 2 and one != two:
        return None if month_first is None else readings[0 if month_first else 1]
    return possible[0] if possible else None


def relative(match: re.Match[str], today: date, _: bool | None) -> Found:
    """ "today", "tomorrow", "übermorgen"."""
    word = match[0].lower()
    ahead = 2 if "after" in word or "über" in word else 1 if word.startswith(("tomorrow", "morgen")) else 0
    return today + timedelta(days=ahead), None, False, 0


def weekday(match: re.Match[str], today: date, _: bool | None) -> Found:
    """ "Thursday" is the next one after today, "next Thursday" the one of next week, as is "Thursday next week"."""
    before, name, after, ordinal = (match[1] or "").lower(), match[2], match[3], match[4]
    wanted = WEEKDAYS[name.lower()]
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


def span(match: re.Match[str], today: date, _: bool | None) -> Found:
    """ "within 5 business days", "in two weeks": the last day that counts."""
    count, unit, working = _upper(match[2], match[3]), match[5].lower(), bool(match[4])
    limit = match[1].lower() not in {"in", "over", "during", "for"} or bool(_COMING.search(match[0]))
    if unit.startswith(("hour", "stunde")):
        return today + timedelta(hours=count), None, True, count
    if unit.startswith(("month", "monat")):
        return today + timedelta(days=30 * count), None, limit, 0
    days = count * (7 if unit.startswith(("week", "woche")) else 1)
    return (_working_days_after(today, days) if working else today + timedelta(days=days)), None, limit, 0


def _upper(first: str, second: str | None) -> int:
    word = (second or first).lower()
    return int(word) if word.isdigit() else NUMBERS[word]


def _working_days_after(today: date, count: int) -> date:
    """Monday to Friday; the sender's holidays are unknown."""
    day = today
    while count > 0:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day


def week(match: re.Match[str], today: date, _: bool | None) -> Found:
    """ "next week", "end of this week", "early next week": Monday to Friday, or the part of it that is named."""
    words = match[0].lower()
    ahead = 2 if re.search("after next|übernächst", words) else bool(re.search("next|nächst|komm|following|com", words))
    monday = today - timedelta(days=today.weekday()) + timedelta(days=7 * ahead)
    friday = monday + timedelta(days=4)
    if friday < today:
        return None
    if re.search("end(?!e)|ende", words):
        return friday, None, True, 0
    first = monday + timedelta(days=2) if re.search("late|mitte|mid", words) else monday
    last = monday + timedelta(days=2) if re.search("early|anfang|beginn", words) else friday
    return (max(first, today), last, False, 0) if last >= today else None


def month_part(match: re.Match[str], today: date, _: bool | None) -> Found:
    """ "early June", "Mitte Juni", "first week of June": ten days each, or the week."""
    month = MONTHS[match[3]]
    year = today.year + (month < today.month)
    word = (match[1] or match[2]).lower()
    if match[2]:
        begin = 22 if word in {"last", "letzte", "letzten"} else 1 + 7 * _ORDINALS[word]
        monday = _first_monday(date(year, month, 1)) + timedelta(days=begin - 1)
        return monday, monday + timedelta(days=4), False, 0
    first = 1 if word.startswith(("ear", "beg", "anf", "sta")) else 11 if word.startswith("mi") else 21
    last = date(year, month, first + 9) if first < 21 else _month_last(year, month)
    return (max(date(year, month, first), today), last, False, 0) if last >= today else None


_ORDINALS = {
    word: number
    for number, words in enumerate(("first erste ersten", "second zweite zweiten", "third dritte dritten"))
    for word in words.split()
}


def _first_monday(day: date) -> date:
    """The Monday of the month's first week that has more working days in it than in the month before."""
    return day - timedelta(days=day.weekday()) if day.weekday() < 3 else day + timedelta(days=7 - day.weekday())


def _month_last(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def month_end(match: re.Match[str], today: date, _: bool | None) -> Found:
    """ "end of May", "Ende des Monats"."""
    named = next((MONTHS[word] for word in match[0].split() if word in MONTHS), None)
    month = named or today.month + bool(re.search("next|nächst|kommend", match[0].lower()))
    year = today.year + (month > 12 or month < today.month)
    month = (month - 1) % 12 + 1
    return _month_last(year, month), None, True, 0


def calendar_week(match: re.Match[str], today: date, _: bool | None) -> Found:
    """ "KW 23"."""
    number = int(match[1] or match[2])
    for year in (today.year, today.year + 1):
        try:
            monday = date.fromisocalendar(year, number, 1)
        except ValueError:
            return None
        if monday + timedelta(days=_BACK) >= today:
            return monday, monday + timedelta(days=4), False, 0
    return None


def day_end(match: re.Match[str], today: date, _: bool | None) -> Found:
    """ "end of day": today."""
    return today, None, True, 0
