"""`assistant correct` as its user runs it."""

import fcntl

import pytest

from tests.cli.conftest import Shell
from tests.cli.test_poll_command import invitation


@pytest.fixture
def polled(shell: Shell) -> Shell:
    """A home where an invitation was read and answered with a draft."""
    inbox = shell.maildir()
    (inbox / "new" / "1.invitation").write_bytes(invitation())
    shell.run("poll")
    return shell


def test_a_correction_is_said_and_remembered(polled: Shell) -> None:
    """And the draft of the mistake is gone with the next poll."""
    ran = polled.run("correct", "invitation@bright.example", "unrelated")
    told = polled.run("why", "invitation@bright.example", "--json").lines[0]
    after = polled.run("poll")

    assert (ran.code, ran.err) == (0, "")
    assert ran.out == "main: <invitation@bright.example> is unrelated now; it was read as scheduling.\n"
    assert (told["label"], told["sure"]) == ("unrelated", True)
    assert "draft taken back: availability, because you said it is unrelated" in after.out
    assert list((polled.home / "Mail" / ".Drafts" / "cur").iterdir()) == []


def test_programs_get_json(polled: Shell) -> None:
    """Keys are documented in the README and stable."""
    (told,) = polled.run("correct", "<invitation@bright.example>", "update", "--json").lines

    assert told == {
        "account": "main",
        "message_id": "<invitation@bright.example>",
        "label": "update",
        "was": "scheduling",
    }


def test_an_unknown_label_names_the_known_ones(polled: Shell) -> None:
    """Nobody knows them by heart."""
    ran = polled.run("correct", "invitation@bright.example", "spam")

    assert (ran.code, ran.out) == (2, "")
    assert 'no label "spam"' in ran.err and "rejection, scheduling" in ran.err


def test_an_unknown_message_is_named(polled: Shell) -> None:
    """A mistyped id must not look like a correction."""
    ran = polled.run("correct", "nothing@x.example", "unrelated")

    assert (ran.code, ran.out) == (1, "")
    assert "no message <nothing@x.example> has been read yet" in ran.err


def test_a_message_that_is_gone_is_named(polled: Shell) -> None:
    """There is nothing to learn from any more."""
    for part in ("cur", "new"):
        for path in (polled.home / "Mail" / part).iterdir():
            path.unlink()

    ran = polled.run("correct", "invitation@bright.example", "unrelated")

    assert (ran.code, ran.out) == (1, "")
    assert "no longer in your mailbox" in ran.err and "Traceback" not in ran.err


def test_while_a_poll_is_at_work_nothing_is_corrected(polled: Shell) -> None:
    """It would set the tag it has just been told is wrong."""
    with (polled.home / ".local" / "state" / "inbox-assistant" / "main.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        ran = polled.run("correct", "invitation@bright.example", "unrelated")

    assert (ran.code, ran.out) == (75, "")
    assert "try again" in ran.err
