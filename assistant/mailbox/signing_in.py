"""What a provider is asked when somebody signs in, and later for access tokens (RFC 6749).

How the user's consent is had is next door: in a browser on this machine (browser.py) or on any other device
(device_code.py).
"""

import http.client
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import httplib2

from assistant.errors import ConfigError, LoginRefused, MailboxUnreachable
from assistant.mailbox.account import Account, GmailAccount, ImapAccount, insist_on_encryption
from assistant.mailbox.grants import Grant, Grants, Unkept

_TIMEOUT_SECONDS = 30
_SPARE = timedelta(minutes=2)
"""An access token that ends sooner is renewed first: clocks differ, and a run takes its time."""

_ABOUT_THE_GRANT = {"offline_access", "openid", "profile", "email"}
"""Scopes that open no mail; providers leave them out of what they say was granted, or add them."""

_UNKNOWN_CLIENT = {"invalid_client", "unauthorized_client"}


class SignInRefused(LoginRefused):
    """The provider does not accept the sign-in.

    Attributes:
        code: the provider's word for why (RFC 6749 §5.2, RFC 8628 §3.5).
    """

    def __init__(self, code: str) -> None:
        """Keep the word beside the sentence for the user."""
        super().__init__(f"The provider does not accept the sign-in ({code}); sign in again.")
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """This program as a provider knows it.

    Attributes:
        client_id: public.
        client_secret: on the user's machine no secret (RFC 8252 §8.5), but Google asks for it; "" for none.
        authorize_url: the page the browser is sent to.
        token_url: where a code becomes a grant.
        revoke_url: where a grant is withdrawn (RFC 7009), "" if the provider has no such place.
        device_url: where a code for another device is had (RFC 8628), "" if the provider grants no mail that way.
        back_to: where the browser comes back to; {port} stands for the port.

    Raises:
        ConfigError: one of them is not encrypted and not on this machine.
    """

    client_id: str
    client_secret: str = field(repr=False)
    authorize_url: str
    token_url: str
    revoke_url: str = ""
    device_url: str = ""
    back_to: str = "http://127.0.0.1:{port}/"

    def __post_init__(self) -> None:
        """Refuse what would let others listen."""
        for url in filter(None, (self.authorize_url, self.token_url, self.revoke_url, self.device_url)):
            insist_on_encryption(url)


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
    try:
        answer = ask(
            grant.token_url,
            grant_type="refresh_token",
            refresh_token=grant.refresh_token,
            client_id=grant.client_id,
            client_secret=grant.client_secret,
        )
    except SignInRefused as refusal:
        because = "it was withdrawn or not used for too long, or your password changed"
        raise LoginRefused(
            f"The sign-in is over ({refusal.code}): {because}. Run `assistant login {grants.account}`."
        ) from refusal
    renewed = replace(
        grant,
        refresh_token=str(answer.get("refresh_token") or grant.refresh_token),  # Microsoft gives a new one each time
        access_token=str(answer.get("access_token", "")),
        access_ends_at=now + seconds(answer, "expires_in"),
    )
    grants.renew(renewed)
    return renewed.access_token


def opened_by(account: Account, grant: Grant) -> Account:
    """Return an account as a grant opens it that is not kept anywhere yet."""
    held = Unkept(grant)
    if isinstance(account, GmailAccount):
        return replace(account, grants=held)
    assert isinstance(account, ImapAccount), "a Maildir needs no sign-in"
    return replace(account, secret=lambda: access_token(held, datetime.now(UTC)))


def revoke(grant: Grant, revoke_url: str) -> None:
    """Withdraw a grant; one that was over already is no error.

    Raises:
        MailboxUnreachable: the provider could not be reached, so the grant still stands.
    """
    insist_on_encryption(revoke_url)
    _send(revoke_url, {"token": grant.refresh_token})


def granted(client: Client, answer: dict[str, Any], scopes: Sequence[str], now: datetime) -> Grant:
    """Return the grant that a token endpoint's answer holds.

    Args:
        client: who asked.
        answer: what `ask` returned.
        scopes: exactly what must have been granted.
        now: the moment from which lifetimes count.

    Raises:
        LoginRefused: less was granted, or more, or nothing that lasts.
    """
    told = tuple(str(answer.get("scope", " ".join(scopes))).split())
    if missing := set(scopes) - set(told) - _ABOUT_THE_GRANT:
        raise LoginRefused(f"Not everything was granted ({', '.join(sorted(missing))}); try again and tick every box.")
    if more := set(told) - set(scopes) - _ABOUT_THE_GRANT:
        raise LoginRefused(f"More was granted than was asked for ({', '.join(sorted(more))}); it is not used.")
    if not answer.get("refresh_token"):
        raise LoginRefused("The provider gave no lasting sign-in; withdraw the old one in your account and try again.")
    return Grant(
        client_id=client.client_id,
        client_secret=client.client_secret,
        token_url=client.token_url,
        scopes=told,
        refresh_token=str(answer["refresh_token"]),
        granted_at=now,
        ends_at=now + seconds(answer, "refresh_token_expires_in") if answer.get("refresh_token_expires_in") else None,
        access_token=str(answer.get("access_token", "")),
        access_ends_at=now + seconds(answer, "expires_in"),
    )


def seconds(answer: dict[str, Any], name: str) -> timedelta:
    """Return a length of time from an answer, none where it is left out or is no number."""
    said = str(answer.get(name, ""))
    return timedelta(seconds=int(said) if said.isdecimal() and len(said) < 10 else 0)


def ask(url: str, **form: str) -> dict[str, Any]:
    """Send a form and return the answer; empty values are left out.

    Raises:
        SignInRefused: the provider says no.
        ConfigError: the provider does not know the client.
        MailboxUnreachable: the provider could not be reached, or something else answered.
    """
    status, content = _send(url, {name: value for name, value in form.items() if value})
    try:
        answer = json.loads(content)
    except ValueError as error:
        raise MailboxUnreachable("Something other than the provider answered the sign-in; try again later.") from error
    if status == http.client.OK and isinstance(answer, dict):
        return answer
    why = str(answer.get("error", status)) if isinstance(answer, dict) else str(status)
    if why in _UNKNOWN_CLIENT:
        raise ConfigError(f"The provider does not know this client ({why}); see in README how it is registered.")
    raise SignInRefused(why)


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
    busy = response.status == http.client.TOO_MANY_REQUESTS
    if busy or response.status >= http.client.INTERNAL_SERVER_ERROR:
        raise MailboxUnreachable(f"The provider's sign-in failed (status {response.status}); try again later.")
    return int(response.status), content
