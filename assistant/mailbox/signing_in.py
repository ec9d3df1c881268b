"""Signing in with a browser (RFC 8252: OAuth 2.0 for native apps; RFC 7636: PKCE).

The browser shows the provider's own page and is then sent to an address on this machine, where one answer is waited
for. No password is ever seen.
"""

import base64
import hashlib
import http.client
import json
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httplib2

from assistant.errors import ConfigError, LoginRefused, MailboxUnreachable
from assistant.mailbox.account import insist_on_encryption
from assistant.mailbox.grants import Grant, Grants

PATIENCE_SECONDS = 600
_TIMEOUT_SECONDS = 30
_SPARE = timedelta(minutes=2)
"""An access token that ends sooner is renewed first: clocks differ, and a run takes its time."""

_ABOUT_THE_GRANT = {"offline_access", "openid", "profile", "email"}
"""Scopes that open no mail; providers leave them out of what they say was granted, or add them."""

_DONE = "You are signed in. You may close this page and go back to the terminal."
_DECLINED = "Nothing was granted. You may close this page."


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """This program as a provider knows it.

    Attributes:
        client_id: public.
        client_secret: on the user's machine no secret (RFC 8252 §8.5), but Google asks for it; "" for none.
        authorize_url: the page the browser is sent to.
        token_url: where a code becomes a grant.
        revoke_url: where a grant is withdrawn (RFC 7009), "" if the provider has no such place.
        back_to: where the browser comes back to; {port} stands for the port.

    Raises:
        ConfigError: one of them is not encrypted and not on this machine.
    """

    client_id: str
    client_secret: str = field(repr=False)
    authorize_url: str
    token_url: str
    revoke_url: str = ""
    back_to: str = "http://127.0.0.1:{port}/"

    def __post_init__(self) -> None:
        """Refuse what would let others listen."""
        for url in filter(None, (self.authorize_url, self.token_url, self.revoke_url)):
            insist_on_encryption(url)


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
    answer = _post(
        client.token_url,
        grant_type="authorization_code",
        code=code,
        redirect_uri=redirect,
        code_verifier=verifier,
        client_id=client.client_id,
        client_secret=client.client_secret,
    )
    return _grant(client, answer, scopes, now)


def access_token(grants: Grants, now: datetime) -> str:
    """Return an access token that is still good for a while, renewed and kept if need be.

    Raises:
        LoginRefused: nobody is signed in, or the sign-in is over.
        MailboxUnreachable: the provider could not be reached.
        ConfigError: the provider does not know the client, or the grant cannot be read or kept.
    """
    grant = grants.read()
    if grant.access_token and grant.access_ends_at and now < grant.access_ends_at - _SPARE:
        return grant.access_token
    answer = _post(
        grant.token_url,
        grant_type="refresh_token",
        refresh_token=grant.refresh_token,
        client_id=grant.client_id,
        client_secret=grant.client_secret,
    )
    renewed = replace(
        grant,
        refresh_token=str(answer.get("refresh_token") or grant.refresh_token),  # Microsoft gives a new one each time
        access_token=str(answer.get("access_token", "")),
        access_ends_at=now + timedelta(seconds=int(answer.get("expires_in", 0))),
    )
    grants.renew(renewed)
    return renewed.access_token


def revoke(grant: Grant, revoke_url: str) -> None:
    """Withdraw a grant; one that was over already is no error.

    Raises:
        MailboxUnreachable: the provider could not be reached, so the grant still stands.
    """
    insist_on_encryption(revoke_url)
    _send(revoke_url, {"token": grant.refresh_token})


def _grant(client: Client, answer: dict[str, Any], scopes: Sequence[str], now: datetime) -> Grant:
    granted = tuple(str(answer.get("scope", " ".join(scopes))).split())
    if missing := set(scopes) - set(granted) - _ABOUT_THE_GRANT:
        raise LoginRefused(f"Not everything was granted ({', '.join(sorted(missing))}); try again and tick every box.")
    if more := set(granted) - set(scopes) - _ABOUT_THE_GRANT:
        raise LoginRefused(f"More was granted than was asked for ({', '.join(sorted(more))}); it is not used.")
    if not answer.get("refresh_token"):
        raise LoginRefused("The provider gave no lasting sign-in; withdraw the old one in your account and try again.")
    lasts, dies = answer.get("expires_in", 0), answer.get("refresh_token_expires_in")
    return Grant(
        client_id=client.client_id,
        client_secret=client.client_secret,
        token_url=client.token_url,
        scopes=granted,
        refresh_token=str(answer["refresh_token"]),
        ends_at=now + timedelta(seconds=int(dies)) if dies else None,
        access_token=str(answer.get("access_token", "")),
        access_ends_at=now + timedelta(seconds=int(lasts)),
    )


def _post(url: str, **form: str) -> dict[str, Any]:
    status, content = _send(url, {name: value for name, value in form.items() if value})
    try:
        answer = json.loads(content)
    except ValueError as error:
        raise MailboxUnreachable("Something other than the provider answered the sign-in; try again later.") from error
    if status == http.client.OK and isinstance(answer, dict):
        return answer
    why = str(answer.get("error", status)) if isinstance(answer, dict) else str(status)
    if why == "invalid_client":
        raise ConfigError("The provider does not know this client; download the client file anew.")
    raise LoginRefused(f"The provider does not accept the sign-in ({why}); sign in again.")


def _send(url: str, form: dict[str, str]) -> tuple[int, bytes]:
    line = httplib2.Http(timeout=_TIMEOUT_SECONDS)
    line.follow_redirects = False
    headers = {"content-type": "application/x-www-form-urlencoded"}
    try:
        response, content = line.request(url, "POST", urlencode(form), headers)
    except (OSError, httplib2.HttpLib2Error, http.client.HTTPException) as error:
        why = type(error).__name__
        raise MailboxUnreachable(f"The provider's sign-in could not be reached ({why}); try again later.") from error
    finally:
        line.close()
    if response.status >= http.client.INTERNAL_SERVER_ERROR:
        raise MailboxUnreachable(f"The provider's sign-in failed (status {response.status}); try again later.")
    return int(response.status), content


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
