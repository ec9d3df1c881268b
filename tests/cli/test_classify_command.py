"""`assistant classify`: one answer a message, whatever the message is."""

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Shell

REJECTION = (
    b"From: Jane Doe <jane@acme.example>\r\nTo: robin@hale.example\r\nSubject: Your application\r\n"
    b"Message-ID: <a@acme.example>\r\nDate: Mon, 9 Mar 2026 10:00:00 +0100\r\n\r\nDear Robin,\r\n\r\n"
    b"Thank you for your interest in Acme. Unfortunately, we have decided not to move forward with your application "
    b"at this time.\r\n\r\nKind regards,\r\nJane Doe\r\n"
)
KEYS = {
    "source", "unreadable", "message_id", "label", "also", "probability", "probabilities", "act", "evidence", "facts",
    "answerable", "warnings",
}  # fmt: skip


def test_a_plain_refusal_is_a_rejection(shell: Shell) -> None:
    """The plainest formula of all."""
    (answer,) = shell.run("classify", "--json", stdin=REJECTION).lines

    assert set(answer) == KEYS
    assert (answer["label"], answer["act"], answer["message_id"]) == ("rejection", True, "<a@acme.example>")
    assert any("not to move forward" in sentence for sentence in answer["evidence"])
    assert answer["answerable"]["address"] == "jane@acme.example"


def test_people_get_sentences_not_json(shell: Shell) -> None:
    """The default output is for reading."""
    ran = shell.run("classify", "--explain", stdin=REJECTION)

    assert ran.out.startswith("-: rejection (")
    assert "it says: " in ran.out
    assert "unrelated" in ran.out


def test_every_kind_of_source_gives_its_messages(shell: Shell, tmp_path: Path) -> None:
    """Files, folders in folders, mbox, Maildir, bare text."""
    (tmp_path / "mail" / "deep").mkdir(parents=True)
    (tmp_path / "mail" / "a.eml").write_bytes(REJECTION)
    (tmp_path / "mail" / "deep" / "b").write_bytes(REJECTION)
    (tmp_path / "mail" / "note.txt").write_text("Unfortunately we will not be moving forward with your application.")
    (tmp_path / "mail" / "box").write_bytes(b"From a\n" + REJECTION + b"\nFrom b\n" + REJECTION + b"\n>From here\n")
    for part in ("cur", "new", "tmp"):
        (tmp_path / "mail" / "Maildir" / part).mkdir(parents=True)
    (tmp_path / "mail" / "Maildir" / "cur" / "1:2,S").write_bytes(REJECTION)
    (tmp_path / "mail" / "Maildir" / "tmp" / "half").write_bytes(REJECTION)

    answers = shell.run("classify", "--json", "mail").lines

    names = ["Maildir/cur/1:2,S", "a.eml", "box#1", "box#2", "deep/b", "note.txt"]
    assert [answer["source"] for answer in answers] == [f"mail/{name}" for name in names]
    assert {answer["label"] for answer in answers} == {"rejection"}


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff\xfe\x00",
        b"From: \r\n\r\n",
        b"Subject: x\r\n",
        b"MIME-Version",
        b"\n\n\n",
        b"Content-Type: multipart/mixed; boundary=\r\n\r\n--\r\n",
    ],
    ids=["empty", "binary", "no sender", "no body", "no colon", "blank", "no boundary"],
)
def test_whatever_comes_gets_one_answer(shell: Shell, raw: bytes) -> None:
    """Mail is broken; the command is not."""
    ran = shell.run("classify", "--json", stdin=raw)

    assert (ran.code, len(ran.lines)) == (0, 1)
    assert ran.lines[0]["unreadable"] is False


def test_a_path_that_is_not_there_is_named_and_the_others_are_read(shell: Shell, tmp_path: Path) -> None:
    """One typing mistake among many files."""
    (tmp_path / "a.eml").write_bytes(REJECTION)

    ran = shell.run("classify", "--json", "missing.eml", "a.eml")

    assert ran.code == 66
    assert "missing.eml cannot be read: No such file" in ran.err
    assert [answer["source"] for answer in ran.lines] == ["a.eml"]


def test_hostile_text_cannot_drive_the_terminal(shell: Shell) -> None:
    """Mail may carry escape sequences."""
    raw = REJECTION.replace(b"Unfortunately", b"\x1b]0;owned\x07\x1b[31mUnfortunately")

    ran = shell.run("classify", stdin=raw)

    assert "\x1b" not in ran.out and "\x07" not in ran.out


def test_a_reader_that_stops_early_is_no_error(shell: Shell, tmp_path: Path) -> None:
    """`assistant classify mail | head`."""
    for number in range(300):
        (tmp_path / f"{number}.eml").write_bytes(REJECTION)

    done = subprocess.run(
        f"{sys.executable} -m assistant classify . | head -n 1",
        shell=True,
        capture_output=True,
        cwd=tmp_path,
        timeout=60,
        check=False,
    )

    assert done.stderr == b""


def test_it_loads_nothing_heavy(shell: Shell, tmp_path: Path) -> None:
    """It answers at once because it loads only what one plain message needs."""
    (tmp_path / "a.eml").write_bytes(REJECTION)
    code = (
        "import sys; from assistant.cli.classify import run; run(['a.eml'], as_json=True, explain=False); "
        "print(sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=tmp_path, timeout=60, check=True)

    loaded = done.stderr.decode()
    for heavy in (
        "sklearn",
        "scipy",
        "sqlalchemy",
        "alembic",
        "imapclient",
        "googleapiclient",
        "bs4",
        "icalendar",
        "jinja2",
    ):
        assert f"'{heavy}'" not in loaded


def test_it_answers_before_scikit_learn_would_be_imported(shell: Shell, tmp_path: Path) -> None:
    """Cold start in CPU time, in interleaved pairs, since machines differ and are busy; a quiet one needs half."""
    (tmp_path / "a.eml").write_bytes(REJECTION)
    ratios = []
    for _ in range(5):
        mine = cpu_seconds([sys.executable, "-m", "assistant", "classify", "a.eml"], tmp_path)
        theirs = cpu_seconds([sys.executable, "-c", "import sklearn.linear_model"], tmp_path)
        ratios.append(mine / theirs)

    assert sorted(ratios)[2] < 0.75


def cpu_seconds(command: list[str], folder: Path) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=folder, capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def test_text_that_begins_with_from_is_text(shell: Shell) -> None:
    """It is no mbox because of its first word."""
    (answer,) = shell.run(
        "classify", "--json", stdin=b"From our side we will not be moving forward with your application.\n"
    ).lines

    assert answer["label"] == "rejection"
