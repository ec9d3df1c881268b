"""Signing in with a browser (RFC 8252: OAuth 2.0 for native apps; RFC 7636: PKCE).

The browser shows the provider's own page and is then sent to an address on this machine, where one answer is waited
for. No password is ever seen.
"""

import base64
import hashlib
import http.client
import secrets
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

from assistant.errors import ConfigError, LoginRefused
from assistant.mailbox.grants import Grant
from assistant.mailbox.signing_in import Client, ask, granted

PATIENCE_SECONDS = 600

_DONE = "You are signed in. You may close this page and go back to the terminal."
_DECLINED = "Nothing was granted. You may close this page."


def sign_in(
    client: Client,
    *,
    scopes: Sequence[str],
    user: str,
    show: Callable[[str], None],
    now: datetime,
    port: int = 0,
    patience_seconds: float = PATIENCE_SECONDS,
) -> Grant:
    """Let the user grant scopes in a browser and return the grant.

    Args:
        client: who asks.
        scopes: exactly what must be granted.
        user: the address the page should propose.
        show: is given the page's address, to print it or open it.
        now: the moment from which lifetimes count.
        port: where on 127.0.0.1 the browser comes back to; 0 for any.
        patience_seconds: how long to wait for that.

    Raises:
        LoginRefused: the user declined, granted less, or did not come back.
        MailboxUnreachable: the provider could not be reached.
        ConfigError: the port is taken, or the provider does not know the client.
    """
    verifier, state = secrets.token_urlsafe(64), secrets.token_urlsafe(32)
    with _listener(port, state) as listener:
        redirect = client.back_to.format(port=listener.server_port)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=")
        asked = {
            "client_id": client.client_id,
            "redirect_uri": redirect,
            "response_type": "code",
            "scope": " ".join(scopes),
            "state": state,
            "code_challenge": challenge.decode(),
            "code_challenge_method": "S256",
            "access_type": "offline",  # Google gives a refresh token only for these two
            "prompt": "consent",
            "login_hint": user,
        }
        show(f"{client.authorize_url}?{urlencode(asked)}")
        code = listener.wait(patience_seconds)
    answer = ask(
        client.token_url,
        grant_type="authorization_code",
        code=code,
        redirect_uri=redirect,
        code_verifier=verifier,
        client_id=client.client_id,
        client_secret=client.client_secret,
    )
    return granted(client, answer, scopes, now)


class _Listener(HTTPServer):
    """Waits on this machine for the browser to come back with our state; whatever else knocks is turned away."""

    def __init__(self, port: int, state: str) -> None:
        self.state = state
        self.answer: dict[str, list[str]] = {}
        super().__init__(("127.0.0.1", port), _Page)

    def wait(self, patience_seconds: float) -> str:
        """Return the code the browser brings."""
        ends_at = time.monotonic() + patience_seconds
        while not self.answer:
            self.timeout = ends_at - time.monotonic()
            if self.timeout <= 0:
                raise LoginRefused("Nobody signed in; run the command again.")
            self.handle_request()
        if "code" not in self.answer:
            raise LoginRefused(f"Nothing was granted ({self.answer.get('error', ['no reason'])[0]}).")
        return self.answer["code"][0]

    def handle_error(self, request: object, client_address: object) -> None:
        """Keep waiting when a browser hangs up."""


def _listener(port: int, state: str) -> _Listener:
    try:
        return _Listener(port, state)
    except OSError as error:
        raise ConfigError(f"Port {port} on this machine cannot be listened on: {error.strerror}.") from error


class _Page(BaseHTTPRequestHandler):
    """What the browser sees when it comes back."""

    server: _Listener
    timeout = 10

    def do_GET(self) -> None:
        """Take the answer if it carries our state."""
        parts = urlsplit(self.path)
        answer = parse_qs(parts.query)
        said = answer.get("state", [""])[0]
        if parts.path != "/" or not secrets.compare_digest(said.encode(), self.server.state.encode()):
            self.send_error(http.client.NOT_FOUND)
            return
        self.server.answer = answer
        words = (_DONE if "code" in answer else _DECLINED).encode()
        self.send_response(http.client.OK)
        self.send_header("content-type", "text/plain; charset=utf-8")
        self.send_header("content-length", str(len(words)))
        self.end_headers()
        self.wfile.write(words)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the standard library's name
        """Say nothing: the address holds the code."""
