"""`assistant poll` as cron runs it: quiet, clear, and with the exit code that fits."""

import fcntl
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.cli.conftest import Shell
from tests.dovecot import Dovecot
from tests.poller.household import mail

IMAP = """
[me]
name = "Robin"
addresses = ["robin@hale.example"]
[accounts.main]
kind = "imap"
host = "127.0.0.1"
port = {port}
user = "robin"
security = "plain"
password = {{ environment = "MAIL_PASSWORD" }}
"""


def invitation() -> bytes:
    """An invitation that came an hour ago."""
    return mail(
        "Interview for the Planner position",
        "Hi Robin,\r\n\r\nthank you for your application. We would like to invite you to an interview for the Planner "
        "position at Brightwater. Could you please let me know your availability for next week?\r\n\r\n"
        "Best regards,\r\nTom Falk\r\nRecruiter, Brightwater",
        id="<invitation@bright.example>",
        sender="Tom Falk <tom@bright.example>",
        sent=datetime.now(UTC) - timedelta(hours=1),
    )


def test_a_poll_puts_a_draft_and_says_so_and_the_next_says_nothing(shell: Shell) -> None:
    """Cron mails what is printed."""
    inbox = shell.maildir()
    (inbox / "new" / "1.invitation").write_bytes(invitation())

    first, second = shell.run("poll"), shell.run("poll")

    assert (first.code, first.err) == (0, "")
    assert "drafted: availability" in first.out
    assert second == type(second)(0, "", "")
    assert len(list((inbox / ".Drafts" / "cur").iterdir())) == 1


def test_a_dry_run_writes_nothing_anywhere(shell: Shell) -> None:
    """It is how a newcomer makes up his mind."""
    inbox = shell.maildir()
    (inbox / "new" / "1.invitation").write_bytes(invitation())
    before = {path: path.read_bytes() for path in sorted(inbox.rglob("*")) if path.is_file()}

    ran = shell.run("poll", "--dry-run")

    assert "would draft: availability" in ran.out
    assert {path: path.read_bytes() for path in sorted(inbox.rglob("*")) if path.is_file()} == before
    assert not (shell.home / ".local").exists()
    assert "drafted" in shell.run("poll").out


def test_json_ends_with_a_summary(shell: Shell) -> None:
    """Programs read the last line."""
    inbox = shell.maildir()
    (inbox / "new" / "1.invitation").write_bytes(invitation())

    last = shell.run("poll", "--json").lines[-1]

    assert last["event"] == "summary"
    assert {name: last[name] for name in ("read", "planned", "placed", "silent", "unreadable")} == {
        "read": 1,
        "planned": 1,
        "placed": 1,
        "silent": 0,
        "unreadable": 0,
    }


def test_why_tells_what_was_decided(shell: Shell) -> None:
    """Silence has a reason and so has a draft."""
    inbox = shell.maildir()
    (inbox / "new" / "1.invitation").write_bytes(invitation())
    shell.run("poll")

    told = shell.run("why", "invitation@bright.example")

    assert told.code == 0
    assert "read as scheduling" in told.out
    assert "availability: placed, because" in told.out


def test_why_of_an_unknown_message_says_so(shell: Shell) -> None:
    """A mistyped id is not an empty answer."""
    shell.maildir()

    ran = shell.run("why", "<nothing@x.example>")

    assert (ran.code, ran.out) == (1, "")
    assert "no message <nothing@x.example> has been read yet" in ran.err


def test_drafts_and_applications_list_what_there_is(shell: Shell) -> None:
    """The state of the search on a shell."""
    inbox = shell.maildir()
    (inbox / "new" / "1.invitation").write_bytes(invitation())
    empty = [shell.run(command).out for command in ("drafts", "applications")]
    shell.run("poll")

    drafts, applications = shell.run("drafts", "--json").lines, shell.run("applications", "--json").lines

    assert empty[0] == "There are no drafts.\n"
    assert "There are no applications yet; `assistant poll` finds them" in empty[1]
    assert [one["letter"] for one in drafts] == ["availability"]
    assert [one["stage"] for one in applications] == ["interview"]


def test_without_settings_it_says_what_to_do(shell: Shell) -> None:
    """The first message most people see."""
    ran = shell.run("poll")

    assert (ran.code, ran.out) == (78, "")
    assert "config.example.toml there" in ran.err
    assert "Traceback" not in ran.err


def test_an_unknown_account_names_the_known_ones(shell: Shell) -> None:
    """A typing mistake costs no search."""
    shell.maildir()

    ran = shell.run("poll", "--account", "mian")

    assert ran.code == 78
    assert 'no account "mian"; the settings have main' in ran.err


def test_a_server_that_is_down_is_said_once(shell: Shell) -> None:
    """A lasting failure is printed when it begins; the next run tries again."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    shell.configure(IMAP.format(port=port))

    first, second = (shell.run("poll", MAIL_PASSWORD="x") for _ in range(2))

    assert (first.code, second.code) == (75, 75)
    assert "127.0.0.1" in first.err and "Traceback" not in first.err
    assert second.err == ""


def test_a_missing_password_names_where_it_should_be(shell: Shell, dovecot: Dovecot) -> None:
    """Cron has no environment."""
    shell.configure(IMAP.format(port=dovecot.port))

    ran = shell.run("poll")

    assert ran.code == 78
    assert "MAIL_PASSWORD" in ran.err


def test_a_wrong_password_says_so_without_naming_it(shell: Shell, dovecot: Dovecot) -> None:
    """And with the exit code that tells a monitor what to do."""
    shell.configure(IMAP.format(port=dovecot.port))

    ran = shell.run("poll", MAIL_PASSWORD="wrong-secret")

    assert ran.code == 77
    assert "robin" in ran.err and "wrong-secret" not in ran.err and "Traceback" not in ran.err


def test_a_maildir_that_is_not_there_is_named(shell: Shell) -> None:
    """A typing mistake in a path."""
    shell.maildir()
    shell.configure(shell.config.read_text().replace("/Mail", "/Male"))

    ran = shell.run("poll")

    assert ran.code in (75, 78)
    assert "Male" in ran.err and "Traceback" not in ran.err


def test_a_second_run_at_the_same_time_is_silent(shell: Shell) -> None:
    """A slow run is still at work when cron starts the next."""
    inbox = shell.maildir()
    (inbox / "new" / "1.invitation").write_bytes(invitation())
    state = shell.home / ".local" / "state" / "inbox-assistant"
    state.mkdir(parents=True)
    with (state / "main.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        ran = shell.run("poll")

    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert not list((inbox / ".Drafts" / "cur").iterdir())


def test_one_account_that_fails_does_not_stop_the_other(shell: Shell) -> None:
    """Each is for itself and the worst code wins."""
    inbox = shell.maildir()
    (inbox / "new" / "1.invitation").write_bytes(invitation())
    shell.configure(
        shell.config.read_text().replace(
            "[accounts.main]", '[accounts.broken]\nkind = "maildir"\npath = "/nowhere"\n[accounts.main]'
        )
    )

    ran = shell.run("poll")

    assert ran.code in (75, 78)
    assert "broken" in ran.err
    assert "main: drafted" in ran.out


def test_a_damaged_ledger_is_named(shell: Shell) -> None:
    """And the remedy with it."""
    shell.maildir()
    shell.run("poll")
    ledger = shell.home / ".local" / "state" / "inbox-assistant" / "ledger.sqlite3"
    for path in ledger.parent.glob("ledger.sqlite3-*"):
        path.unlink()
    ledger.write_bytes(b"no database at all, but long enough to be looked at as one, surely")

    ran = shell.run("poll")

    assert ran.code == 78
    assert "Restore a backup" in ran.err and "Traceback" not in ran.err


def test_what_it_remembers_is_private(shell: Shell) -> None:
    """Ledger and lock are for their owner alone."""
    shell.maildir()
    shell.run("poll")

    state = shell.home / ".local" / "state" / "inbox-assistant"

    assert {path.name: path.stat().st_mode & 0o077 for path in state.iterdir()} == {
        "ledger.sqlite3": 0,
        "main.lock": 0,
    }
    assert state.stat().st_mode & 0o077 == 0


def test_the_folder_of_settings_can_be_named(shell: Shell, tmp_path: Path) -> None:
    """By option or by variable."""
    shell.maildir()
    elsewhere = tmp_path / "mine.toml"
    shell.config.rename(elsewhere)

    by_option = shell.run("drafts", "--config", str(elsewhere))
    by_variable = shell.run("drafts", ASSISTANT_CONFIG=str(elsewhere))

    assert (by_option.code, by_variable.code) == (0, 0)
