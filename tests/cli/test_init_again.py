"""`assistant init` where settings are, and for a mailbox that is signed in to at Microsoft."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from assistant.config import OutlookSettings
from assistant.config.reading import load
from tests.cli.conftest import Ran, Shell
from tests.cli.test_poll_command import invitation
from tests.conftest import Person
from tests.dovecot import Dovecot
from tests.mail_program import MailProgram
from tests.microsoft import CLIENT_ID, Microsoft

FIRST = """# an evening's work
[me]
name = "Robin Hale"
addresses = ["robin@hale.example"]  # the old one
zone = "Europe/Berlin"

[accounts.main]
kind = "maildir"
path = "{home}/Mail"   # on this machine

[rules]
voice = "formal"
"""


@pytest.fixture
def settled(shell: Shell) -> Shell:
    """Somebody with settings for one mailbox."""
    shell.maildir()
    shell.configure(FIRST.format(home=shell.home))
    return shell


def second(dovecot: Dovecot, person: Person) -> tuple[str, ...]:
    """Options that lead to another mailbox."""
    where = ("--host", "localhost", "--port", str(dovecot.tls_port), "--ca-file", str(dovecot.ca_file))
    return ("--address", "r@second.example", *where, "--user", person.user, "--password-environment", "SECRET")


def test_a_second_mailbox_is_added_and_the_first_stays(settled: Shell, dovecot: Dovecot, person: Person) -> None:
    """Line by line, comments too; both are polled from then on."""
    before = settled.config.read_text()
    person.program.deliver(invitation())

    made = settled.run("init", "--account", "second", *second(dovecot, person), SECRET=person.password)
    polled = settled.run("poll", SECRET=person.password)

    after = settled.config.read_text()
    assert (made.code, made.err) == (0, "")
    assert after.replace(', "r@second.example"', "").startswith(before)
    assert load(settled.config).me.addresses == ("robin@hale.example", "r@second.example")
    assert settled.config.with_name("config.toml.before").read_text() == before
    assert polled.code == 0 and "second: drafted: availability" in polled.out


@pytest.mark.parametrize(
    ("account", "code", "words"),
    [((), 78, "--account"), (("--account", "Main"), 2, "there is one"), (("--account", "a b"), 2, "dashes")],
)
def test_without_a_new_name_nothing_is_added(
    settled: Shell, dovecot: Dovecot, person: Person, account: tuple[str, ...], code: int, words: str
) -> None:
    """A script that is run twice must not do it twice."""
    before = settled.config.read_text()

    ran = settled.run("init", *account, *second(dovecot, person), SECRET=person.password)

    assert (ran.code, words in ran.err) == (code, True)
    assert settled.config.read_text() == before
    assert not settled.config.with_name("config.toml.before").exists()


def test_a_second_mailbox_that_does_not_open_is_not_added(settled: Shell, dovecot: Dovecot, person: Person) -> None:
    """As for the first: settings exist only if they were tried."""
    before = settled.config.read_text()

    ran = settled.run("init", "--account", "second", *second(dovecot, person), SECRET="wrong")

    assert ran.code == 77
    assert settled.config.read_text() == before


@pytest.fixture(scope="module")
def microsoft() -> Iterator[Microsoft]:
    """An authorization server."""
    with closing(Microsoft("nobody")) as running:
        running.device["interval"] = 1
        yield running


@pytest.fixture(scope="module")
def exchange(dovecot: Dovecot, microsoft: Microsoft) -> Iterator[Dovecot]:
    """A mail server that takes its tokens."""
    server = Dovecot(introspection_url=microsoft.introspection_url, token_mechanisms="xoauth2")
    yield server
    server.stop()


def set_up_outlook(shell: Shell, exchange: Dovecot, microsoft: Microsoft, *more: str) -> Ran:
    """Set up a mailbox that is signed in to, without a question."""
    name, password = exchange.new_user()
    microsoft.user = f"{name}@hale.example"
    with closing(MailProgram(exchange.host, exchange.port, microsoft.user, password)) as program:
        program.create("Drafts", "Sent", "Trash")
        program.deliver(invitation())
    who = ("--address", microsoft.user, "--name", "Robin", "--client-id", CLIENT_ID, "--authority", microsoft.authority)
    where = ("--host", "localhost", "--port", str(exchange.tls_port), "--ca-file", str(exchange.ca_file))
    return shell.run("init", *who, *where, *more)


def kept(shell: Shell) -> Path:
    return shell.home / ".local" / "state" / "inbox-assistant" / "main.sign-in"


def test_a_microsoft_mailbox_is_signed_in_to_before_anything_is_written(
    shell: Shell, exchange: Dovecot, microsoft: Microsoft
) -> None:
    """One command from nothing to settings, sign-in and a look at what would have happened."""
    made = set_up_outlook(shell, exchange, microsoft)

    assert made.code == 0
    assert "F7K2 9QX" in made.err
    assert "Read 1 message: 1 scheduling" in made.out
    assert isinstance(load(shell.config).accounts["main"], OutlookSettings)
    assert kept(shell).stat().st_mode & 0o777 == 0o600
    assert "drafted: availability" in shell.run("poll").out


def test_who_declines_at_microsoft_has_no_settings(shell: Shell, exchange: Dovecot, microsoft: Microsoft) -> None:
    """Nor a sign-in."""
    microsoft.said = ["access_denied"]

    made = set_up_outlook(shell, exchange, microsoft)

    assert made.code == 77
    assert not shell.config.exists() and not kept(shell).exists()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--client-id", "inbox assistant"), "00000000-0000"),
        (("--client-id", CLIENT_ID, "--password-file", "x"), "No password"),
    ],
)
def test_what_does_not_belong_to_a_microsoft_mailbox_is_named(
    shell: Shell, options: tuple[str, ...], words: str
) -> None:
    """The name of the registration is easily taken for its id, and a habit gives a password."""
    ran = shell.run("init", "--address", "r@outlook.com", "--name", "R", *options)

    assert ran.code == 2
    assert words in ran.err
