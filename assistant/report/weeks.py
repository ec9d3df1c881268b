"""What went out and what came back, week by week or month by month. Pure."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from assistant.report.journey import Journey, Kind

_MOST_WEEKS = 30
"""A search that lasts longer is shown by months."""

_MOST_PERIODS = 60
"""Older ones are left out: nobody's search of today, and no room on the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A week or a month.

    Attributes:
        first_day: Monday, or the first of a month, in the user's zone.
        begun: applications that began.
        answers: how many of each kind came.
    """

    first_day: date
    begun: int
    answers: tuple[tuple[Kind, int], ...]

    @property
    def answered(self) -> int:
        """Answers of every kind."""
        return sum(count for _, count in self.answers)


def periods(journeys: Sequence[Journey], zone: ZoneInfo, now: datetime) -> tuple[tuple[Period, ...], bool]:
    """Return the periods from the first sign of the search to now, and whether they are months."""
    begun = [one.begun_at.astimezone(zone).date() for one in journeys if one.begun_at]
    answers = [(one.at.astimezone(zone).date(), one.kind) for journey in journeys for one in journey.answers]
    days = begun + [day for day, _ in answers]
    today = now.astimezone(zone).date()
    if not days:
        return (), False
    months = (today - min(days)).days > _MOST_WEEKS * 7
    started = Counter(_first_day(day, months) for day in begun)
    came = Counter((_first_day(day, months), kind) for day, kind in answers)
    return tuple(
        Period(first_day=day, begun=started[day], answers=tuple((kind, came[day, kind]) for kind in Kind))
        for day in list(_between(_first_day(min(days), months), max(today, *days), months))[-_MOST_PERIODS:]
    ), months


def _first_day(day: date, months: bool) -> date:
    return day.replace(day=1) if months else day - timedelta(days=day.weekday())


def _between(first: date, last: date, months: bool) -> Iterator[date]:
    while first <= last:
        yield first
        first = _first_day(first + timedelta(days=31), True) if months else first + timedelta(days=7)
