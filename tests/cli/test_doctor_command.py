"""Every line is ok or comes with what to do; against a real server."""

import stat
from pathlib import Path

import pytest

from tests.cli.conftest import Ran, Shell
from tests.cli.test_poll_command import IMAP, invitation
from tests.conftest import Person
from tests.dovecot import Dovecot
from tests.mail_program import MailProgram
from tests.poller.test_dovecot import without_tags

SETTINGS = """
[me]
name = "Robin"
addresses = ["robin@hale.example"]
zone = "Europe/Berlin"
[accounts.main]
kind = "imap"
host = "localhost"
port = {port}
user = "{user}"
ca_file = "{ca_file}"
password = {{ file = "password" }}
"""


@pytest.fixture
def served(shell: Shell, dovecot: Dovecot, person: Person) -> Shell:
    """A shell with settings for an account on the server."""
    shell.configure(SETTINGS.format(port=dovecot.tls_port, user=person.user, ca_file=dovecot.ca_file))
    password = shell.config.with_name("password")
    password.write_text(person.password + "\n")
    password.chmod(0o600)
    return shell


def found(ran: Ran) -> dict[str, tuple[bool, str]]:
    """Return what was said of the account's parts and of the machine's."""
    return {line["check"]: (line["ok"], line["words"]) for line in ran.lines}


def lines(shell: Shell, *arguments: str) -> dict[str, tuple[bool, str]]:
    """Run it without the machine's own schedule, which is no matter of these tests."""
    (shell.home / "no-programs").mkdir(exist_ok=True)
    ran = shell.run("doctor", "--json", *arguments, PATH=str(shell.home / "no-programs"))
    assert ran.err == ""
    return found(ran)


def change(shell: Shell, old: str, new: str) -> None:
    assert old in shell.config.read_text()
    shell.configure(shell.config.read_text().replace(old, new))


def test_of_a_sound_account_every_part_is_ok(served: Shell) -> None:
    """The list is what a user reads when he wonders whether all is well."""
    told = lines(served)

    assert [check for check, (ok, _) in told.items() if not ok] == ["schedule"]
    assert list(told) == [
        "settings", "ledger", "clock", "zone", "schedule", "model", "password", "DNS", "TLS", "sign-in", "capabilities",
        "drafts", "sent", "tags",
    ]  # fmt: skip
    assert (told["drafts"], told["sent"]) == ((True, "Drafts"), (True, "Sent"))
    assert told["tags"] == (True, "kept")


def test_looking_changes_nothing(served: Shell, person: Person) -> None:
    """It is run on a mailbox somebody lives from."""
    person.program.deliver(invitation())
    before = [person.program.messages(folder) for folder in ("INBOX", "Drafts")], person.program.folders()

    lines(served)

    after = [without_tags(person.program.messages(folder)) for folder in ("INBOX", "Drafts")], person.program.folders()
    assert after == ([without_tags(messages) for messages in before[0]], before[1])
    assert not (served.home / ".local").exists()


def test_a_test_draft_is_put_and_taken_back_only_on_request(served: Shell, person: Person) -> None:
    """The one check that writes leaves nothing behind."""
    without, with_it = lines(served), lines(served, "--write-probe")

    assert "test draft" not in without
    assert with_it["test draft"] == (True, "put, found unchanged, and taken back")
    assert with_it["clock"][0]
    assert person.program.messages("Drafts") == []


def test_a_test_draft_works_in_a_maildir(shell: Shell) -> None:
    """The same contract."""
    inbox = shell.maildir()

    told = lines(shell, "--write-probe")

    assert told["test draft"][0]
    assert list((inbox / ".Drafts" / "cur").iterdir()) == []


@pytest.mark.parametrize(
    ("old", "new", "check", "remedy"),
    [
        ('"localhost"', '"nowhere.invalid"', "DNS", "check `host`"),
        ('"localhost"', '"::1"', "connection", "could not be reached"),
        ('user = "maildir', 'user = "nobody', "sign-in", "refused"),
        ('file = "password"', 'file = "pasword"', "password", "could not be opened"),
        ("[accounts.main]", '[accounts.main]\ndrafts = "Entwurf"', "folders", "There are: "),
        ("[accounts.main]", '[accounts.main]\nfolders = ["Jobs"]', "folders", "'Jobs'"),
        ("[me]", "[me", "settings", "not valid TOML"),
        ("[me]", 'letters = "letters"\n[me]', "letters", "does not exist"),
        ('zone = "Europe/Berlin"', "", "zone", ""),
        ("[accounts.main]", '[calendar]\nfiles = ["x.ics"]\n[accounts.main]', "calendar", "does not exist"),
    ],
)
def test_what_is_wrong_is_found_in_its_place(served: Shell, old: str, new: str, check: str, remedy: str) -> None:
    """One wrong thing, one line that names it, with what to do."""
    change(served, old, new)
    (served.home / "no-programs").mkdir(exist_ok=True)

    ran = served.run("doctor", "--json", PATH=str(served.home / "no-programs"), TZ="America/New_York")

    wrong = {name: words for name, (ok, words) in found(ran).items() if not ok and name != "schedule"}
    assert ran.code == 1
    assert list(wrong) == [check]
    assert remedy in wrong[check]


def test_a_mailbox_that_is_nearly_full_is_found_before_a_draft_is_refused(
    served: Shell, dovecot: Dovecot, person: Person
) -> None:
    """A draft that could not be stored is a chance missed."""
    assert "space" not in lines(served)  # without a limit there is nothing to tell
    person.program.deliver(invitation() + b"x" * 2000 + b"\r\n")
    with dovecot.full(person.user):
        told = lines(served)

    assert told["space"][0] is False
    assert "make room" in told["space"][1]


def test_a_certificate_that_is_not_trusted_is_a_matter_of_tls(served: Shell, dovecot: Dovecot) -> None:
    """And the password never went out."""
    change(served, f'ca_file = "{dovecot.ca_file}"', "")

    told = lines(served)

    assert told["TLS"][0] is False
    assert "ca_file" in told["TLS"][1]
    assert "sign-in" not in told


def test_an_account_without_drafts_and_sent_is_told_how_to_name_them(
    shell: Shell, dovecot: Dovecot, tmp_path: Path
) -> None:
    """Without Drafts there is nothing to leave a draft in."""
    user, password = dovecot.new_user()
    program = MailProgram(dovecot.host, dovecot.port, user, password)
    program.create("Papierkram")
    shell.configure(IMAP.format(port=dovecot.port).replace('"robin"', f'"{user}"'))

    ran = found(shell.run("doctor", "--json", MAIL_PASSWORD=password))
    program.close()

    assert [(check, ran[check][0]) for check in ("drafts", "sent")] == [("drafts", False), ("sent", False)]
    assert "Papierkram" in ran["drafts"][1] and "`drafts`" in ran["drafts"][1]


@pytest.mark.parametrize(
    ("name", "mode", "check"), [("config.toml", 0o666, "settings"), ("password", 0o644, "password")]
)
def test_files_that_others_could_use_are_named(served: Shell, name: str, mode: int, check: str) -> None:
    """Whoever may write the settings may run a command as the user."""
    served.config.with_name(name).chmod(mode)

    told = lines(served)

    assert told[check][0] is False
    assert "chmod" in told[check][1]
    assert stat.S_IMODE(served.config.with_name(name).stat().st_mode) == mode


def test_without_settings_it_still_looks_at_what_it_can(shell: Shell) -> None:
    """The newcomer's first command may be this one."""
    ran = shell.run("doctor")

    assert ran.code == 1
    assert ran.out.startswith("fix  settings: There are no settings")
    assert "ok   model: the shipped one" in ran.out
