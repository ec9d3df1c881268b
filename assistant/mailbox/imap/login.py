"""Logging in: which way, and what is answered to the server's challenges.

The LOGIN command where it serves, else SASL (RFC 9051 §6.2.2): PLAIN (RFC 4616), LOGIN (draft-murchison-sasl-login)
where a server has nothing better, and for tokens OAUTHBEARER (RFC 7628) or, where that is missing, XOAUTH2 (Google's
and Microsoft's own). Where the server takes it, the first answer goes with the command and spares a turn (RFC 4959).
"""

import base64
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from assistant.errors import ConfigError
from assistant.mailbox.account import ImapAccount
from assistant.mailbox.imap.border import ServerRefused, crossing, login_refused
from assistant.mailbox.providers import as_issued

if TYPE_CHECKING:
    from assistant.mailbox.imap.connection import Wire

_LONGEST_LINE_BYTES = 8000
"""Of a command (RFC 9051 §4 advises 8192 octets); a longer token goes as an answer, which may be longer."""


def log_in(wire: "Wire", account: ImapAccount) -> None:
    """Log in with what the account's secret gives.

    Raises:
        LoginRefused: the password or token is not accepted.
        ConfigError: it is not one line, or the server takes no tokens.
        MailboxUnreachable: the server is busy, or the line broke.
    """
    secret = account.secret() if account.proof == "token" else as_issued(account.secret(), account.host)
    if any(character in secret for character in "\r\n\0\1"):
        raise ConfigError("The password must be a single line.")
    try:
        with crossing(account, "logging in"):
            # Not by IMAPClient's methods, which take a line that broke for a refusal.
            if account.proof == "token":
                _authenticate(wire, *_with_token(wire, account, secret))
            elif secret.isascii() and account.user.isascii() and "LOGINDISABLED" not in wire.capabilities:
                wire.login(_quoted(account.user), secret)  # imaplib quotes the password itself, the name not
            else:
                _authenticate(wire, *_with_password(wire, account, secret))
    except ServerRefused as refusal:
        raise login_refused(account, refusal) from refusal


def _with_token(wire: "Wire", account: ImapAccount, token: str) -> tuple[str, Sequence[str]]:
    """Return mechanism and answers; the last one answers the reasons a server gives before it says NO."""
    if "AUTH=OAUTHBEARER" in wire.capabilities:
        user = account.user.replace("=", "=3D").replace(",", "=2C")
        told = f"n,a={user},\1host={account.host}\1port={account.port}\1auth=Bearer {token}\1\1"
        return "OAUTHBEARER", (told, "\1")
    if "AUTH=XOAUTH2" in wire.capabilities:
        return "XOAUTH2", (f"user={account.user}\1auth=Bearer {token}\1\1", "")
    raise ConfigError(f"{account.host} takes no sign-in by token; use an app password.")


def _with_password(wire: "Wire", account: ImapAccount, password: str) -> tuple[str, Sequence[str]]:
    """Return mechanism and answers; both carry UTF-8, which the LOGIN command does not."""
    if "AUTH=LOGIN" in wire.capabilities and "AUTH=PLAIN" not in wire.capabilities:
        return "LOGIN", (account.user, password)
    return "PLAIN", (f"\0{account.user}\0{password}",)


def _authenticate(wire: "Wire", mechanism: str, answers: Sequence[str]) -> None:
    """Answer challenge after challenge; one too many is answered with "*", which ends the attempt."""
    left: Iterator[bytes | None] = (answer.encode() for answer in answers)
    first = base64.b64encode(answers[0].encode()).decode()
    if "SASL-IR" in wire.capabilities and mechanism != "LOGIN" and len(first) < _LONGEST_LINE_BYTES:
        next(left)
        wire.authenticate_at_once(mechanism, first, lambda _: next(left, None))
    else:
        wire.authenticate(mechanism, lambda _: next(left, None))


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
