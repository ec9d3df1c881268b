"""Days as people and programs type them into a spreadsheet. Pure."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal

from assistant.understanding.dates import MONTHS

Order = Literal["day-first", "month-first"]

_NUMBERS = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?!\d)(?:,? .*)?$")
_YEAR_FIRST = re.compile(r"(\d{4})[./-](\d{1,2})[./-](\d{1,2})(?!\d)")
_DAY_AND_MONTH = re.compile(r"(?:[^\W\d]+,? )?(\d{1,2})(?:st|nd|rd|th)?[. -]+([^\W\d]+)\.?,?[ -]+(\d{4})\b")
_MONTH_AND_DAY = re.compile(r"(?:[^\W\d]+,? )?([^\W\d]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\b")
_MONTHS = {name.casefold(): number for name, number in MONTHS.items()}


def order_of(cells: Iterable[str]) -> Order | None:
    """Return which of day and month comes first in a column such as 13/11/2026; None if no cell tells."""
    for cell in cells:
        found = _NUMBERS.match(cell)
        first, second = (int(found[1]), int(found[3])) if found and found[2] != "." else (0, 0)
        if min(first, second) <= 12 < max(first, second):
            return "day-first" if first > second else "month-first"
    return None


def day_of(cell: str, order: Order | None) -> date | None:
    """Return the day a cell names, whatever clock stands behind it; None for an empty one.

    Raises:
        ValueError: it is no day, or may be two, with a clause for the user.
    """
    if not cell:
        return None
    try:
        return _day_of(cell, order)
    except (ValueError, KeyError) as error:
        if isinstance(error, _Undecided):
            raise
        raise ValueError(f'"{cell[:40]}" is no day such as 2026-11-02') from error


class _Undecided(ValueError):
    """Day and month may be either way round."""


def _day_of(cell: str, order: Order | None) -> date:
    if found := _YEAR_FIRST.match(cell):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := _NUMBERS.match(cell):
        first, second, year = int(found[1]), int(found[3]), int(found[4]) + (2000 if len(found[4]) == 2 else 0)
        known: Order | None = "day-first" if found[2] == "." or first == second else order
        if known is None:
            raise _Undecided(f'"{cell[:40]}" may be two days; say --dates day-first or --dates month-first')
        return date(year, second, first) if known == "day-first" else date(year, first, second)
    if found := _DAY_AND_MONTH.match(cell):
        return date(int(found[3]), _MONTHS[found[2].casefold()], int(found[1]))
    if found := _MONTH_AND_DAY.match(cell):
        return date(int(found[3]), _MONTHS[found[1].casefold()], int(found[2]))
    return datetime.fromisoformat(cell).date()
