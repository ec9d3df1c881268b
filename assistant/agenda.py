"""Free and busy, working days and hours. Pure: calendars arrive as spans."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from assistant.config import Rules

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """A stretch of time, end exclusive; both ends aware."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """When the user works and when he is busy.

    Attributes:
        rules: working days and hours.
        zone: the user's zone, in which they are meant.
        busy: spans that are taken, in any order; None if the user gave no calendar, so nothing is known.
    """

    rules: Rules
    zone: ZoneInfo
    busy: tuple[Span, ...] | None = None

    @property
    def known(self) -> bool:
        """Whether there is a calendar to look into."""
        return self.busy is not None

    def is_free(self, span: Span) -> bool:
        """Whether nothing in the calendar overlaps the span; False where there is no calendar."""
        return self.busy is not None and not any(span.start < one.end and one.start < span.end for one in self.busy)

    def is_working_day(self, day: date) -> bool:
        """Whether the day is one of the user's working days."""
        return _DAYS[day.weekday()] in self.rules.working_days

    def at(self, day: date, clock: time) -> datetime:
        """Return a time of day in the user's zone."""
        return datetime.combine(day, clock, tzinfo=self.zone)

    def working_morning(self, moment: datetime) -> datetime:
        """Return the first start of a working day at or after the moment."""
        day = moment.astimezone(self.zone).date()
        while not self.is_working_day(day) or self.at(day, self.rules.day_starts) < moment:
            day += timedelta(days=1)
        return self.at(day, self.rules.day_starts)

    def next_working_morning(self, moment: datetime) -> datetime:
        """Return the start of the first working day after the moment's own day."""
        midnight = self.at(moment.astimezone(self.zone).date() + timedelta(days=1), time(0))
        return self.working_morning(midnight)

    def free_slots(self, now: datetime, *, days: int = 3) -> tuple[Span, ...]:
        """Return free slots spread over the next working days, morning, midday and afternoon in turn.

        Starts on the next working day; at most `rules.slots_offered`, over at most `days` working days that have
        any; () where there is no calendar.
        """
        if self.busy is None:
            return ()
        found: list[list[Span]] = []
        day = now.astimezone(self.zone).date()
        for _ in range(21):
            day += timedelta(days=1)
            free = [slot for slot in self._slots_of(day) if self.is_free(slot)] if self.is_working_day(day) else []
            if free:
                found.append(free)
            if len(found) == days:
                break
        return tuple(sorted(_spread(found, self.rules.slots_offered)))

    def _slots_of(self, day: date) -> Iterator[Span]:
        length = timedelta(minutes=self.rules.slot_minutes)
        start, end = self.at(day, self.rules.day_starts), self.at(day, self.rules.day_ends)
        while start + length <= end:
            yield Span(start=start, end=start + length)
            start += max(length, timedelta(minutes=60))


def _spread(days: Sequence[Sequence[Span]], count: int) -> list[Span]:
    """Pick slots day by day, each time from another part of the day, until there are enough."""
    chosen: list[Span] = []
    left = [list(day) for day in days]
    parts = (0.2, 0.8, 0.5)
    turn = 0
    while len(chosen) < count and any(left):
        day = left[turn % len(left)]
        if day:
            index = min(int(len(day) * parts[(turn + turn // len(left)) % 3]), len(day) - 1)
            chosen.append(day.pop(index))
        turn += 1
    return chosen
