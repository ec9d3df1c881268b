"""`assistant evaluate`: on labelled mail, and on the user's own with his corrections as truth."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest

from assistant.cli.evaluate import run
from assistant.shipped import shipped
from assistant.understanding.classifier import read_card
from tests.cli.conftest import Shell
from tests.cli.test_classify_command import REJECTION
from tests.cli.test_poll_command import invitation


@pytest.fixture
def labelled(shell: Shell) -> Path:
    """Two messages with their labels."""
    body = REJECTION.decode().partition("\r\n\r\n")[2]
    rows = [{"id": "a", "body": body, "label": "rejection"}, {"id": "b", "body": body, "label": "update"}]
    path = shell.home / "mail.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


@pytest.fixture
def corrected(shell: Shell) -> Shell:
    """A home where two messages were read, one of them wrongly as its user says."""
    inbox = shell.maildir()
    (inbox / "new" / "1.invitation").write_bytes(invitation())
    (inbox / "new" / "2.rejection").write_bytes(REJECTION)
    shell.run("poll")
    shell.run("correct", "invitation@bright.example", "unrelated")
    return shell


def test_the_figures_are_those_of_the_mail(shell: Shell, labelled: Path) -> None:
    """One right, one wrong, and the wrong one is named."""
    (report,) = shell.run("evaluate", "mail.jsonl", "--json").lines

    assert (report["messages"], report["acted"], report["wrong"]) == (2, 2, ["b"])
    assert report["reliability"][0]["right"] == 0.5


def test_the_figures_are_drawn(shell: Shell, labelled: Path) -> None:
    """A picture for whoever does not read tables."""
    ran = shell.run("evaluate", "mail.jsonl", "--plot", "figures.svg")

    root = ElementTree.parse(shell.home / "figures.svg").getroot()
    assert (ran.code, ran.err) == (0, "")
    assert root.findtext("{http://www.w3.org/2000/svg}title") == "2 messages of mail.jsonl"


def test_a_picture_that_cannot_be_written_is_named(shell: Shell, labelled: Path) -> None:
    """A typing mistake in a path."""
    ran = shell.run("evaluate", "mail.jsonl", "--plot", "nowhere/figures.svg")

    assert ran.code == 78
    assert "nowhere/figures.svg cannot be written" in ran.err and "Traceback" not in ran.err


def test_what_is_logged_is_the_shipped_model_and_stands_in_its_card(
    shell: Shell, labelled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A figure without its date, its mail and its model proves nothing later."""
    folder = tmp_path / "models"
    shutil.copytree(shipped("models"), folder)
    monkeypatch.setattr("assistant.cli.evaluate.shipped", lambda _: folder)
    logged_before = len(read_card(folder)["measurements"])

    assert run(labelled, plot=None, log="two mails", as_json=True) == 0
    *_, entry = read_card(folder)["measurements"]
    assert len(read_card(folder)["measurements"]) == logged_before + 1
    assert (entry["data"], entry["messages"], entry["acted_wrongly"]) == ("two mails", 2, 1)
    assert entry["day"] == datetime.now(UTC).date().isoformat()


def test_ones_own_corrections_are_the_truth(corrected: Shell) -> None:
    """What was said when it was read counts, not what was corrected later; silence is no praise."""
    (report,) = corrected.run("evaluate", "--mine", "--json").lines

    assert (report["read"], report["corrected"], report["messages"]) == (2, 1, 1)
    assert report["confusion"] == [{"truth": "other", "said": "scheduling", "count": 1}]
    assert report["wrong"] == ["<invitation@bright.example>"]
    assert report["reliability"][0]["probability"] > 0.5


def test_people_are_told_how_little_was_counted(corrected: Shell) -> None:
    """A figure of one message is no figure of the mailbox."""
    ran = corrected.run("evaluate", "--mine")

    assert ran.out.startswith("Of 2 messages read you corrected or confirmed 1;")


def test_without_corrections_nothing_is_known(shell: Shell) -> None:
    """And without a path nothing is asked."""
    shell.maildir()

    mine, nothing = shell.run("evaluate", "--mine"), shell.run("evaluate")

    assert (mine.code, nothing.code) == (1, 2)
    assert "corrected nothing yet" in mine.err
    assert "--mine" in nothing.err
