"""Calendar files as real programs export them."""

import os
import stat
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from assistant.agenda import Span
from assistant.calendars import busy_spans, fetched
from assistant.errors import CalendarUnreachable, ConfigError

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 25, 8, 0, tzinfo=UTC)


def calendar(*events: str) -> str:
    """Write a calendar of events, given as their lines."""
    written = [
        f"BEGIN:VEVENT\nUID:{number}@x\nDTSTAMP:20260101T000000Z\n{event}\nEND:VEVENT"
        for number, event in enumerate(events)
    ]
    lines = "\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//y//EN", *written, "END:VCALENDAR", ""])
    return lines.replace("\n", "\r\n")


def spans(folder: Path, *texts: str, zone: ZoneInfo = BERLIN) -> list[Span]:
    files = []
    for number, text in enumerate(texts):
        files.append(folder / f"{number}.ics")
        files[-1].write_bytes(text.encode())
    found = busy_spans(files, zone=zone, now=NOW)
    assert found is not None
    return sorted(found)


def local(day: int, hour: int, *, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=BERLIN).astimezone(UTC)


def hours(day: int, start: int, end: int, *, month: int = 3) -> Span:
    return Span(start=local(day, start, month=month), end=local(day, end, month=month))


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ("DTSTART:20260330T070000Z\nDTEND:20260330T080000Z", [hours(30, 9, 10)]),
        ("DTSTART;TZID=America/New_York:20260330T090000\nDURATION:PT1H", [hours(30, 15, 16)]),
        ("DTSTART;TZID=W. Europe Standard Time:20260330T090000\nDURATION:PT2H", [hours(30, 9, 11)]),
        ("DTSTART:20260330T090000\nDTEND:20260330T100000", [hours(30, 9, 10)]),
        ("DTSTART;TZID=Nowhere/At All:20260330T090000\nDTEND;TZID=Nowhere/At All:20260330T100000", [hours(30, 9, 10)]),
        ("DTSTART;VALUE=DATE:20260330", [Span(start=local(30, 0), end=local(31, 0))]),
        (
            "DTSTART;VALUE=DATE:20260328\nDTEND;VALUE=DATE:20260330",
            [Span(start=local(28, 0), end=local(30, 0))],
        ),
        ("DTSTART:20260330T070000Z", [hours(30, 9, 10)]),
        ("DTSTART:20260330T070000Z\nDTEND:20260330T080000Z\nTRANSP:TRANSPARENT", []),
        ("DTSTART:20260330T070000Z\nDTEND:20260330T080000Z\nSTATUS:CANCELLED", []),
        ("DTSTART:20260330T070000Z\nDTEND:20260330T080000Z\nSTATUS:TENTATIVE", [hours(30, 9, 10)]),
        ("DTSTART:20250330T070000Z\nDTEND:20250330T080000Z", []),
    ],
    ids=[
        "UTC",
        "another zone",
        "Windows zone and duration",
        "floating",
        "zone nobody knows",
        "all day",
        "two days across the clock change",
        "no end",
        "shown as free",
        "cancelled",
        "tentative",
        "long past",
    ],
)
def test_an_event_takes_the_time_it_says(tmp_path: Path, event: str, expected: list[Span]) -> None:
    """Each line is one that real calendars write."""
    assert spans(tmp_path, calendar(event)) == expected


def test_a_recurring_event_keeps_its_hour_on_the_wall(tmp_path: Path) -> None:
    """A weekly nine o'clock stays at nine when the clocks change; exceptions and extra dates count."""
    weekly = (
        "DTSTART;TZID=Europe/Berlin:20260302T090000\nDTEND;TZID=Europe/Berlin:20260302T100000\n"
        "RRULE:FREQ=WEEKLY;UNTIL=20260420T220000Z\nEXDATE;TZID=Europe/Berlin:20260406T090000\n"
        "RDATE;TZID=Europe/Berlin:20260407T090000"
    )

    found = spans(tmp_path, calendar(weekly))

    assert found == [hours(30, 9, 10), *(hours(day, 9, 10, month=4) for day in (7, 13, 20))]


def test_a_cancelled_or_moved_instance_is_not_where_it_was(tmp_path: Path) -> None:
    """One meeting of a series falls out, another is moved."""
    series = "DTSTART:20260330T070000Z\nDTEND:20260330T080000Z\nRRULE:FREQ=DAILY;COUNT=3"
    cancelled = "RECURRENCE-ID:20260331T070000Z\nDTSTART:20260331T070000Z\nDTEND:20260331T080000Z\nSTATUS:CANCELLED"
    moved = "RECURRENCE-ID:20260401T070000Z\nDTSTART:20260401T120000Z\nDTEND:20260401T130000Z"
    text = calendar(series, cancelled, moved).replace("UID:1@x", "UID:0@x").replace("UID:2@x", "UID:0@x")

    assert spans(tmp_path, text) == [hours(30, 9, 10), hours(1, 14, 15, month=4)]


def test_several_files_and_calendars_count_together(tmp_path: Path) -> None:
    """Work and home are two files; some programs write several calendars into one."""
    home = calendar("DTSTART:20260330T070000Z\nDTEND:20260330T080000Z")
    work = calendar("DTSTART:20260331T070000Z\nDTEND:20260331T080000Z")

    assert spans(tmp_path, home + work, work) == [hours(30, 9, 10), hours(31, 9, 10), hours(31, 9, 10)]


def test_a_damaged_event_costs_only_itself(tmp_path: Path) -> None:
    """One broken birthday must not make the whole calendar unknown."""
    good = "DTSTART:20260330T070000Z\nDTEND:20260330T080000Z"
    broken = ["SUMMARY:no beginning", "DTSTART:hello", "DTSTART:20260330T070000Z\nRRULE:FREQ=NONSENSE"]

    assert spans(tmp_path, calendar(*broken, good)) == [hours(30, 9, 10)]


@pytest.mark.parametrize("text", ["", "hello", "BEGIN:VCALENDAR\r\nnonsense without a colon\r\nEND:VCALENDAR\r\n"])
def test_a_file_that_is_no_calendar_is_the_users_to_mend(tmp_path: Path, text: str) -> None:
    """Taking it for an empty calendar would offer every hour as free."""
    with pytest.raises(ConfigError, match=r"0\.ics"):
        spans(tmp_path, text)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """A moved export must not pass for an empty calendar."""
    with pytest.raises(ConfigError, match="does not exist"):
        busy_spans([tmp_path / "gone.ics"], zone=BERLIN, now=NOW)


def test_no_files_mean_that_nothing_is_known() -> None:
    """Unknown is not free."""
    assert busy_spans([], zone=BERLIN, now=NOW) is None


def test_only_the_coming_months_are_expanded(tmp_path: Path) -> None:
    """A daily event without an end would otherwise never be done."""
    found = spans(tmp_path, calendar("DTSTART:20200101T070000Z\nDTEND:20200101T080000Z\nRRULE:FREQ=DAILY"))

    assert 175 < len(found) < 185
    assert all(NOW - timedelta(days=2) < one.start < NOW + timedelta(days=182) for one in found)


@pytest.mark.parametrize(
    "broken",
    [
        "DTSTART:20260330T110000Z\nSEQUENCE:abc",
        "DTSTART:20260330T110000Z\nRRULE:FREQ=MONTHLY;BYDAY=9MO",
        "DTSTART:20260330T110000Z\nRRULE:FREQ=DAILY;INTERVAL=0",
        "DTSTART:20260330T110000Z\nRRULE:FREQ=SECONDLY",
        "DTSTART:20260330T110000Z\nRRULE:FREQ=MINUTELY",
        "DTSTART:20260330T110000Z\nRRULE:",
        "DTSTART:20260330T110000Z\nDTEND:20260330T110000Z\nDURATION:PT1H",
        "DTSTART;VALUE=DATE:20260330\nDTEND:20260330T120000Z",
        "DTSTART:99991231T235959Z\nDURATION:P1D",
        "DTSTART:20260330T110000Z\nRECURRENCE-ID:nonsense",
        "DTSTART:20260330T110000Z\nEXDATE:nonsense",
    ],
)
def test_no_event_however_broken_hides_the_others(tmp_path: Path, broken: str) -> None:
    """Offering a taken hour because of somebody's broken invitation is the user's embarrassment."""
    good = "DTSTART:20260330T070000Z\nDTEND:20260330T080000Z"

    assert hours(30, 9, 10) in spans(tmp_path, calendar(broken, good))


def test_a_broken_time_zone_costs_no_event(tmp_path: Path) -> None:
    """Exports carry zones of their own making; the name alone often tells."""
    zone = "BEGIN:VTIMEZONE\nTZID:Europe/Berlin\nBEGIN:STANDARD\nDTSTART:nonsense\nEND:STANDARD\nEND:VTIMEZONE\n"
    text = calendar("DTSTART;TZID=Europe/Berlin:20260330T090000\nDURATION:PT1H")
    text = text.replace("BEGIN:VEVENT", zone.replace("\n", "\r\n") + "BEGIN:VEVENT")

    assert spans(tmp_path, text) == [hours(30, 9, 10)]


class Web(BaseHTTPRequestHandler):
    """A calendar's address; `answer` is status and content."""

    answer: tuple[int, str] = (200, "")

    def do_GET(self) -> None:
        status, content = self.answer
        self.send_response(status)
        self.end_headers()
        self.wfile.write(content.encode())

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the base class's name
        """Say nothing."""


@pytest.fixture
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Web)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Web.answer = (200, calendar("DTSTART:20260330T070000Z\nDTEND:20260330T080000Z"))
    yield f"http://127.0.0.1:{server.server_port}/mine.ics"
    server.shutdown()
    server.server_close()


def test_a_calendar_on_the_web_is_read_like_a_file(tmp_path: Path, address: str) -> None:
    """Providers give out secret addresses rather than files."""
    copies = fetched([address], tmp_path / "kept", NOW)

    assert busy_spans(copies, zone=BERLIN, now=NOW) == (hours(30, 9, 10),)
    assert stat.S_IMODE(copies[0].stat().st_mode) == 0o600


@pytest.mark.parametrize("answer", [(500, "sorry"), (200, "<html>sign in</html>")])
def test_a_recent_copy_stands_in_for_a_calendar_that_cannot_be_had(
    tmp_path: Path, address: str, answer: tuple[int, str]
) -> None:
    """A provider's bad hour must not make every hour free."""
    (copy,) = fetched([address], tmp_path, NOW)
    os.utime(copy, (NOW.timestamp(), NOW.timestamp()))
    Web.answer = answer

    assert fetched([address], tmp_path, NOW + timedelta(days=2)) == [copy]
    with pytest.raises(CalendarUnreachable, match=r"127\.0\.0\.1"):
        fetched([address], tmp_path, NOW + timedelta(days=4))


def test_a_calendar_is_not_fetched_at_every_poll(tmp_path: Path, address: str) -> None:
    """A quarter of an hour is fresh enough."""
    (copy,) = fetched([address], tmp_path, NOW)
    os.utime(copy, (NOW.timestamp(), NOW.timestamp()))
    Web.answer = (200, calendar())

    fetched([address], tmp_path, NOW + timedelta(minutes=14))
    before = copy.read_text()
    fetched([address], tmp_path, NOW + timedelta(minutes=16))

    assert "DTSTART" in before
    assert "DTSTART" not in copy.read_text()


def test_an_address_that_nobody_answers_is_told(tmp_path: Path) -> None:
    """The secret part of the address is not."""
    with pytest.raises(CalendarUnreachable) as told:
        fetched(["http://127.0.0.1:9/secret.ics"], tmp_path, NOW)

    assert "secret" not in str(told.value)
