"""`assistant learn`, and that every command uses what was learned."""

import fcntl
import hashlib
import io
import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from assistant.shipped import shipped
from assistant.understanding import classifier
from assistant.understanding.labels import Label
from tests.cli.conftest import Shell
from tests.cli.test_classify_command import REJECTION
from tests.cli.test_poll_command import invitation


@pytest.fixture
def own(shell: Shell) -> Path:
    """A model of the user's own that takes everything for an offer."""
    folder = shell.home / ".local" / "share" / "inbox-assistant" / "model"
    shutil.copytree(shipped("models"), folder)
    arrays = dict(np.load(folder / classifier.ARRAYS))
    arrays["offsets"] = arrays["offsets"] + [100.0 * (label is Label.offer) for label in Label]
    file = io.BytesIO()
    np.savez(file, **arrays)
    card = json.loads((folder / classifier.CARD).read_text())
    card["arrays_sha256"] = hashlib.sha256(file.getvalue()).hexdigest()
    (folder / classifier.ARRAYS).write_bytes(file.getvalue())
    (folder / classifier.CARD).write_text(json.dumps(card))
    return folder


def labels(shell: Shell) -> list[str]:
    return [answer["label"] for answer in shell.run("classify", "--json", stdin=REJECTION).lines]


def test_what_was_learned_is_used_until_it_is_undone(shell: Shell, own: Path) -> None:
    """By every command alike; undoing twice is no error."""
    learned = labels(shell)
    undone, again = shell.run("learn", "--undo"), shell.run("learn", "--undo")

    assert (learned, labels(shell)) == (["offer"], ["rejection"])
    assert (undone.code, again.code) == (0, 0)
    assert "removed" in undone.out and "no model of your own" in again.out
    assert not own.exists()


def test_a_poll_uses_what_was_learned(shell: Shell, own: Path) -> None:
    """What was learned is for the mailbox, not for show."""
    inbox = shell.maildir()
    (inbox / "new" / "1.invitation").write_bytes(invitation())

    read = next(event for event in shell.run("poll", "--json").lines if event["event"] == "read")

    assert read["label"] == "offer"


def test_a_damaged_model_is_said_and_the_shipped_one_used(shell: Shell, own: Path) -> None:
    """A broken disk must not stop the search for a job; cron hears of it once a day."""
    (own / classifier.ARRAYS).write_bytes(b"broken")
    shell.maildir()

    ran, polls = shell.run("classify", "--json", stdin=REJECTION), [shell.run("poll") for _ in range(2)]

    assert [answer["label"] for answer in ran.lines] == ["rejection"]
    assert "The shipped model is used" in ran.err and "Traceback" not in ran.err
    assert [poll.code for poll in polls] == [0, 0]
    assert ["shipped model" in poll.err for poll in polls] == [True, False]


def test_a_model_learned_beside_an_older_corpus_gives_way(shell: Shell, own: Path) -> None:
    """After an update the shipped model knows more; the user is told in one sentence how to teach it his own again."""
    card = json.loads((own / classifier.CARD).read_text())
    (own / classifier.CARD).write_text(json.dumps(card | {"corpus_sha256": "0" * 64}))

    ran = shell.run("classify", "--json", stdin=REJECTION)

    assert [answer["label"] for answer in ran.lines] == ["rejection"]
    assert ran.err.count("\n") == 1 and "older corpus" in ran.err and "`assistant learn`" in ran.err


def test_without_corrections_there_is_nothing_to_learn(shell: Shell) -> None:
    """It would only make the shipped model again."""
    shell.maildir()

    ran = shell.run("learn")

    assert (ran.code, ran.out) == (1, "")
    assert "nothing to learn from yet" in ran.err


@pytest.fixture
def corrected(shell: Shell) -> Shell:
    """A home with one correction."""
    inbox = shell.maildir()
    (inbox / "new" / "1.invitation").write_bytes(invitation())
    shell.run("poll")
    shell.run("correct", "invitation@bright.example", "update")
    return shell


def test_a_folder_that_cannot_be_written_is_named(corrected: Shell) -> None:
    """Before minutes are spent on training."""
    share = corrected.home / ".local" / "share"
    share.mkdir(parents=True, exist_ok=True)
    (share / "inbox-assistant").write_text("a file where the folder should be")

    ran = corrected.run("learn")

    assert (ran.code, ran.out) == (78, "")
    assert "inbox-assistant" in ran.err and "Traceback" not in ran.err


def test_learning_twice_at_a_time_is_refused(corrected: Shell) -> None:
    """Two trainings would only wait for each other."""
    share = corrected.home / ".local" / "share" / "inbox-assistant"
    share.mkdir(parents=True, exist_ok=True)
    with (share / "learning.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        ran = corrected.run("learn")

    assert (ran.code, ran.out) == (1, "")
    assert "under way" in ran.err
