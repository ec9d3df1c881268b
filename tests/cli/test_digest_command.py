"""The digest as its user meets it: put by `assistant poll`, shown by `assistant digest`."""

from email import message_from_bytes, policy
from pathlib import Path

import pytest

from tests.cli.conftest import Shell
from tests.cli.test_poll_command import invitation

EVERY_DAY = '[rules]\nworking_days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]\n'


def with_digest(shell: Shell, to: str, *, more: str = "") -> Path:
    """Make a Maildir with an invitation, whose owner wants the digest from midnight on."""
    inbox = shell.maildir()
    (inbox / "new" / "1.invitation").write_bytes(invitation())
    digest = f'[digest]\nto = "{to}"\nat = 00:00:00\n{more}'
    shell.configure(shell.config.read_text() + EVERY_DAY + digest)
    return inbox


def test_the_poll_puts_it_once_and_says_nothing_more_than_before(shell: Shell) -> None:
    """Cron mails what is printed, and the digest tells it already."""
    inbox = with_digest(shell, "inbox")

    first, second = shell.run("poll"), shell.run("poll")

    (file,) = inbox.glob("new/*.digest")
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert message["Subject"] == "Your search today: 1 draft waiting, 1 question"
    assert (first.code, first.err, first.out.count("\n")) == (0, "", 1)
    assert (second.code, second.err, second.out) == (0, "", "")


def test_json_tells_of_it(shell: Shell) -> None:
    """Programs watch, too."""
    with_digest(shell, "inbox")

    events = [one for one in shell.run("poll", "--json").lines if one["event"] == "digest"]

    assert [(one["account"], one["state"]) for one in events] == [("main", "placed")]


def test_a_file_is_written_beside_the_settings(shell: Shell) -> None:
    """A relative path is meant from there, as everywhere in the settings."""
    inbox = with_digest(shell, "morning.txt")

    shell.run("poll")

    assert "\n\nDrafts waiting for you\n" in (shell.config.parent / "morning.txt").read_text()
    assert not list(inbox.glob("new/*.digest"))


def test_a_file_that_cannot_be_written_is_named(shell: Shell) -> None:
    """With the setting to correct."""
    with_digest(shell, "/nowhere/morning.txt")

    ran, doctor = shell.run("poll"), shell.run("doctor", "--json")

    assert ran.code == 78
    assert "/nowhere/morning.txt" in ran.err and "[digest]" in ran.err
    assert [one["ok"] for one in doctor.lines if one["check"] == "digest"] == [False]


def test_it_is_shown_at_any_time_and_changes_nothing(shell: Shell) -> None:
    """Also to those who want none in their inbox."""
    inbox = with_digest(shell, "none")
    shell.run("poll")
    before = sorted(inbox.rglob("*"))

    shown, told = shell.run("digest"), shell.run("digest", "--json")

    assert "Robin.\n\nDrafts waiting for you\n  - Availability (Brightwater)" in shown.out
    assert [one["letter"] for one in told.lines[0]["drafts"]] == ["availability"]
    assert sorted(inbox.rglob("*")) == before


def test_with_nothing_to_tell_a_pipe_gets_nothing(shell: Shell) -> None:
    """Cron then mails nothing."""
    shell.maildir()
    shell.run("poll")

    assert shell.run("digest") == type(shell.run("digest"))(0, "", "")


@pytest.mark.parametrize(
    ("digest", "words"),
    [
        ('to = "inbox"\naccount = "other"', "digest.account"),
        ('at = "noon"', "digest.at"),
        ("to = true", "digest.to"),
        ('when = "early"', "digest.when"),
    ],
)
def test_a_mistake_in_the_settings_is_named(shell: Shell, digest: str, words: str) -> None:
    """All of them at once, with the line."""
    shell.maildir()
    shell.configure(shell.config.read_text() + f"[digest]\n{digest}\n")
    ran = shell.run("digest")

    assert ran.code == 78
    assert words in ran.err
