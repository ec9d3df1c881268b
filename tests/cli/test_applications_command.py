"""Applications by hand, as their user types it."""

import csv
import io

import pytest

from tests.cli.conftest import Shell
from tests.cli.test_wishes_and_ends import polled

SHEET = "Company;Job Title;Status;Date Applied;Notes\nAcme;Planner;Applied;02.11.2025;=1+1\nBright;;Interview;;\n"


def companies(shell: Shell, *options: str) -> list[str]:
    return [one["company"] for one in shell.run("applications", *options, "--json").lines]


def number(shell: Shell, company: str) -> str:
    (found,) = (one for one in shell.run("applications", "--json").lines if one["company"] == company)
    return str(found["id"])


def test_the_list_says_what_comes_next_and_fits_a_terminal(shell: Shell) -> None:
    """Also in a pipe, where a person looks at it with a pager; programs have --json and --csv."""
    polled(shell)

    out = shell.run("applications").out

    assert max(map(len, out.splitlines())) <= 80
    assert "interview" in out
    assert "nothing: rejected" in " ".join(out.split())


def test_it_can_be_narrowed_and_sorted(shell: Shell) -> None:
    """A long search has dozens."""
    polled(shell)

    assert companies(shell, "--open", "--since", "2020-01-01") == ["Brightwater"]
    assert companies(shell, "--closed", "--stage", "rejected") == ["Northfield"]
    assert companies(shell, "--company", "WATER", "--sort", "next") == ["Brightwater"]
    assert companies(shell, "--since", "2999-01-01") == []
    assert companies(shell, "--sort", "company") == ["Brightwater", "Northfield"]
    assert shell.run("applications", "--stage", "wedding").code == 2


def test_what_is_exported_can_be_imported_and_is_known(shell: Shell) -> None:
    """RFC 4180, and nothing that a spreadsheet would compute."""
    polled(shell)
    shell.run("applications", "edit", number(shell, "Northfield"), "--note", "=cmd|' /C calc'!A0")

    table = shell.run("applications", "--csv").out
    again = shell.run("applications", "import", "-", stdin=table.encode())

    rows = list(csv.DictReader(io.StringIO(table), strict=True))
    assert {row["company"]: row["notes"] for row in rows} == {"Brightwater": "", "Northfield": "'=cmd|' /C calc'!A0"}
    assert "0 applications added, 0 completed, 2 known already" in again.out


def test_an_import_is_tried_done_known_and_taken_back(shell: Shell) -> None:
    """The whole way of a careful user."""
    shell.maildir()
    (shell.home / "jobs.csv").write_text(SHEET)

    tried = shell.run("applications", "import", "jobs.csv", "--dry-run")
    nothing = companies(shell)
    done = shell.run("applications", "import", "jobs.csv", "--json")
    there = companies(shell, "--sort", "company")
    undone = shell.run("undo")

    assert "2 applications would be added" in tried.out
    assert nothing == []
    assert [(one["line"], one["outcome"], one["company"]) for one in done.lines] == [
        (2, "added", "Acme"),
        (3, "added", "Bright"),
    ]
    assert there == ["Acme", "Bright"]
    assert "taken back: the import of jobs.csv" in undone.out
    assert companies(shell) == []


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        (b"", 1, "The file is empty"),
        (b"\x89PNG\r\n\x1a\n\x00", 1, "no CSV"),
        (b"a,b\n1,2\n", 1, "must name the columns"),
        (b'Company\n"Acme\n', 1, "line 2"),
        (b"Company,Status\n,applied\nAcme,wedding\n", 65, "line 2: the company is missing"),
    ],
    ids=["empty", "binary", "no company", "open quote", "wrong rows"],
)
def test_a_bad_file_changes_nothing_and_says_why(raw: bytes, code: int, words: str, shell: Shell) -> None:
    """With a line number where there is one."""
    shell.maildir()

    ran = shell.run("applications", "import", "-", stdin=raw)

    assert (ran.code, ran.out) == (code, "")
    assert words in ran.err
    assert "Traceback" not in ran.err
    assert companies(shell) == []


def test_a_file_that_is_not_there_is_named(shell: Shell) -> None:
    """66, as everywhere a path cannot be read."""
    shell.maildir()

    ran = shell.run("applications", "import", "nothing.csv")

    assert (ran.code, "nothing.csv cannot be read" in ran.err) == (66, True)


def test_edit_merge_and_split_say_what_they_did_and_undo_takes_each_back(shell: Shell) -> None:
    """One step at a time."""
    polled(shell)
    before = shell.run("applications", "--json").out
    bright, north = number(shell, "Brightwater"), number(shell, "Northfield")

    edited = shell.run("applications", "edit", bright, "--company", "Northwind", "--stage", "offer", "--json")
    merged = shell.run("applications", "merge", bright, north)
    shown = shell.run("applications", "show", bright)
    split = shell.run("applications", "split", bright, "refused@north.example", "--role", "Analyst II", "--json")
    undone = [shell.run("undo", "--json").lines[0]["taken_back"] for _ in range(3)]

    assert (edited.lines[0]["company"], edited.lines[0]["stage"]) == ("Northwind", "offer")
    assert "is part of" in merged.out
    assert "<refused@north.example>" in shown.out
    assert (split.lines[0]["company"], split.lines[0]["role"]) == ("Northfield", "Analyst II")
    assert [words.split()[0] for words in undone] == ["that", "that", "what"]
    assert shell.run("applications", "--json").out == before
    assert (shell.run("undo").code, shell.run("undo").err) == (1, "assistant: There is nothing to take back.\n")


def test_close_hired_and_correct_are_taken_back_too(shell: Shell) -> None:
    """Whatever the user says by command."""
    polled(shell)
    before = shell.run("applications", "--json").out

    for said in (
        ("close", number(shell, "Brightwater")),
        ("hired", number(shell, "Brightwater")),
        ("correct", "refused@north.example", "update"),
    ):
        assert shell.run(*said).code == 0
        assert shell.run("applications", "--json").out != before
        assert shell.run("undo").code == 0

        assert shell.run("applications", "--json").out == before


def test_what_cannot_be_done_is_said(shell: Shell) -> None:
    """One sentence, 1, and nothing has changed."""
    polled(shell)
    before = shell.run("applications", "--json").out

    ran = [shell.run("applications", *words.split()) for words in ("merge 1 99", "merge 1 1", "split 1 x@y")]

    assert {(one.code, one.out) for one in ran} == {(1, "")}
    assert [one.err.splitlines() for one in ran] == [
        ["assistant: No application has the number 99; `assistant applications` lists them."],
        ["assistant: Application 1 cannot be merged with itself."],
        ["assistant: <x@y>: no such message belongs to application 1."],
    ]
    assert shell.run("applications", "--json").out == before


def test_an_application_that_no_mail_tells_of_can_be_added(shell: Shell) -> None:
    """By telephone, on paper, at a fair."""
    shell.maildir()

    added = shell.run("applications", "add", "--company", "Acme", "--role", "Planner", "--applied", "2025-11-02")

    assert (added.code, added.out) == (0, "main: Acme, Planner is application 1.\n")
    (one,) = shell.run("applications", "--json").lines
    assert (one["stage"], one["applied_on"], one["last_word_by"]) == ("applied", "2025-11-02", None)
    assert shell.run("applications", "add", "--company", " ").code == 2
    assert shell.run("applications", "edit", "1", "--applied", "someday").code == 2
