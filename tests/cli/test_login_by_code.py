"""`assistant login` on a machine without a browser: a Microsoft account from the code to the mailbox."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.conftest import Ran, Shell
from tests.dovecot import Dovecot
from tests.mail_program import MailProgram
from tests.microsoft import CLIENT_ID, Microsoft

SETTINGS = """
[me]
name = "Robin Hale"
addresses = ["{user}"]
[accounts.outlook]
kind = "outlook"
user = "{user}"
client_id = "{client_id}"
authority = "{authority}"
host = "localhost"
port = {port}
ca_file = "{ca_file}"
"""


@pytest.fixture(scope="module")
def microsoft() -> Iterator[Microsoft]:
    """An authorization server."""
    with closing(Microsoft("nobody")) as running:
        yield running


@pytest.fixture(scope="module")
def exchange(dovecot: Dovecot, microsoft: Microsoft) -> Iterator[Dovecot]:
    """A mail server that takes its tokens and asks it about them."""
    server = Dovecot(introspection_url=microsoft.introspection_url, token_mechanisms="xoauth2")
    yield server
    server.stop()


class MicrosoftUser:
    """Somebody with a mailbox at Microsoft and a machine without a browser."""

    def __init__(self, shell: Shell, exchange: Dovecot, microsoft: Microsoft) -> None:
        name, password = exchange.new_user()
        self.shell, self.microsoft, self.user = shell, microsoft, f"{name}@hale.example"
        with closing(MailProgram(exchange.host, exchange.port, self.user, password)) as program:
            program.create("Drafts", "Sent", "Trash")
        microsoft.user, microsoft.said = self.user, []
        microsoft.device["interval"] = 1
        shell.configure(
            SETTINGS.format(
                user=self.user, client_id=CLIENT_ID, authority=microsoft.authority, port=exchange.tls_port,
                ca_file=exchange.ca_file,
            )
        )  # fmt: skip

    @property
    def kept(self) -> Path:
        return self.shell.home / ".local" / "state" / "inbox-assistant" / "outlook.sign-in"

    def run(self, *arguments: str) -> Ran:
        """Run the program where nothing can show a page."""
        return self.shell.run(*arguments, DISPLAY="", WAYLAND_DISPLAY="", BROWSER="")


@pytest.fixture
def robin(shell: Shell, exchange: Dovecot, microsoft: Microsoft) -> MicrosoftUser:
    """A user who is not signed in."""
    return MicrosoftUser(shell, exchange, microsoft)


def test_without_a_browser_a_code_opens_the_mailbox(robin: MicrosoftUser) -> None:
    """A server in a cupboard has no browser; the telephone has."""
    robin.microsoft.said = ["authorization_pending"]

    said = robin.run("login", "outlook")

    assert (said.code, said.out) == (0, f"outlook: signed in as {robin.user}.\n")
    assert "https://microsoft.com/devicelogin" in said.err and "F7K2 9QX" in said.err
    assert robin.kept.stat().st_mode & 0o777 == 0o600
    assert robin.run("poll").code == 0
    assert "remove the program at https://myapps.microsoft.com" in robin.run("logout", "outlook").out
    assert not robin.kept.exists()
    (told,) = robin.run("status", "--json").lines
    assert (told["healthy"], "assistant login outlook" in told["problems"][0]) == (False, True)


def test_what_is_declined_on_the_page_leaves_nothing(robin: MicrosoftUser) -> None:
    """The reason is said, and a program hears it as an exit code."""
    robin.microsoft.said = ["authorization_declined"]

    said = robin.run("login", "outlook", "--device")

    assert (said.code, robin.kept.exists()) == (77, False)
    assert "as you said on the page" in said.err


def test_the_sign_in_of_another_mailbox_is_not_kept_and_the_old_one_stands(robin: MicrosoftUser) -> None:
    """The telephone may be signed in as somebody else; what worked before must work afterwards."""
    assert robin.run("login", "outlook", "--device").code == 0
    before = robin.kept.read_bytes()
    robin.microsoft.user = "somebody@else.example"

    said = robin.run("login", "outlook", "--device")

    assert said.code == 77
    assert robin.kept.read_bytes() == before


def test_breaking_off_keeps_nothing(robin: MicrosoftUser) -> None:
    """Ctrl-C while the code is waited for ends at once, without a traceback."""
    robin.microsoft.said = ["authorization_pending"] * 100
    environment = {**os.environ, "HOME": str(robin.shell.home), "PYTHONWARNINGS": "error"}
    command = [sys.executable, "-m", "assistant", "login", "outlook", "--device"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True, cwd=robin.shell.home) as running:
        assert running.stderr
        told = ""
        while "Waiting" not in told:
            told += running.stderr.readline()
        began = time.monotonic()
        running.send_signal(signal.SIGINT)
        told += running.stderr.read()
        code = running.wait(10)

    assert time.monotonic() - began < 5
    assert (code, "Traceback" in told, robin.kept.exists()) == (130, False, False)


def test_google_has_no_codes_for_mail(shell: Shell) -> None:
    """Said at once, with what to do instead."""
    client = {"client_id": "c", "client_secret": "s", "auth_uri": "https://a.example", "token_uri": "https://a.example"}
    shell.configure(
        '[me]\nname = "R"\naddresses = ["r@gmail.com"]\n'
        '[accounts.google]\nkind = "gmail"\nuser = "r@gmail.com"\nclient = "client.json"\n'
    )
    shell.config.with_name("client.json").write_text(json.dumps({"installed": client}))

    said = shell.run("login", "google", "--device")

    assert said.code == 78
    assert "browser" in said.err


def test_an_old_sign_in_from_before_its_day_was_kept_is_still_read(robin: MicrosoftUser) -> None:
    """An update must not sign anybody out."""
    assert robin.run("login", "outlook", "--device").code == 0
    kept = json.loads(robin.kept.read_text())
    assert datetime.fromisoformat(kept.pop("granted_at")) <= datetime.now(UTC)
    robin.kept.write_text(json.dumps(kept))

    assert robin.run("poll").code == 0


def test_the_doctor_tells_what_was_granted_and_for_how_long(robin: MicrosoftUser) -> None:
    """In plain words: what could whoever holds this do, and when does it end."""
    assert robin.run("login", "outlook", "--device").code == 0

    told = {line["check"]: line for line in robin.run("doctor", "--json").lines if line["account"]}

    assert told["scopes"]["ok"] and "but not send" in told["scopes"]["words"]
    assert "0 days old; it lasts until" in told["sign-in"]["words"]
    assert told["TLS"]["ok"]


def test_a_sign_in_that_allows_more_than_the_settings_want_is_found(robin: MicrosoftUser) -> None:
    """One kept by hand, or from another time."""
    assert robin.run("login", "outlook", "--device").code == 0
    kept = json.loads(robin.kept.read_text())
    kept["scopes"].append("https://www.googleapis.com/auth/gmail.compose")
    robin.kept.write_text(json.dumps(kept))

    (scopes,) = (line for line in robin.run("doctor", "--json").lines if line["check"] == "scopes")

    assert not scopes["ok"]
    assert "send mail" in scopes["words"] and "assistant logout outlook" in scopes["words"]


def test_status_tells_the_age_of_the_sign_in_and_warns_of_its_end(robin: MicrosoftUser) -> None:
    """Whoever looks in must not be surprised two days later."""
    assert robin.run("login", "outlook", "--device").code == 0
    assert robin.run("poll").code == 0
    well = robin.run("status")
    ends_at = datetime.now(UTC) + timedelta(hours=30)
    robin.kept.write_text(json.dumps(json.loads(robin.kept.read_text()) | {"ends_at": ends_at.isoformat()}))

    (ill,) = robin.run("status", "--json").lines

    assert (well.code, "signed in 0 minutes ago" in well.out) == (0, True)
    assert (ill["healthy"], ill["sign_in_ends_at"]) == (False, ends_at.isoformat())
    assert "Testing" in ill["problems"][0]
