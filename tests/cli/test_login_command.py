"""`assistant login` and `logout`, and a Gmail account from sign-in to draft."""

import json
import sys
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.conftest import Shell
from tests.cli.test_poll_command import invitation
from tests.conftest import Person
from tests.dovecot import Dovecot
from tests.gmail import browser
from tests.gmail.emulator import Emulator, GmailProgram
from tests.gmail.web_proxy import Answer, WebProxy

SETTINGS = """
[me]
name = "Robin Hale"
addresses = ["{user}"]
[accounts.google]
kind = "gmail"
user = "{user}"
client = "client.json"
endpoint = "{endpoint}"
"""


class GoogleUser:
    """Somebody with a Google account, a browser and a client file."""

    def __init__(self, shell: Shell, emulator: Emulator, proxy: WebProxy, number: int) -> None:
        self.shell, self.proxy, self.user = shell, proxy, f"user{number}@example.test"
        self.program = GmailProgram(emulator, f"token-{number}")
        client = {
            "client_id": "client",
            "client_secret": "secret",
            "auth_uri": f"http://127.0.0.1:{emulator.port}/o/oauth2/v2/auth",
            "token_uri": f"{proxy.url}/oauth2/token",
        }
        shell.configure(SETTINGS.format(user=self.user, endpoint=proxy.url))
        (shell.config.parent / "client.json").write_text(json.dumps({"installed": client}))

    @property
    def kept(self) -> Path:
        return self.shell.home / ".local" / "state" / "inbox-assistant" / "google.sign-in"

    def login(self, who: str = "") -> object:
        """Run `assistant login` with a browser whose user consents."""
        program = f"{sys.executable} {Path(browser.__file__)} {who or self.user} %s &"
        return self.shell.run("login", "google", BROWSER=program)


@pytest.fixture
def robin(shell: Shell, gmail_emulator: Emulator, gmail_proxy: WebProxy, request: pytest.FixtureRequest) -> GoogleUser:
    """A user of the emulator whom no other test here uses."""
    return GoogleUser(shell, gmail_emulator, gmail_proxy, request.param)


@pytest.mark.parametrize("robin", [5], indirect=True)
def test_from_signing_in_to_a_draft_and_out_again(robin: GoogleUser) -> None:
    """What a newcomer with Gmail does, in the order they do it."""
    before = robin.shell.run("poll")
    assert (before.code, "assistant login google" in before.err) == (77, True)

    said = robin.login()
    assert (said.code, said.out) == (0, f"google: signed in as {robin.user}.\n")
    assert robin.kept.stat().st_mode & 0o777 == 0o600

    parent = robin.program.deliver(invitation(), ["INBOX", "UNREAD"], datetime.now(UTC) - timedelta(hours=1))
    first, second = robin.shell.run("poll"), robin.shell.run("poll")
    assert (first.code, first.err) == (0, "")
    assert "drafted: availability" in first.out
    assert second == type(second)(0, "", "")
    message = robin.program.ask("GET", f"messages/{parent}")
    (draft,) = robin.program.ask("GET", "drafts")["drafts"]
    names = robin.program.label_names()
    assert draft["message"]["threadId"] == message["threadId"]
    assert [names.get(label, label) for label in message["labelIds"]] == ["INBOX", "UNREAD", "JobSearch/Scheduling"]

    grant = json.loads(robin.kept.read_text())
    out = robin.shell.run("logout", "google")
    assert (out.code, out.out, robin.kept.exists()) == (0, "google: signed out.\n", False)
    form = f"grant_type=refresh_token&client_id=client&client_secret=secret&refresh_token={grant['refresh_token']}"
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(f"{robin.proxy.url}/oauth2/token", form.encode(), timeout=10)
    assert robin.shell.run("logout", "google").out == "google: nobody is signed in.\n"
    said = {"account": "google", "signed_in": False, "was_signed_in": False}
    assert robin.shell.run("logout", "google", "--json").lines == [said]


@pytest.mark.parametrize("robin", [6], indirect=True)
def test_the_wrong_account_is_not_kept(robin: GoogleUser) -> None:
    """The browser proposes whoever signed in last."""
    said = robin.login("user7@example.test")

    assert said.code == 78
    assert "user7@example.test, but the settings say user6@example.test" in said.err
    assert not robin.kept.exists()
    assert robin.proxy.asked[-1].path == "/oauth2/revoke"


@pytest.mark.parametrize("robin", [8], indirect=True)
def test_a_sign_in_that_will_end_is_said_at_once_and_again_before_it_does(robin: GoogleUser) -> None:
    """A project in Testing gives seven days; a draft that is missing on the eighth is how people notice otherwise."""
    said = {"access_token": "token-8", "refresh_token": "r", "expires_in": 3599, "refresh_token_expires_in": 604799}
    robin.proxy.break_once("POST", "/token", Answer(status=200, body=said))
    assert "Testing" in robin.login().out
    assert robin.shell.run("poll").err == ""
    told = {line["check"]: line for line in robin.shell.run("doctor", "--json").lines if line["account"]}
    assert not told["sign-in"]["ok"] and "publish it" in told["sign-in"]["words"]
    assert told["scopes"]["ok"] and "send mail" in told["scopes"]["words"]

    soon = json.loads(robin.kept.read_text()) | {"ends_at": (datetime.now(UTC) + timedelta(hours=30)).isoformat()}
    robin.kept.write_text(json.dumps(soon))
    first, second = robin.shell.run("poll"), robin.shell.run("poll")

    assert (first.code, "assistant login google" in first.err) == (0, True)
    assert second.err == ""


def test_a_password_is_tried_and_kept(shell: Shell, person: Person, dovecot: Dovecot) -> None:
    """A wrong one, kept, would lock the account poll by poll."""
    shell.configure(
        f"""
        [me]
        name = "Robin"
        addresses = ["robin@hale.example"]
        [accounts.main]
        kind = "imap"
        host = "localhost"
        port = {dovecot.tls_port}
        user = "{person.user}"
        ca_file = "{dovecot.ca_file}"
        password = {{ file = "password" }}
        """
    )
    wrong = shell.run("login", "main", stdin=b"wrong\n")
    assert (wrong.code, (shell.config.parent / "password").exists()) == (77, False)
    told = shell.run("login", "main", "--json", stdin=f"{person.password}\n".encode())
    assert told.lines == [{"account": "main", "signed_in": True, "ends_at": None}]
    right = shell.run("login", "main", stdin=f"{person.password}\n".encode())
    assert (right.code, right.out) == (0, "main: localhost took the password; it is kept.\n")
    assert person.password not in right.err
    assert shell.run("poll").code == 0

    assert shell.run("logout", "main").code == 0
    assert not (shell.config.parent / "password").exists()


def test_nobody_signs_in_to_a_maildir_or_to_nothing(shell: Shell) -> None:
    """Said before anything is asked."""
    shell.maildir()

    assert shell.run("login", "main", "--port", "70000").code == 2
    assert shell.run("login", "main").code == 78
    assert "There is no account" in shell.run("login", "nowhere").err
