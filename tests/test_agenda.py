"""Free and busy, working days and hours."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.agenda import Agenda, Span
from assistant.config import Rules

BERLIN = ZoneInfo("Europe/Berlin")
HOUR = timedelta(hours=1)


def local(day: int, hour: int, minute: int = 0, *, month: int = 5) -> datetime:
    """Return a Berlin time of 2026 in UTC; 4 May is a Monday."""
    return datetime(2026, month, day, hour, minute, tzinfo=BERLIN).astimezone(UTC)


def agenda(*busy: Span, known: bool = True, **rules: object) -> Agenda:
    return Agenda(rules=Rules(**rules), zone=BERLIN, busy=busy if known else None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("moment", "morning"),
    [
        (local(4, 8), local(4, 9)),
        (local(4, 9), local(4, 9)),
        (local(4, 9, 1), local(5, 9)),
        (local(8, 17), local(11, 9)),
        (local(9, 3), local(11, 9)),
        (local(27, 10, month=3), local(30, 9, month=3)),
        (local(24, 10, month=10), local(26, 9, month=10)),
    ],
    ids=["before nine", "at nine", "after nine", "Friday evening", "Saturday", "clocks forward", "clocks back"],
)
def test_a_working_morning_is_the_next_one_on_the_wall(moment: datetime, morning: datetime) -> None:
    """A letter that appears at eight or on a Sunday was written by a machine."""
    assert agenda().working_morning(moment) == morning


def test_the_next_working_morning_is_never_todays() -> None:
    """ "Tomorrow morning" said at eight in the morning is tomorrow."""
    assert agenda().next_working_morning(local(4, 8)) == local(5, 9)
    assert agenda().next_working_morning(local(8, 23)) == local(11, 9)


@pytest.mark.parametrize(
    ("start", "end", "free"),
    [(9, 10, True), (11, 12, True), (10, 11, False), (9, 12, False), (10.5, 10.75, False), (9.5, 10.5, False)],
)
def test_free_is_what_nothing_overlaps(start: float, end: float, free: bool) -> None:
    """Appointments that touch do not collide."""
    taken = agenda(Span(start=local(4, 10), end=local(4, 11)))
    midnight = local(4, 0)

    assert taken.is_free(Span(start=midnight + start * HOUR, end=midnight + end * HOUR)) is free


def test_without_a_calendar_nothing_is_free() -> None:
    """Not knowing is no permission to promise."""
    unknown = agenda(known=False)

    assert not unknown.known
    assert not unknown.is_free(Span(start=local(4, 10), end=local(4, 11)))
    assert unknown.free_slots(local(4, 8)) == ()


def test_slots_are_offered_at_different_times_of_three_days() -> None:
    """Somebody who has no mornings can take an afternoon."""
    found = agenda().free_slots(local(4, 8))

    assert [one.start for one in found] == [local(5, 10), local(5, 15), local(6, 15), local(7, 12)]


def test_a_full_week_leaves_later_days() -> None:
    """Three slots are the least that is a choice."""
    taken = Span(start=local(4, 0), end=local(8, 16))

    found = agenda(taken).free_slots(local(4, 8))

    assert [one.start for one in found] == [local(8, 16), local(11, 12), local(11, 15), local(12, 12)]


def test_only_slots_inside_the_named_days_are_offered() -> None:
    """They said Thursday."""
    thursday = Span(start=local(7, 0), end=local(8, 0))

    found = agenda().free_slots(local(4, 8), within=[thursday])

    assert len(found) == 4
    assert all(thursday.start <= one.start and one.end <= thursday.end for one in found)


def quarters(start: int, length: int) -> Span:
    """Return a span counted in quarters of an hour from the first of May."""
    first = local(1, 0) + start * HOUR / 4
    return Span(start=first, end=first + length * HOUR / 4)


spans = st.builds(quarters, st.integers(0, 40 * 96), st.integers(0, 200))


@settings(max_examples=200, deadline=None)
@given(
    busy=st.lists(spans, max_size=30),
    start=st.integers(0, 20 * 24),
    zone=st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"]),
    month=st.sampled_from([3, 5, 10]),
    minutes=st.sampled_from([15, 45, 60, 120]),
    count=st.sampled_from([3, 4, 5]),
)
def test_an_offered_slot_is_free_in_working_hours_and_to_come(
    busy: list[Span], start: int, zone: str, month: int, minutes: int, count: int
) -> None:
    """A slot that is taken, at night or past makes the user break his word, daylight saving or not."""
    now = local(1, 0, month=month) + start * HOUR
    rules = Rules(slot_minutes=minutes, slots_offered=count)
    shifted = tuple(Span(start=one.start + (now - local(1, 0)), end=one.end + (now - local(1, 0))) for one in busy)
    found = Agenda(rules=rules, zone=ZoneInfo(zone), busy=shifted).free_slots(now)

    assert len(found) <= count
    assert list(found) == sorted(set(found))
    assert len({one.start.astimezone(ZoneInfo(zone)).date() for one in found}) <= 5
    for one in found:
        opens, closes = (each.astimezone(ZoneInfo(zone)) for each in (one.start, one.end))
        assert opens.date() > now.astimezone(ZoneInfo(zone)).date()
        assert opens.weekday() < 5
        assert time(9) <= opens.time() < closes.time() <= time(17)
        assert one.end - one.start == timedelta(minutes=minutes)
        assert not any(one.overlaps(taken) for taken in shifted)


@settings(max_examples=50, deadline=None)
@given(now=st.integers(0, 365 * 24))
def test_an_empty_calendar_always_has_enough_slots(now: int) -> None:
    """Three to five over two or three working days, whatever the day."""
    found = agenda().free_slots(local(1, 0, month=1) + now * HOUR)

    assert 3 <= len(found) <= 5
    assert 2 <= len({one.start.astimezone(BERLIN).date() for one in found}) <= 3
