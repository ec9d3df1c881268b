"""Days as people write them, English and German: "next Friday", "14. Mai", "within 5 business days", "KW 23"."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from assistant.mail.expressions import expression
from assistant.understanding import dates
from assistant.understanding.dates import MONTHS, NUMBERS, WEEKDAYS

_MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + ")"
_FULL = "(?:" + "|".join(name.capitalize() for name in WEEKDAYS if len(name) > 5) + ")"
_SHORT = r"(?:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun|Mo|Di|Mi|Do|Fr|Sa|So)\b"
_DATED = rf"(?:({_FULL}|{_SHORT})[.,]{{0,2}} ?(?:the |den |dem |der )?)?"
_COUNT = r"(\d{1,2}|" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + ")"


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
        span: more than one day is named, so no clock time belongs to it.
    """

    start: int
    end: int
    first: date
    last: date | None = None
    limit: bool = False
    hours: int = 0
    span: bool = False


_Reader = Callable[[re.Match[str], date, bool | None], dates.Found]


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
        if not any(map(lowered.__contains__, stems)):
            continue
        for match in pattern.finditer(sentence):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            taken.append(match.span())
            found = reader(match, today, month_first)
            if found:
                first, last, limit, hours = found
                start, end = match.span()
                spans = last is not None or reader is dates.span
                found_days.append(
                    Day(start=start, end=end, first=first, last=last, limit=limit, hours=hours, span=spans)
                )
    return sorted(found_days, key=lambda day: day.start)


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
_TO = r" ?(?:-|–|—|to|until|till|through|bis(?: zum)?) ?(?:the |zum )?"
_GRAMMAR: tuple[tuple[tuple[str, ...], re.Pattern[str], _Reader], ...] = (
    (("20",), expression(r"\b(20\d\d)-(\d\d)-(\d\d)\b"), dates.iso),
    (
        ("-", "–", "—", "to ", "until", "till", "through", "bis", "between", "zwischen"),
        expression(
            rf"(?<![\d.:/$€£])(?P<between>\b(?:[Bb]etween|[Zz]wischen)(?: the| dem)? )?\b(?P<first>\d{{1,2}})"
            rf"(?:st|nd|rd|th|\.)?(?(between)(?: and (?:the )?| und (?:dem )?|{_TO})|{_TO})(?P<last>\d{{1,2}})"
            rf"(?:st|nd|rd|th|\.)? ?(?:(?:of )?\b(?P<month>{_MONTH})\b|(?P<number>\d{{1,2}})\.)"
            rf"(?:,? ?(?P<year>20\d\d))?(?!\d)"
        ),
        dates.day_range,
    ),
    (
        _MONTH_STEMS,
        expression(
            rf"\b({_MONTH})\.? (\d{{1,2}})(?:st|nd|rd|th)?{_TO}(\d{{1,2}})(?:st|nd|rd|th)?\b"
            rf"(?!:\d| ?[ap]\.?m\b|[.,]\d)(?:,? (20\d\d))?"
        ),
        dates.month_range,
    ),
    (
        _MONTH_STEMS,
        expression(rf"\b{_DATED}(\d{{1,2}})(?:st|nd|rd|th|\.)? ?(?:of )?\b({_MONTH})\b\.?(?:,? ?(20\d\d))?(?!\d)"),
        dates.day_month,
    ),
    (
        _MONTH_STEMS,
        expression(rf"\b{_DATED}\b({_MONTH})\.? (\d{{1,2}})(?:st|nd|rd|th)?\b(?!:\d| ?[ap]\.?m\b)(?:,? (20\d\d))?"),
        dates.month_day,
    ),
    (
        (".",),
        expression(rf"(?<![\d.,])\b{_DATED}(\d{{1,2}})\. ?(\d{{1,2}})\.(?: ?(20\d\d|\d\d\b(?!:)))?(?![\d])"),
        dates.dotted,
    ),
    (("/",), expression(rf"(?<![\d/])\b{_DATED}(\d{{1,2}})/(\d{{1,2}})(?:/(20\d\d|\d\d))?(?![\d/])"), dates.slashed),
    (
        ("in", "binnen", "over", "allow", "give", "bear", "gedulden", "geben", "gib", "for"),
        expression(
            rf"\b(?i:(within|in|innerhalb|binnen|(?:over|during|for)(?= the (?:next|coming|following) )|(?:give|grant) "
            rf"(?:us|me)|allow|bear with (?:us|me) for|gedulden sie sich|geben sie uns|gib uns)(?: von| about| "
            rf"approximately| around| up to| at least| another| bitte| noch| bis zu| etwa)*(?: (?:the|der|den|"
            rf"ca\.))?(?: (?:next|coming|following|nächsten|kommenden|folgenden))?(?: a(?= couple))? {_COUNT}(?: of)?"
            rf"(?: ?(?:-|–|to|or|bis|oder) ?{_COUNT})?"
            r" ?(business |working |work |werk|arbeits)?(?:calendar |kalender)?(days?|weeks?|months?|hours?|"
            r"tag(?:en?|e)?|wochen?|monat(?:en?|s)?|stunden?))\b"
        ),
        dates.span,
    ),
    (
        ("day", "tag", "mittwoch", "sonnabend", "mon", "tue", "wed", "thu", "fri"),
        expression(
            rf"\b(?:(?i:(this|next|this coming|coming|diese[nrsm]?|nächste[nrsm]?|"
            rf"kommende[nrsm]?) (?:week )?(?:on )?))?({_FULL}|"
            r"(?:Mon|Tues?|Wed|Thu(?:rs?)?|Fri)\b)(?!'?s\b)( (?:of )?next week| (?:in )?(?:der )?(?:nächste[rn]?|"
            r"kommende[rn]?) Woche)?(?:,? (?:the )?(\d{1,2})(?:st|nd|rd|th)\b)?"
        ),
        dates.weekday,
    ),
    (
        ("week", "woche"),
        expression(
            r"\b(?i:(?:by |until |bis )?(?:the )?end of (?:the |this |next )?week|(?:ende|ende der|ende dieser|"
            r"bis ende) (?:der |dieser |nächster |kommender |der nächsten )?woche|(?:early |mid |late |later |"
            r"sometime |(?:the )?(?:beginning|start|middle) of )?(?:next|this|the following|the coming) week|"
            r"the week after next|(?:(?:zu )?(?:anfang|beginn) |mitte |in der |im laufe der |in |"
            r"die )?(?:(?:über)?nächste[rn]?|kommende[rn]?|diese[r]?) woche|im laufe der woche)\b(?! (?:on )?(?:mon|"
            r"tue|wed|thu|fri))"
        ),
        dates.week,
    ),
    (
        ("end",),
        expression(
            rf"\b(?:(?:the )?[Ee]nd of (?:(?:the|this|next) month|{_MONTH})|Ende (?:des Monats|dieses Monats|"
            rf"nächsten Monats|{_MONTH}))\b"
        ),
        dates.month_end,
    ),
    (
        _MONTH_STEMS,
        expression(
            rf"\b(?:((?i:early|mid|late|(?:the )?(?:beginning|start|middle) of|anfang|mitte))[ -]|"
            rf"(?i:(?:the |der |die |in der )?(first|second|third|last|erste[n]?|zweite[n]?|dritte[n]?|letzte[n]?) "
            rf"(?:week (?:of|in)|woche (?:im|des)) ))({_MONTH})\b"
        ),
        dates.month_part,
    ),
    (
        ("kw", "cw", "week", "woche"),
        expression(r"\b(?:KW|CW|[Cc]alendar week|Kalenderwoche) ?(\d{1,2})\b|\b(\d{1,2})\. ?(?:KW|Kalenderwoche)\b"),
        dates.calendar_week,
    ),
    (
        ("tomorrow", "today", "tonight", "this ", "morgen", "heute"),
        expression(
            r"\b(?:(?:the )?[Dd]ay after tomorrow|[Tt]omorrow|[Tt]oday|[Tt]onight|[Tt]his (?:morning|afternoon|"
            r"evening)|[Üü]bermorgen|(?<![Gg]uten )(?<!am )(?<!jeden )morgen(?: früh| vormittag| nachmittag|\b)|"
            r"[Hh]eute(?: [Vv]ormittag| [Nn]achmittag)?)\b"
        ),
        dates.relative,
    ),
    (
        ("end of", "eod", "cob", "close of"),
        expression(
            r"\b(?:(?:the )?end of (?:the |business )?day|EOD|COB|[Cc]lose of business)\b(?!,? (?:on )?(?:Mon|Tue|"
            r"Wed|Thu|Fri|tom|\d))"
        ),
        dates.day_end,
    ),
)
"""Stems of which one must occur, pattern and reader, in order: the first reading of a stretch of words holds."""
