"""Every way to log in, to a real Dovecot that asks a real authority about tokens."""

import json
import re
import threading
import traceback
from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from assistant.errors import ConfigError, LoginRefused, MailboxUnreachable
from assistant.mailbox import providers
from assistant.mailbox.account import ImapAccount, open_mailbox
from assistant.mailbox.imap.border import ServerRefused, login_refused
from tests.dovecot import Dovecot
from tests.mailbox.imap_world import person_on
from tests.mailbox.scripted import Scripted
from tests.mailbox.world import SINCE
from tests.proxy import Proxy

TOKEN = "ya29.valid-token~+/="
EXPIRED = "ya29.expired"


class Authority:
    """Knows whose a token is, and tells servers over HTTP (RFC 7662); one it does not know is not active.

    Attributes:
        tokens: user by token.
        url: where servers ask.
        is_down: answers nothing but errors.
    """

    def __init__(self) -> None:
        """Start answering."""
        self.tokens: dict[str, str] = {}
        self.is_down = False
        authority = self

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                user = authority.tokens.get(self.headers["Authorization"].removeprefix("Bearer "))
                body = json.dumps({"active": "true", "email": user} if user else {"active": "false"}).encode()
                self.send_response(500 if authority.is_down else 200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self.url = f"http://127.0.0.1:{self._server.server_port}/introspect"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop."""
        self._server.shutdown()
        self._thread.join(10)
        self._server.server_close()


@pytest.fixture(scope="module")
def authority() -> Iterator[Authority]:
    """An authority of these tests."""
    with closing(Authority()) as running:
        yield running


@pytest.fixture(scope="module")
def office(dovecot: Dovecot, authority: Authority) -> Iterator[Dovecot]:
    """A server that takes tokens."""
    server = Dovecot(introspection_url=authority.url)
    yield server
    server.stop()


@pytest.fixture
def line(office: Dovecot) -> Iterator[Proxy]:
    """A proxy before it."""
    with closing(Proxy(office.port)) as running:
        yield running


@pytest.fixture
def user(office: Dovecot, authority: Authority) -> Iterator[str]:
    """A user whose token is TOKEN."""
    authority.is_down = False
    name, password = office.new_user()
    with person_on(office, name, password):
        authority.tokens[TOKEN] = name
        yield name


def log_in(port: int, user: str, secret: str = TOKEN, **changes: object) -> None:
    """Log in and look for news, with a token unless told otherwise."""
    settings = {"host": "127.0.0.1", "security": "plain", "proof": "token", "read_timeout_seconds": 10.0, **changes}
    with closing(open_mailbox(ImapAccount(port=port, user=user, secret=lambda: secret, **settings))) as mailbox:
        mailbox.news(None, SINCE)


@pytest.mark.parametrize(("hidden", "used"), [("none", "OAUTHBEARER"), ("AUTH=OAUTHBEARER", "XOAUTH2")])
@pytest.mark.parametrize("at_once", [True, False])
def test_a_valid_token_opens_the_mailbox(line: Proxy, user: str, hidden: str, used: str, at_once: bool) -> None:
    """Gmail takes both mechanisms, Microsoft only XOAUTH2; a server without SASL-IR wants the token by itself."""
    line.hide(hidden, "none" if at_once else "SASL-IR")
    log_in(line.port, user)

    (command,) = (one for one in line.commands if one.startswith("AUTHENTICATE"))
    assert command.startswith(f"AUTHENTICATE {used}") and len(command.split()) == (3 if at_once else 2)
    assert not any(command.startswith("LOGIN") for command in line.commands)


def test_a_token_on_the_line_of_its_command_spares_a_turn(line: Proxy, user: str) -> None:
    """One of the few turns a poll with nothing new has (RFC 4959)."""
    log_in(line.port, user)
    at_once = line.turns
    line.hide("SASL-IR")
    log_in(line.port, user)

    assert line.turns - at_once == at_once + 1


def test_a_token_too_long_for_a_line_goes_by_itself() -> None:
    """Microsoft's may have thousands of letters, and a command line may not (RFC 9051 §4)."""
    greeting = b"* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2] hello\r\n"
    with closing(Scripted({"AUTHENTICATE": b"+ \r\n", "$": b"{tag} NO no\r\n"}, greeting=greeting)) as server:
        with pytest.raises(LoginRefused):
            log_in(server.port, "me", "x" * 7000)

        assert server.heard[0] == "AUTHENTICATE XOAUTH2"


@pytest.mark.parametrize("hidden", ["none", "AUTH=OAUTHBEARER", "SASL-IR"])
def test_a_token_that_is_not_valid_is_refused_and_shown_nowhere(line: Proxy, user: str, hidden: str) -> None:
    """The server gives reasons first and waits for an answer to them; then only the user can help."""
    line.hide(hidden)
    with pytest.raises(LoginRefused, match="Sign in anew") as refused:
        log_in(line.port, user, EXPIRED)

    assert EXPIRED not in "".join(traceback.format_exception(refused.value))


def test_a_token_of_somebody_else_is_refused(office: Dovecot, user: str) -> None:
    """It opens one mailbox and no other."""
    with pytest.raises(LoginRefused):
        log_in(office.port, office.new_user()[0])


def test_an_authority_that_is_down_is_nobodys_fault(office: Dovecot, authority: Authority, user: str) -> None:
    """Signing in anew would not help."""
    authority.is_down = True
    with pytest.raises(MailboxUnreachable):
        log_in(office.port, user, TOKEN)


def test_a_server_that_takes_no_tokens_is_sent_none(dovecot: Dovecot) -> None:
    """The token would be tried as nothing it knows."""
    with closing(Proxy(dovecot.port)) as line:
        with pytest.raises(ConfigError, match="app password"):
            log_in(line.port, "me")

        assert not any("AUTHENTICATE" in command for command in line.commands)


@pytest.mark.parametrize("mechanism", ["PLAIN", "LOGIN"])
def test_a_password_goes_by_sasl_where_the_command_is_off(line: Proxy, office: Dovecot, mechanism: str) -> None:
    """LOGINDISABLED forbids the command (RFC 9051 §6.2.3); some servers then know the mechanism LOGIN alone."""
    offered = b"CAPABILITY IMAP4rev1 LOGINDISABLED AUTH=" + mechanism.encode()
    line.rewrite = lambda data: re.sub(rb"CAPABILITY IMAP4rev1[^]\r]*", offered, data)
    name, password = office.new_user()
    with person_on(office, name, password):
        log_in(line.port, name, password, proof="password")

    assert f"AUTHENTICATE {mechanism}" in line.commands


def test_a_password_too_goes_on_the_line_of_its_command(line: Proxy, office: Dovecot) -> None:
    """PLAIN has one answer, so the whole login is one turn."""
    line.rewrite = lambda data: re.sub(
        rb"CAPABILITY IMAP4rev1[^]\r]*", b"CAPABILITY IMAP4rev1 LOGINDISABLED SASL-IR AUTH=PLAIN", data
    )
    name, password = office.new_user()
    with person_on(office, name, password):
        log_in(line.port, name, password, proof="password")

    (command,) = (one for one in line.commands if one.startswith("AUTHENTICATE"))
    assert command == f"AUTHENTICATE PLAIN {b64encode(f'{chr(0)}{name}{chr(0)}{password}'.encode()).decode()}"


@pytest.mark.parametrize(
    ("kept", "sent"),
    [
        ("abcd efgh ijkl mnop", "abcdefghijklmnop"),
        ("abcd\N{NO-BREAK SPACE}efgh\N{NO-BREAK SPACE}ijkl\N{NO-BREAK SPACE}mnop ", "abcdefghijklmnop"),
        ("abcdefghijklmnop", "abcdefghijklmnop"),
        ("a pass phrase of mine", "a pass phrase of mine"),
        ("able Acid aged also", "able Acid aged also"),
    ],
)
def test_an_app_password_is_taken_as_the_page_shows_it(monkeypatch: pytest.MonkeyPatch, kept: str, sent: str) -> None:
    """Google shows four groups with gaps, people paste them, and the server knows none; other passwords stay."""
    gmail = next(one for one in providers.PROVIDERS if one.name == "Gmail")
    monkeypatch.setattr(providers, "PROVIDERS", (replace(gmail, host="127.0.0.1"),))
    with closing(Scripted({"LOGIN": b"{tag} NO no\r\n"})) as server, pytest.raises(LoginRefused):
        log_in(server.port, "me", kept, proof="password")

    assert server.heard == [f'LOGIN "me" "{sent}"']


def test_a_password_with_gaps_of_a_provider_without_app_passwords_stays() -> None:
    """Four words of four letters are a password too."""
    assert providers.as_issued("able acid aged also", "imap.gmx.net") == "able acid aged also"
    assert providers.as_issued("able acid aged also", "imap.hale.example") == "able acid aged also"


def test_a_password_refused_by_microsoft_is_told_the_way_in() -> None:
    """Another password, or an app password, would be refused as well."""
    account = ImapAccount(host="outlook.office365.com", user="me", secret=lambda: "x")

    refused = login_refused(account, ServerRefused("refused", "NO AUTHENTICATE failed."))

    assert isinstance(refused, LoginRefused)
    assert 'kind` to "outlook"' in str(refused)


@pytest.mark.parametrize("mechanism", ["PLAIN", "LOGIN"])
def test_a_wrong_password_given_by_sasl_is_refused(line: Proxy, office: Dovecot, mechanism: str) -> None:
    """As with the command."""
    offered = b"CAPABILITY IMAP4rev1 LOGINDISABLED AUTH=" + mechanism.encode()
    line.rewrite = lambda data: re.sub(rb"CAPABILITY IMAP4rev1[^]\r]*", offered, data)
    with pytest.raises(LoginRefused):
        log_in(line.port, office.new_user()[0], "wrong", proof="password")


@pytest.mark.parametrize("token", ["a\r\nX LOGOUT", "a\1auth=Bearer b", "a\0b"])
def test_a_token_that_is_more_than_a_token_is_not_sent(line: Proxy, token: str) -> None:
    """It could end its field or its line, and begin another."""
    with pytest.raises(ConfigError, match="single line"):
        log_in(line.port, "me", token)

    assert not any("AUTHENTICATE" in command for command in line.commands)
