"""From an address to settings that work, with nothing written before the user has seen what would happen."""

import os
import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from assistant.config.reading import load
from tests.cli.conftest import Shell
from tests.cli.test_poll_command import invitation
from tests.conftest import Person
from tests.dovecot import Dovecot
from tests.mail_program import MailProgram
from tests.poller.household import mail
from tests.poller.test_dovecot import without_tags
from tests.terminal import Terminal

ME = ("--address", "robin@hale.example", "--name", 'Robin "R" Hale', "--zone", "Europe/Berlin")


@pytest.fixture
def server(shell: Shell, dovecot: Dovecot, person: Person) -> tuple[str, ...]:
    """Options that lead to an account on the server with an invitation in it."""
    person.program.deliver(invitation())
    password = shell.home / "password"
    password.write_text(person.password + "\n")
    password.chmod(0o600)
    where = ("--host", "localhost", "--port", str(dovecot.tls_port), "--ca-file", str(dovecot.ca_file))
    return (*where, "--user", person.user, "--password-file", str(password))


def state(person: Person) -> list[object]:
    program = person.program
    return [without_tags(program.messages(folder)) for folder in ("INBOX", "Drafts")] + [program.folders()]


def test_settings_made_by_options_poll_up_to_a_draft(shell: Shell, server: tuple[str, ...], person: Person) -> None:
    """Two commands from nothing to a draft, without a question."""
    made = shell.run("init", *ME, *server, "--non-interactive")

    polled = shell.run("poll")

    assert (made.code, made.err) == (0, "")
    assert polled.code == 0 and "drafted: availability" in polled.out
    assert shell.config.stat().st_mode & 0o077 == 0
    assert load(shell.config).me.name == 'Robin "R" Hale'


def test_it_shows_what_would_have_happened_and_changes_nothing(
    shell: Shell, server: tuple[str, ...], person: Person
) -> None:
    """Trust begins with a look."""
    before = state(person)

    made = shell.run("init", *ME, *server)

    assert state(person) == before
    assert "Read 1 message: 1 scheduling" in made.out
    assert "--- Draft 1: availability" in made.out and "Subject: Re: Interview for the Planner position" in made.out
    assert "$jobscheduling" in made.out
    assert not (shell.home / ".local").exists()


def test_json_tells_the_same_in_one_object(shell: Shell, server: tuple[str, ...]) -> None:
    """For whoever sets up many."""
    (line,) = shell.run("init", *ME, *server, "--json").lines

    assert line["settings"] == str(shell.config)
    assert (line["drafts"], line["sent"], line["keeps_tags"], line["schedule"]) == ("Drafts", "Sent", True, "")
    assert (line["preview"]["read"], line["preview"]["drafts"]) == (1, ["availability"])


def test_a_maildir_is_set_up_too(shell: Shell) -> None:
    """No server, no password."""
    inbox = shell.maildir()
    shell.config.unlink()
    (inbox / "new" / "1.invitation").write_bytes(invitation())

    made = shell.run("init", *ME, "--maildir", "Mail", "--digest", "~/today.html")

    assert made.code == 0
    assert load(shell.config).digest.to == str(shell.home / "today.html")
    assert "1 draft would be put now" in made.out
    assert list((inbox / "new").iterdir()) == [inbox / "new" / "1.invitation"]
    assert "drafted" in shell.run("poll").out


def test_everything_that_is_missing_is_named_at_once(shell: Shell) -> None:
    """A script is corrected once, not five times."""
    ran = shell.run("init", "--non-interactive")

    assert ran.code == 2
    assert all(option in ran.err for option in ("--address", "--name", "--host", "--password-file"))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--address", "robin"), "robin@example.org"),
        (("--address", "r@h.example", "--zone", "Atlantis"), "Europe/Berlin"),
        (("--address", "r@h.example", "--name", " "), "must not be empty"),
        ((*ME, "--host", "h", "--password-file", "a", "--password-command", "b"), "not several"),
        ((*ME, "--host", "h", "--security", "none"), "starttls"),
        ((*ME, "--host", "h", "--port", "99999"), "65535"),
        ((*ME, "--also", "robin", "--host", "h"), "--also"),
        ((*ME, "--host", "h", "--password-command", "pass 'x"), "No closing quotation"),
    ],
)
def test_a_wrong_answer_is_named(shell: Shell, options: tuple[str, ...], words: str) -> None:
    """With what a right one looks like."""
    ran = shell.run("init", *options)

    assert ran.code == 2
    assert words in ran.err
    assert not shell.config.exists()


def test_settings_that_exist_are_never_written_over(shell: Shell, server: tuple[str, ...]) -> None:
    """They may hold an evening's work."""
    shell.configure("mine = true")

    ran = shell.run("init", *ME, *server)

    assert ran.code == 78
    assert shell.config.read_text() == "mine = true"


@pytest.mark.parametrize(
    ("change", "code"), [(("--user", "nobody"), 77), (("--port", "1"), 75), (("--drafts", "Entwurf"), 2)]
)
def test_what_does_not_work_is_not_written(
    shell: Shell, server: tuple[str, ...], change: tuple[str, ...], code: int
) -> None:
    """Settings exist only if they were tried."""
    ran = shell.run("init", *ME, *server, *change)

    assert ran.code == code
    assert "Traceback" not in ran.err
    assert not shell.config.exists()


def test_a_mailbox_without_drafts_asks_which_folder_it_is(shell: Shell, dovecot: Dovecot) -> None:
    """One named in a language nobody foresaw."""
    user, password = dovecot.new_user()
    program = MailProgram(dovecot.host, dovecot.port, user, password)
    program.create("Uimhir", "Seolta")
    where = ("--host", "localhost", "--port", str(dovecot.tls_port), "--ca-file", str(dovecot.ca_file))
    options = (*ME, *where, "--user", user, "--password-environment", "SECRET")

    without = shell.run("init", *options, SECRET=password)
    named = shell.run("init", *options, "--drafts", "Uimhir", "--sent", "Seolta", SECRET=password)
    program.close()

    assert (without.code, named.code) == (2, 0)
    assert "--drafts" in without.err and "--sent" in without.err
    assert load(shell.config).accounts["main"].drafts == "Uimhir"


def test_an_employers_mailbox_is_refused_unless_it_is_wanted(shell: Shell) -> None:
    """Whoever looks for a job from there may lose the one he has."""
    inbox = shell.maildir()
    shell.config.unlink()
    for number in range(4):
        raw = mail("Lunch", "At twelve?", id=f"<{number}@hale.example>", sender=f"c{number}@hale.example",
                   sent=datetime.now(UTC) - timedelta(hours=1))  # fmt: skip
        (inbox / "new" / f"{number}.lunch").write_bytes(raw)

    refused = shell.run("init", *ME, "--maildir", "Mail")
    written = shell.config.exists()
    wanted = shell.run("init", *ME, "--maildir", "Mail", "--even-at-work")

    assert (refused.code, written, wanted.code) == (78, False, 0)
    assert "4 people at hale.example" in refused.err


def test_microsofts_addresses_are_told_what_helps(shell: Shell) -> None:
    """A password that cannot work is not even asked for; what to register is said."""
    ran = shell.run("init", "--address", "robin@outlook.com", "--name", "R")

    assert ran.code == 2
    assert "“Allow public client flows”" in ran.out
    assert "--client-id" in ran.err and "password" not in ran.err


@pytest.fixture
def terminal(shell: Shell) -> Iterator[Terminal]:
    """A shell at a terminal, where this program is `assistant`."""
    if shutil.which("tmux") is None:
        because = "tmux is not installed (Debian: apt-get install tmux)"
        if os.environ.get("ASSISTANT_TEST_SERVERS") == "required":
            pytest.fail(because)
        pytest.skip(because)
    terminal = Terminal("sh", shell.home)
    yield terminal
    terminal.close()


def test_a_newcomer_at_a_terminal_is_led_to_settings_that_work(
    shell: Shell, terminal: Terminal, dovecot: Dovecot, person: Person
) -> None:
    """Question by question, with wrong answers, a wrong password and a password that is not shown."""
    person.program.deliver(invitation())
    asked = [
        ("Your address:", "robin"),
        ("write it like.*\nYour address:", "robin@hale.example"),
        ("as you sign:", "Robin Hale"),
        ("time zone", "berlin"),
        ("IMAP server", "imap.hale.invalid"),
        ("Your login", person.user),
        ("not shown", "wrong"),
        ("tries again", f"localhost:{dovecot.tls_port}"),
        ("was not accepted(.|\n)*tries again", "/nowhere.pem"),
        ("there is no file /nowhere.pem(.|\n)*tries again", str(dovecot.ca_file)),
        ("refused(.|\n)*Your login", person.user),
        ("refused(.|\n)*Your login(.|\n)*not shown", person.password),
        ("Each morning", ""),
        ("Write these settings", ""),
        ("Poll every 10 minutes", "n"),
    ]

    terminal.type(f"{sys.executable} -m assistant init")
    for question, answer in asked:
        terminal.wait_for(question)
        terminal.type(answer)
    screen = terminal.wait_for("for the rest")

    settings = load(shell.config)
    assert person.password not in screen + shell.config.read_text()
    assert (settings.me.zone, settings.digest.to) == ("Europe/Berlin", "inbox")
    assert shell.config.with_name("main.password").stat().st_mode & 0o077 == 0
    assert "drafted" in shell.run("poll").out


def test_breaking_off_the_last_question_says_what_is_written(shell: Shell, terminal: Terminal) -> None:
    """Whoever breaks off then must not believe that there are no settings."""
    shell.maildir()
    shell.config.unlink()
    terminal.type(f"cd; {sys.executable} -m assistant init --maildir Mail --address r@hale.example --name R --zone UTC")
    terminal.wait_for("Each morning")
    terminal.type("none")
    terminal.wait_for("Write these settings")
    terminal.type("y")
    terminal.wait_for("Poll every 10 minutes")
    terminal.press("C-c")
    terminal.wait_for("settings are written")

    assert load(shell.config).me.name == "R"


def test_breaking_off_writes_nothing(shell: Shell, terminal: Terminal) -> None:
    """Ctrl-C at any question."""
    terminal.type(f"{sys.executable} -m assistant init")
    terminal.wait_for("Your address:")
    terminal.press("C-c")
    terminal.wait_for("Nothing was written")

    assert not shell.config.exists()
