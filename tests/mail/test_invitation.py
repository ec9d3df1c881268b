"""Laws of calendar parts: a time is right or None."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.mail import invitation
from assistant.mail.invitation import Invitation
from tests.mail.conftest import Parsed

BERLIN = """BEGIN:VTIMEZONE
TZID:{name}
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE"""


def _read(*event: str, zone: str = "", method: str = "METHOD:REQUEST") -> Invitation:
    lines = [
        "BEGIN:VCALENDAR",
        method,
        zone,
        "BEGIN:VEVENT",
        "UID:1@acme.example",
        *event,
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    found = invitation.read("\n".join(line for line in lines if line))
    assert found is not None
    return found


def _at(*numbers: int) -> datetime:
    return datetime(*numbers, tzinfo=UTC)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("start", "zone", "expected"),
    [
        ("DTSTART:20260514T080000Z", "", _at(2026, 5, 14, 8)),
        ("DTSTART;TZID=Europe/Berlin:20260514T100000", "", _at(2026, 5, 14, 8)),
        ('DTSTART;TZID="Europe/Berlin":20260114T100000', "", _at(2026, 1, 14, 9)),
        ("DTSTART;TZID=/acme.example/20260101/Europe/Berlin:20260514T100000", "", _at(2026, 5, 14, 8)),
        ("DTSTART;TZID=W. Europe Standard Time:20260514T100000", "", _at(2026, 5, 14, 8)),
        ("DTSTART;TZID=Eastern Standard Time:20260114T100000", "", _at(2026, 1, 14, 15)),
        ("DTSTART;TZID=Customized Time Zone:20260514T100000", "Customized Time Zone", _at(2026, 5, 14, 8)),
        ("DTSTART;TZID=Customized Time Zone:20260329T015959", "Customized Time Zone", _at(2026, 3, 29, 0, 59, 59)),
        ("DTSTART;TZID=Customized Time Zone:20260329T030000", "Customized Time Zone", _at(2026, 3, 29, 1)),
        ("DTSTART;TZID=Customized Time Zone:20261114T100000", "Customized Time Zone", _at(2026, 11, 14, 9)),
        ('DTSTART;TZID="(UTC+01:00) Bern, Rome":20260514T100000', "(UTC+01:00) Bern, Rome", _at(2026, 5, 14, 8)),
        ("DTSTART;TZID=(UTC+01:00) Bern, Rome:20260514T100000", "(UTC+01:00) Bern, Rome", _at(2026, 5, 14, 8)),
        ("DTSTART;VALUE=DATE-TIME;TZID=UTC:20260514T100000", "", _at(2026, 5, 14, 10)),
        ("DTSTART:20260514T100000", "", None),
        ("DTSTART;TZID=Middle Earth:20260514T100000", "", None),
        ("DTSTART;TZID=../../etc/passwd:20260514T100000", "", None),
        ("DTSTART:20261314T100000Z", "", None),
        ("DTSTART:20260514T1000000Z", "", None),
        ("DTSTART:tomorrow", "", None),
        ("DTSTART", "", None),
        ("SUMMARY:No start", "", None),
    ],
)  # fmt: skip
def test_a_start_is_right_or_none(start: str, zone: str, expected: datetime | None) -> None:
    """A candidate who comes an hour late because of a guess will not come again."""
    found = _read(start, zone=BERLIN.format(name=zone) if zone else "")

    assert found.starts_at == expected


def test_a_definition_with_a_last_year_ends_there() -> None:
    """After UNTIL the other observance holds."""
    zone = BERLIN.format(name="Own").replace("BYMONTH=3", "BYMONTH=3;UNTIL=20240101T000000Z")

    assert _read("DTSTART;TZID=Own:20260514T100000", zone=zone).starts_at == _at(2026, 5, 14, 9)


@pytest.mark.parametrize(
    ("lines", "end"),
    [
        (["DTSTART:20260514T080000Z", "DTEND:20260514T090000Z"], _at(2026, 5, 14, 9)),
        (["DTSTART:20260514T080000Z", "DURATION:PT1H30M"], _at(2026, 5, 14, 9, 30)),
        (["DTSTART:20260514T080000Z", "DURATION:P1D"], _at(2026, 5, 15, 8)),
        (["DTSTART:20260514T080000Z", "DURATION:P"], None),
        (["DTSTART:20260514T080000Z", "DTEND:broken", "DURATION:PT1H"], None),
        (["DTSTART:20260514T080000Z"], None),
    ],
)
def test_an_end_is_given_as_time_or_duration(lines: list[str], end: datetime | None) -> None:
    """Both are in use; a broken end is unknown, not replaced."""
    assert _read(*lines).ends_at == end


def test_a_date_alone_is_all_day() -> None:
    """It is no moment, and must not be taken for midnight in London."""
    found = _read("DTSTART;VALUE=DATE:20260514", "DTEND;VALUE=DATE:20260515")

    assert found.all_day
    assert (found.starts_at, found.ends_at) == (_at(2026, 5, 14), _at(2026, 5, 15))


def test_an_invitation_is_read_whole(parsed: Parsed) -> None:
    """Organiser, guests and words; rooms are no guests."""
    calendar = (
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:\n u-1\nSEQUENCE:2\nDTSTART;TZID=Europe/Berlin:20260514T100000\n"
        "SUMMARY:Interview\\, first\\nround\nLOCATION:Bonn\nDESCRIPTION:Dial in:\\nhttps://meet.example/x\n"
        "ORGANIZER;CN=Nora Feld:MAILTO:nora@acme.example\n"
        'ATTENDEE;ROLE=REQ-PARTICIPANT;CN="Rivers, Sam":mailto:sam@\n'
        " rivers.example\nATTENDEE;ROLE=CHAIR:mailto:li@acme.example\n"
        "ATTENDEE;ROLE=OPT-PARTICIPANT:mailto:jo@acme.example\n"
        "ATTENDEE;CUTYPE=ROOM:mailto:room@acme.example\nATTENDEE:invalid\n"
        "BEGIN:VALARM\nDESCRIPTION:Reminder\nEND:VALARM\n"
        "END:VEVENT\nBEGIN:VEVENT\nUID:second\nDTSTART:20270101T000000Z\nEND:VEVENT\nEND:VCALENDAR"
    )

    found = parsed(calendar, content_type="text/calendar; method=request").invitation

    assert found is not None
    assert (found.uid, found.sequence, found.method, found.zone) == ("u-1", 2, "REQUEST", "Europe/Berlin")
    assert (found.summary, found.location) == ("Interview, first round", "Bonn")
    assert found.description == "Dial in:\nhttps://meet.example/x"
    assert found.organizer is not None and found.organizer.name == "Nora Feld"
    assert [(guest.name, guest.address) for guest in found.attendees] == [
        ("Rivers, Sam", "sam@rivers.example"),
        ("", "li@acme.example"),
    ]
    assert [guest.address for guest in found.optional] == ["jo@acme.example"]
    assert not found.cancelled


@pytest.mark.parametrize(
    ("lines", "method"),
    [(["STATUS:CANCELLED"], "METHOD:REQUEST"), (["RECURRENCE-ID:20260514T080000Z"], "METHOD:cancel")],
)
def test_a_cancelled_meeting_says_so(lines: list[str], method: str) -> None:
    """By its method or its status, one instance or all."""
    assert _read(*lines, method=method).cancelled


def test_a_broken_line_costs_only_itself() -> None:
    """A stray character in the organiser's name must not cost the time."""
    found = _read('ORGANIZER;CN="Nora" 🌟', "no line at all", ";;;", "DTSTART:20260514T080000Z")

    assert found.organizer is None
    assert found.starts_at == _at(2026, 5, 14, 8)


def test_a_meeting_without_other_words_lends_its_description(parsed: Parsed) -> None:
    """Some calendars send nothing but the event."""
    calendar = "BEGIN:VEVENT\nUID:1\nDTSTART:20260514T080000Z\nDESCRIPTION:Bring your portfolio.\nEND:VEVENT"

    assert parsed(calendar, content_type="text/calendar").body.text == "Bring your portfolio."


def test_a_file_named_ics_is_a_calendar_whatever_its_type(parsed: Parsed) -> None:
    """Mailers without a notion of calendars attach it as a file."""
    body = (
        "--b\n\nSee you.\n--b\nContent-Type: application/octet-stream; name=invite.ics\n\nBEGIN:VEVENT\nUID:1\n"
        "DTSTART:20260514T080000Z\nEND:VEVENT\n--b--\n"
    )

    found = parsed(body, content_type="multipart/mixed; boundary=b").invitation

    assert found is not None and found.starts_at == _at(2026, 5, 14, 8)


def test_a_calendar_without_an_event_invites_nobody() -> None:
    """Tasks, journals and free-busy lists come in the same type."""
    assert invitation.read("BEGIN:VCALENDAR\nBEGIN:VTODO\nUID:1\nDTSTART:20260514T080000Z\nEND:VTODO") is None


LINES = [
    *BERLIN.splitlines(),
    *("BEGIN:VEVENT", "END:VEVENT", "DTSTART;TZID={name}:20260514T100000", "RRULE:FREQ=YEARLY;BYMONTH=13"),
    *("TZOFFSETTO:+9999", "DURATION:P9999W", "DTEND:99991231T235959Z", "DTSTART:00010101T000000Z"),
    *(
        "DTSTART;TZID=Asia/Tokyo:00010101T000000",
        "RRULE:FREQ=YEARLY;BYMONTHDAY=31;BYDAY=5SU",
        "RDATE:x,20260101T000000",
    ),
]


@given(st.lists(st.sampled_from(LINES)))
def test_no_calendar_raises(lines: list[str]) -> None:
    """Lines may be missing, doubled and out of order."""
    found = invitation.read("\n".join(lines))

    assert found is None or found.starts_at is None or found.starts_at.tzinfo is UTC
