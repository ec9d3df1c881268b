"""Spreadsheets as programs and people write them."""

import csv
import io
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.application import Stage
from assistant.by_hand.days import Order, day_of
from assistant.by_hand.spreadsheet import read, written
from assistant.by_hand.vocabulary import stage_named
from assistant.errors import CannotBeDone

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    "text",
    [
        "Company,Job Title,Status,Date Applied,Notes\nAcme,Planner,Interviewing,2026-11-02,nice\n",
        "Title;Company Name;List;Applied;Comments\nPlanner;Acme;Interview;02.11.2026;nice\n",
        "company\trole\tstage\tapplied on\tnote\nAcme\tPlanner\tinterview\t2 November 2026\tnice\n",
        "sep=;\nEmployer;Position;Stage;Date;Notes\nAcme;Planner;interview;Nov 2, 2026;nice\n",
        '"Company","Job Title","Status","Date Applied","Notes"\r\n"Acme","Planner","Interviewing",'
        '"2026-11-02T10:00:00.000Z","nice"\r\n\r\n',
        "Unternehmen|Stelle|Status|Beworben am|Notizen\nAcme|Planner|Gespräch|2. Nov. 2026|nice\n",
    ],
    ids=["comma", "semicolon", "tab", "sep line", "quoted", "German"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_same_application_is_read_however_it_is_written(text: str, encoding: str) -> None:
    """Nobody should have to rebuild his table for us."""
    (row,) = read(text.encode(encoding), TODAY).rows

    assert (row.company, row.role, row.stage) == ("Acme", "Planner", Stage.interview)
    assert (row.applied_on, row.note) == (date(2026, 11, 2), "nice")


def test_one_column_is_a_spreadsheet_too() -> None:
    """A list of companies is what many have."""
    assert [row.company for row in read(b"company\nAcme\nBright & Co, Ltd\n".replace(b",", b""), TODAY).rows] == [
        "Acme",
        "Bright & Co Ltd",
    ]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b" \n\n",
        b"\xef\xbb\xbf",
        b"\x00\x01\x02PK\x03\x04",
        b"a,b\n1,2\n",
        b";",
        b"sep=;\n",
        b"x" * 200_000,
        b"%PDF-1.4\n\x00",
    ],
)
def test_what_is_no_spreadsheet_of_applications_is_refused(raw: bytes) -> None:
    """With a sentence, never a traceback."""
    with pytest.raises(CannotBeDone):
        read(raw, TODAY)


def test_no_cell_turns_the_words_around_it() -> None:
    """A list copied from a page brings marks of direction along; in a report they would turn what stands beside."""
    (row,) = read("company,role,notes\nAc\u202eme,Plan\u200bner,\u2066left\n".encode(), TODAY).rows

    assert (row.company, row.role, row.note) == ("Acme", "Planner", "left")


def test_every_wrong_line_is_told_and_no_row_is_taken() -> None:
    """Half an import is worse than none, and one mistake at a time is a long evening."""
    text = 'Company,Status,Applied\nAcme,applied,\n,offer,\n"Two\nlines",Foo,2027-01-01\nBright,applied,31/02/2026\n'

    sheet = read(text.encode(), TODAY)

    assert sheet.rows == ()
    assert [problem.split(":")[0] for problem in sheet.problems] == ["line 3", "line 4", "line 4", "line 6"]


def test_jobs_only_saved_are_left_out() -> None:
    """Nobody applied for them."""
    sheet = read(b"Company,Status\nAcme,Wishlist\nBright,Applied\n", TODAY)

    assert ([row.company for row in sheet.rows], sheet.saved) == (["Bright"], (2,))


@pytest.mark.parametrize(
    ("cell", "order", "day"),
    [
        ("2026-11-02", None, date(2026, 11, 2)),
        ("2026/11/2 10:30", None, date(2026, 11, 2)),
        ("2.11.26", None, date(2026, 11, 2)),
        ("11/11/2026", None, date(2026, 11, 11)),
        ("11/2/2026, 10:33 AM", "month-first", date(2026, 11, 2)),
        ("2-11-2026", "day-first", date(2026, 11, 2)),
        ("Mon, 2nd November 2026", None, date(2026, 11, 2)),
        ("November 2, 2026", None, date(2026, 11, 2)),
        ("2 März 2026", None, date(2026, 3, 2)),
        ("", None, None),
    ],
)
def test_days_are_read_as_people_write_them(cell: str, order: Order | None, day: date | None) -> None:
    """And as programs do."""
    assert day_of(cell, order) == day


def test_one_day_that_tells_the_order_tells_it_for_the_column() -> None:
    """A column is written in one way."""
    rows = read(b"Company,Applied\nA,02/11/2026\nB,13/11/2026\n", TODAY).rows

    assert [row.applied_on for row in rows] == [date(2026, 11, 2), date(2026, 11, 13)]


def test_a_day_that_may_be_two_is_asked_about() -> None:
    """A guess would be wrong half the time."""
    raw = b"Company,Applied\nA,02/11/2026\n"

    (problem,) = read(raw, TODAY).problems

    assert "--dates day-first" in problem
    assert read(raw, TODAY, "day-first").rows[0].applied_on == date(2026, 11, 2)


@given(st.text())
def test_a_cell_that_is_no_day_is_said_and_never_guessed(cell: str) -> None:
    """Whatever people type."""
    try:
        day_of(" ".join(cell.split()), None)
    except ValueError as error:
        assert "no day" in str(error) or "two days" in str(error)


@pytest.mark.parametrize("stage", list(Stage))
def test_our_own_words_for_a_stage_are_known(stage: Stage) -> None:
    """What is written can be read."""
    assert stage_named(stage.value) is stage


@given(st.binary(max_size=300))
def test_no_file_breaks_the_reader(raw: bytes) -> None:
    """Somebody will name a photograph."""
    with suppress(CannotBeDone):
        read(raw, TODAY)


CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), max_size=20)


@given(st.lists(st.tuples(CELLS, CELLS), max_size=5))
def test_no_cell_is_one_a_spreadsheet_would_compute(rows: list[tuple[str, str]]) -> None:
    """A recruiter chooses what the company is called; a spreadsheet runs what begins with an equals sign."""
    raw = written(("one", "two"), rows)

    cells = [cell for row in csv.reader(io.StringIO(raw.decode(), newline=""), strict=True) for cell in row]
    assert not [cell for cell in cells if cell.strip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝"))]
    assert [cell.removeprefix("'") for cell in cells[2:]] == [cell.removeprefix("'") for row in rows for cell in row]
    assert raw.count(b"\r\n") >= len(rows) + 1


def test_what_is_written_can_be_read_again() -> None:
    """A table goes out, is looked at, and comes back."""
    raw = written(("company", "role", "stage", "notes"), [("=Acme, Inc.", "Planner", "in process", 'she said "hi"')])

    (row,) = read(raw, TODAY).rows

    assert (row.company, row.role, row.stage, row.note) == ("=Acme, Inc.", "Planner", Stage.in_process, 'she said "hi"')
