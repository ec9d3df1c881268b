"""Whether it is well: a person reads the lines, a monitor the code."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from assistant.ledger import plans
from assistant.ledger.connection import connect
from assistant.ledger.places import Kind, Reading, finish, list_new, unread
from assistant.ledger.tables import position
from assistant.mail.message import Place
from tests.cli.conftest import Shell
from tests.cli.test_poll_command import invitation


def ledger(shell: Shell) -> Path:
    return shell.home / ".local" / "state" / "inbox-assistant" / "ledger.sqlite3"


def test_after_a_good_run_an_account_is_well(shell: Shell) -> None:
    """With what lies in Drafts and nothing to complain about."""
    inbox = shell.maildir()
    (inbox / "new" / "1.invitation").write_bytes(invitation())
    shell.run("poll")

    told, line = shell.run("status"), shell.run("status", "--json").lines[0]

    assert told.code == 0
    assert "main: well, last good run" in told.out and "1 draft in Drafts" in told.out
    assert (line["healthy"], line["drafts"], line["backlog"], line["problems"]) == (True, 1, 0, [])


def test_an_account_that_was_never_polled_is_not_well_and_nothing_is_made(shell: Shell) -> None:
    """A monitor set up before the first run must not pass, and looking leaves no trace."""
    shell.maildir()

    ran = shell.run("status")

    assert ran.code == 1
    assert "never polled" in ran.out
    assert not ledger(shell).exists()


def test_a_failure_that_lasts_is_shown_until_a_good_run(shell: Shell) -> None:
    """Also one that was said at a terminal or in JSON, not only what cron mailed."""
    shell.maildir()
    good = shell.config.read_text()
    shell.run("poll")
    shell.configure(good.replace('/Mail"', '/Male"'))
    shell.run("poll", "--json")
    failing = shell.run("status", "--json")
    shell.configure(good)
    shell.run("poll")

    healed = shell.run("status", "--json")

    assert (failing.code, healed.code) == (1, 0)
    assert "Male" in failing.lines[0]["failures"][0]["message"]
    assert healed.lines[0]["failures"] == []


def test_an_account_not_polled_for_too_long_is_not_well(shell: Shell) -> None:
    """A schedule that died says nothing by itself; this is where it shows."""
    shell.maildir()
    shell.run("poll")
    with connect(ledger(shell), "main").step() as step:
        step.connection.execute(update(position).values(good_run_at=datetime.now(UTC) - timedelta(hours=2)))

    late, patient = shell.run("status"), shell.run("status", "--late-after", "180")

    assert (late.code, patient.code) == (1, 0)
    assert "assistant schedule show" in late.out
    assert "(2 hours ago)" in patient.out


def test_what_was_given_up_is_listed_and_what_is_left_counted(shell: Shell) -> None:
    """One odd message is no illness, but it must be findable."""
    shell.maildir()
    shell.run("poll")
    with connect(ledger(shell), "main").step() as step:
        list_new(step, [Place(folder="INBOX", key=key) for key in ("bad", "new")], Kind.arrival, datetime.now(UTC))
        for place in unread(step, Kind.arrival):
            if place.key == "bad":
                finish(step, place, Reading.unreadable, "it is empty")

    line = shell.run("status", "--json").lines[0]

    assert line["unreadable"] == [{"folder": "INBOX", "key": "bad", "because": "it is empty"}]
    assert (line["backlog"], line["healthy"]) == (1, True)


@pytest.mark.parametrize(("days", "code"), [(1, 1), (8, 0)])
def test_a_stuck_draft_asks_for_a_look_for_a_week(shell: Shell, days: int, code: int) -> None:
    """Nobody could acknowledge it, so it must not cry for ever."""
    inbox = shell.maildir()
    (inbox / "new" / "1.invitation").write_bytes(invitation())
    shell.run("poll")
    with connect(ledger(shell), "main").step() as step:
        entry = plans.entries(step)[0]
        plans.begin_attempt(step, entry.id, datetime.now(UTC) - timedelta(days=days))
        plans.end(step, entry.id, plans.State.stuck, "please look")

    ran = shell.run("status")

    assert ran.code == code


def test_a_paused_account_is_no_problem(shell: Shell) -> None:
    """The user wants it so."""
    shell.maildir()
    shell.configure(shell.config.read_text() + "paused = true\n")

    ran = shell.run("status")

    assert (ran.code, "main: paused" in ran.out) == (0, True)
