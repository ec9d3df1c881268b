"""Never silently dead, never a nuisance: what a scheduled run says when it fails, and how commands end."""

import fcntl
import importlib
import os
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from assistant.ledger import failures
from assistant.ledger.connection import connect
from tests.cli.conftest import Shell
from tests.cli.test_poll_command import IMAP, invitation
from tests.conftest import Person
from tests.dovecot import Dovecot

TWO = '[accounts.broken]\nkind = "maildir"\npath = "Mail"\n[accounts.main]'


def test_a_second_mistake_is_said_though_the_first_was_said_today(shell: Shell) -> None:
    """Two different things are wrong; knowing of one does not help with the other."""
    shell.maildir()
    shell.configure(shell.config.read_text().replace('/Mail"', '/Male"'))
    shell.run("poll")
    repeated = shell.run("poll")
    shell.configure(shell.config.read_text().replace('/Male"', '/Mall"'))

    ran = shell.run("poll")

    assert repeated.err == ""
    assert "Mall" in ran.err


def test_letters_the_locale_does_not_have_end_no_command(shell: Shell) -> None:
    """Cron and old systems run with a locale that has no umlauts, and mail is full of them."""
    shell.maildir()
    shell.configure(shell.config.read_text().replace("Robin", "Jürgen"))

    ran = shell.run("config", "show", PYTHONIOENCODING="ascii")

    assert (ran.code, ran.err) == (0, "")
    assert "J?rgen Hale" in ran.out


def test_the_same_failure_with_other_numbers_is_the_same(shell: Shell) -> None:
    """A count that changes from run to run must not mail the user every ten minutes."""
    now = datetime.now(UTC)
    with connect(shell.home / "ledger.sqlite3", "main").step() as step:
        said = [failures.is_worth_saying(step, "TooManyDrafts", f"{count} drafts are due", now) for count in (26, 27)]

    assert said == [True, False]


def test_settings_that_stay_broken_are_said_once(shell: Shell) -> None:
    """Cron would mail the same mistake a hundred and forty times a day."""
    shell.configure("this is no TOML")

    first, second = shell.run("poll"), shell.run("poll")
    shell.configure("[me]\nnaem = 1")
    other = shell.run("poll")

    assert (first.code, second.code, other.code) == (78, 78, 78)
    assert "not valid TOML" in first.err
    assert second.err == ""
    assert "naem" in other.err


def test_a_ledger_that_stays_damaged_is_said_once(shell: Shell) -> None:
    """It cannot remember that it was said, so a file beside it does."""
    shell.maildir()
    state = shell.home / ".local" / "state" / "inbox-assistant"
    state.mkdir(parents=True)
    (state / "ledger.sqlite3").write_bytes(b"no database at all, but long enough to be looked at as one, surely")

    first, second = shell.run("poll"), shell.run("poll")

    assert (first.code, second.code) == (78, 78)
    assert "damaged" in first.err
    assert second.err == ""


def test_a_dry_run_leaves_the_ledger_as_it_is(shell: Shell) -> None:
    """Also where a failure is remembered that is cured by now."""
    shell.maildir()
    shell.run("poll")
    state = shell.home / ".local" / "state" / "inbox-assistant"
    with connect(state / "ledger.sqlite3", failures.SETTINGS).step() as step:
        failures.is_worth_saying(step, "ConfigError", "it is wrong", datetime.now(UTC))

    shell.run("poll", "--dry-run")

    with connect(state / "ledger.sqlite3", failures.SETTINGS).step() as step:
        assert len(failures.recorded(step)) == 1


def test_a_bug_in_one_account_does_not_stop_the_other(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever happens to one mailbox, the mail of the other is read; the bug keeps its traceback."""
    inbox = shell.maildir()
    (inbox / "new" / "1.invitation").write_bytes(invitation())
    shell.configure(shell.config.read_text().replace("[accounts.main]", TWO))
    monkeypatch.setenv("HOME", str(shell.home))
    command = importlib.import_module("assistant.cli.poll")
    whole = command.poll
    monkeypatch.setattr(command, "poll", lambda run: 1 / 0 if run.account == "broken" else whole(run))

    code = command.run(shell.config, None, dry=False, confirmed=False, as_json=False)

    told = capsys.readouterr()
    assert code == os.EX_SOFTWARE
    assert "main: drafted: availability" in told.out
    assert "ZeroDivisionError" in told.err and "Traceback" in told.err


def test_json_tells_of_accounts_that_were_passed_over(shell: Shell) -> None:
    """A program that waits for one line per account gets it."""
    shell.maildir()
    paused = TWO.replace('path = "Mail"', 'path = "Mail"\npaused = true')
    shell.configure(shell.config.read_text().replace("[accounts.main]", paused))
    state = shell.home / ".local" / "state" / "inbox-assistant"
    state.mkdir(parents=True)
    with (state / "main.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        lines = shell.run("poll", "--json").lines

    assert [(one["event"], one["account"], one["passed_over"]) for one in lines] == [
        ("summary", "broken", "paused"),
        ("summary", "main", "another run is at work"),
    ]
    assert all(one["read"] == 0 for one in lines)


def test_a_drafts_folder_that_does_not_exist_is_the_settings_fault(
    shell: Shell, dovecot: Dovecot, person: Person
) -> None:
    """Also for drafts that were put before: 78 says a hand is needed, 75 would say that it passes."""
    settings = IMAP.format(port=dovecot.port).replace('"robin"', f'"{person.user}"') + "[rules]\nlook_back_days = 30\n"
    person.program.deliver(invitation())
    shell.configure(settings)
    first = shell.run("poll", MAIL_PASSWORD=person.password)
    shell.configure(settings.replace("[rules]", 'drafts = "Foo"\n[rules]'))

    ran = shell.run("poll", MAIL_PASSWORD=person.password)

    assert (first.code, "drafted" in first.out) == (0, True)
    assert (ran.code, "'Foo'" in ran.err) == (78, True)


@pytest.mark.parametrize(("security", "remedy"), [("tls", "starttls"), ("starttls", '"tls"')])
def test_the_wrong_kind_of_encryption_names_the_right_one(
    shell: Shell, dovecot: Dovecot, security: str, remedy: str
) -> None:
    """The commonest mistake with a port; what the library says of it nobody understands."""
    port = dovecot.port if security == "tls" else dovecot.tls_port
    shell.configure(IMAP.format(port=port).replace('"plain"', f'"{security}"\nca_file = "{dovecot.ca_file}"'))

    ran = shell.run("poll", MAIL_PASSWORD="x")

    assert remedy in ran.err
    assert "SSL" not in ran.err


def test_the_version_is_told(shell: Shell) -> None:
    """The first thing asked for in a report of a mistake."""
    ran = shell.run("--version")

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("assistant 0.")


@pytest.mark.parametrize("arguments", [("-h",), ("--version",), ("classify", "mail", "--explain"), ("drafts",)])
def test_a_reader_that_leaves_is_no_failure(shell: Shell, arguments: tuple[str, ...]) -> None:
    """`assistant ... | head` in a script with pipefail."""
    shell.maildir()
    (shell.home / "mail").mkdir()
    for number in range(50):
        (shell.home / "mail" / f"{number}.eml").write_bytes(invitation())
    reading, writing = os.pipe()
    os.close(reading)

    ran = subprocess.run(
        [sys.executable, "-m", "assistant", *arguments],
        stdout=writing, stderr=subprocess.PIPE, cwd=shell.home, check=False,
        env={**os.environ, "HOME": str(shell.home)},
    )  # fmt: skip

    os.close(writing)
    assert (ran.returncode, ran.stderr) == (0, b"")


def test_no_output_at_all_is_no_failure(shell: Shell) -> None:
    """Some start programs with their output closed."""
    shell.maildir()

    ran = subprocess.run(
        ["sh", "-c", f"{sys.executable} -m assistant drafts >&-"],
        stderr=subprocess.PIPE, check=False, env={**os.environ, "HOME": str(shell.home)},
    )  # fmt: skip

    assert (ran.returncode, ran.stderr) == (0, b"")


def test_a_folder_that_contains_itself_is_read_once(shell: Shell) -> None:
    """A link that leads back is followed until the path is too long, if nobody watches."""
    mail = shell.home / "mail"
    mail.mkdir()
    (mail / "one.eml").write_bytes(invitation())
    (mail / "again").symlink_to(mail)

    ran = shell.run("classify", "mail", "--json")

    assert (ran.code, len(ran.lines)) == (0, 1)


@pytest.mark.parametrize("name", ["en/materails.j2", "materials.j2", "de/materials.txt", "fr/materials.j2"])
def test_a_letter_of_ones_own_with_a_wrong_name_is_named(shell: Shell, name: str) -> None:
    """Passed over in silence it would leave the shipped words in the drafts, and its writer would not know."""
    shell.maildir()
    letter = shell.home / "letters" / name
    letter.parent.mkdir(parents=True)
    letter.write_text("Dear {{ name }}")
    shell.configure(f'letters = "{shell.home}/letters"\n' + shell.config.read_text())

    ran = shell.run("poll")

    assert ran.code == 78
    assert name in ran.err and "en/materials.j2" in ran.err


def test_hidden_files_beside_letters_of_ones_own_do_not_matter(shell: Shell) -> None:
    """Editors and desktops leave such files everywhere."""
    shell.maildir()
    folder = shell.home / "letters" / "en"
    folder.mkdir(parents=True)
    for name in (".DS_Store", "materials.j2~", ".materials.j2.swp"):
        (folder / name).touch()
    shell.configure(f'letters = "{shell.home}/letters"\n' + shell.config.read_text())

    assert shell.run("poll").code == 0


def test_a_failure_is_shown_on_the_desktop_when_it_begins(shell: Shell) -> None:
    """What a timer prints goes to a journal that nobody reads."""
    shell.configure("this is no TOML")
    notify = shell.home / "bin" / "notify-send"
    notify.parent.mkdir()
    notify.write_text('#!/bin/sh\necho "$@" >> "$HOME/shown"\n')
    notify.chmod(0o700)
    around = {"PATH": f"{notify.parent}:{os.environ['PATH']}", "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"}

    for _ in range(3):
        shell.run("poll", **around)

    assert (shell.home / "shown").read_text().count("not valid TOML") == 1
