"""Signing in on another device (RFC 8628: OAuth 2.0 device authorization grant), for machines without a browser.

The user opens a page on a telephone or any computer and types a short code there; meanwhile the provider is asked
again and again whether that has happened. No port is opened, and nothing has to reach this machine.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from assistant.errors import ConfigError, LoginRefused, MailboxUnreachable
from assistant.mailbox.grants import Grant
from assistant.mailbox.signing_in import Client, SignInRefused, ask, granted, seconds

_GRANT_TYPE = "urn:ietf:params:oauth:grant-type:device_code"
_USUAL_INTERVAL_SECONDS = 5  # RFC 8628 §3.2, where the provider names none
_SLOWER_BY_SECONDS = 5  # RFC 8628 §3.5
_LONGEST_INTERVAL_SECONDS = 60
_LONGEST_WAIT_SECONDS = 1800

_ENDS = {
    "access_denied": "Nothing was granted, as you said on the page.",
    "authorization_declined": "Nothing was granted, as you said on the page.",
    "expired_token": "Nobody typed the code in time; run the command again.",
    "bad_verification_code": "The provider no longer knows the code; run the command again.",
}
"""What ends the waiting: RFC 8628 §3.5, and Microsoft's own words for it (Microsoft identity platform, device code)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """What the user has to do on another device.

    Attributes:
        page: the address to open there.
        code: what to type on that page.
        minutes: how long it is good for.
    """

    page: str
    code: str
    minutes: int


def sign_in(
    client: Client,
    *,
    scopes: Sequence[str],
    show: Callable[[Errand], None],
    now: datetime,
    pause: Callable[[float], None] = time.sleep,
) -> Grant:
    """Let the user grant scopes on another device and return the grant.

    Args:
        client: who asks.
        scopes: exactly what must be granted.
        show: is given what the user has to do.
        now: the moment from which lifetimes count.
        pause: waits so many seconds.

    Raises:
        LoginRefused: the user declined, granted less or more, or did not type the code in time.
        MailboxUnreachable: the provider could not be reached.
        ConfigError: the provider grants no mail that way, or does not know the client.
    """
    if not client.device_url:
        raise ConfigError("This provider opens no mailbox by a code; sign in with a browser.")
    answer = ask(client.device_url, client_id=client.client_id, scope=" ".join(scopes))
    try:
        page = answer.get("verification_uri") or answer["verification_url"]  # the second is of drafts of the RFC
        code, device_code = str(answer["user_code"]), str(answer["device_code"])
    except KeyError as error:
        raise MailboxUnreachable("The provider gave no code to sign in with; try again later.") from error
    wait = min(seconds(answer, "expires_in").total_seconds() or _LONGEST_WAIT_SECONDS, _LONGEST_WAIT_SECONDS)
    show(Errand(page=str(page), code=code, minutes=max(1, int(wait // 60))))
    interval = seconds(answer, "interval").total_seconds() or _USUAL_INTERVAL_SECONDS
    return granted(client, _granted_at_last(client, device_code, interval, wait, pause), scopes, now)


def _granted_at_last(
    client: Client, device_code: str, interval: float, wait: float, pause: Callable[[float], None]
) -> dict[str, Any]:
    """Ask until the user has decided, never more often than the provider wants, more seldom where the line breaks."""
    trouble: MailboxUnreachable | None = None
    while wait > 0:
        interval = min(interval, _LONGEST_INTERVAL_SECONDS)
        pause(interval)
        wait -= interval
        try:
            return ask(
                client.token_url,
                grant_type=_GRANT_TYPE,
                device_code=device_code,
                client_id=client.client_id,
                client_secret=client.client_secret,
            )
        except MailboxUnreachable as error:
            trouble, interval = error, interval * 2
        except SignInRefused as refusal:
            trouble, interval = None, interval + _slower(refusal)
    raise trouble or LoginRefused(_ENDS["expired_token"])


def _slower(refusal: SignInRefused) -> float:
    """Return how many seconds longer to wait from now on.

    Raises:
        LoginRefused: waiting has no use.
    """
    if refusal.code == "authorization_pending":
        return 0
    if refusal.code == "slow_down":
        return _SLOWER_BY_SECONDS
    raise LoginRefused(_ENDS[refusal.code]) if refusal.code in _ENDS else refusal
