"""Free and busy, working days and hours. Pure: calendars arrive as spans."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from assistant.config import Rules

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LOOK_AHEAD_DAYS = 21
_FEWEST_SLOTS = 3
_SLOT_EVERY = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """A stretch of time, end exclusive; both ends aware."""

    start: datetime
    end: datetime

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share any time."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """When the user works and when he is busy.

    Attributes:
        rules: working days and hours.
        zone: the user's zone, in which they are meant.
        busy: spans that are taken, in any order; None if the user gave no calendar, so nothing is known.
        taken: spans of interviews agreed by mail, whether or not a calendar tells of them.
        offered: spans offered to somebody who has not chosen yet: not offered twice, but no reason to decline one.
    """

    rules: Rules
    zone: ZoneInfo
    busy: tuple[Span, ...] | None = None
    taken: tuple[Span, ...] = ()
    offered: tuple[Span, ...] = ()

    @property
    def known(self) -> bool:
        """Whether there is a calendar to look into."""
        return self.busy is not None

    def is_free(self, span: Span) -> bool:
        """Whether nothing in the calendar, nor an interview, overlaps the span; False where there is no calendar."""
        return self.busy is not None and not any(span.overlaps(one) for one in (*self.busy, *self.taken))

    def clashes(self, span: Span) -> bool:
        """Whether an interview agreed by mail overlaps the span; known without a calendar too."""
        return any(span.overlaps(one) for one in self.taken)

    def _may_be_offered(self, slot: Span) -> bool:
        return self.is_free(slot) and not any(slot.overlaps(one) for one in self.offered)

    def is_working_day(self, day: date) -> bool:
        """Whether the day is one of the user's working days."""
        return _DAYS[day.weekday()] in self.rules.working_days

    def at(self, day: date, clock: time) -> datetime:
        """Return a time of day in the user's zone, in UTC."""
        return datetime.combine(day, clock, tzinfo=self.zone).astimezone(UTC)

    def working_morning(self, moment: datetime) -> datetime:
        """Return the first start of a working day at or after the moment, in UTC."""
        day = moment.astimezone(self.zone).date()
        while not self.is_working_day(day) or self.at(day, self.rules.day_starts) < moment:
            day += timedelta(days=1)
        return self.at(day, self.rules.day_starts)

    def next_working_morning(self, moment: datetime) -> datetime:
        """Return the start of the first working day after the moment's own day, in UTC."""
        midnight = self.at(moment.astimezone(self.zone).date() + timedelta(days=1), time(0))
        return self.working_morning(midnight)

    def after_working_days(self, moment: datetime, days: int) -> datetime:
        """Return the start of the working day that many working days after the moment's own day, in UTC."""
        for _ in range(days):
            moment = self.next_working_morning(moment)
        return moment

    def free_slots(
        self, now: datetime, *, days: int = 3, within: Sequence[Span] = (), length: timedelta | None = None
    ) -> tuple[Span, ...]:
        """Return free slots inside working hours, from the next working day on, in order of time.

        They lie on as few as `days` working days that have any, on more only where those have fewer than three slots.

        Args:
            now: aware.
            days: over how many days to spread them.
            within: only slots inside one of these spans, where any are given.
            length: of a slot; None: as the rules say.

        Returns:
            At most `rules.slots_offered` slots; () where there is no calendar or nothing is free for three weeks.
        """
        found: list[list[Span]] = []
        day = now.astimezone(self.zone).date()
        for _ in range(_LOOK_AHEAD_DAYS if self.known else 0):
            day += timedelta(days=1)
            free = [
                slot for slot in self._slots_of(day, length) if self._may_be_offered(slot) and _is_inside(slot, within)
            ]
            if free:
                found.append(free)
            if len(found) >= days and sum(map(len, found)) >= _FEWEST_SLOTS:
                break
        return tuple(sorted(_spread(found, self.rules.slots_offered)))

    def _slots_of(self, day: date, length: timedelta | None) -> list[Span]:
        """Return every slot of a day, one an hour, free or not."""
        if not self.is_working_day(day):
            return []
        length = length or timedelta(minutes=self.rules.slot_minutes)
        start, end = self.at(day, self.rules.day_starts), self.at(day, self.rules.day_ends)
        slots = []
        while start + length <= end:
            slots.append(Span(start=start, end=start + length))
            start += max(length, _SLOT_EVERY)
        return slots


def _is_inside(slot: Span, spans: Sequence[Span]) -> bool:
    return not spans or any(one.start <= slot.start and slot.end <= one.end for one in spans)


def _spread(days: Sequence[Sequence[Span]], count: int) -> list[Span]:
    """Pick slots from day to day: on the first early, then late, then at midday; on the next the other way about."""
    left = [list(day) for day in days]
    chosen: list[Span] = []
    for turn in range(count * len(left)):
        lap, number = divmod(turn, len(left))
        day = left[number]
        if day and len(chosen) < count:
            last = len(day) - 1
            chosen.append(day.pop((last // 4, last - last // 4, last // 2)[(lap + number) % 3]))
    return chosen
