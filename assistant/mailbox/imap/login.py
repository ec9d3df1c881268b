"""Logging in: which way, and what is answered to the server's challenges.

The LOGIN command where it serves, else SASL (RFC 9051 §6.2.2): PLAIN (RFC 4616), LOGIN (draft-murchison-sasl-login)
where a server has nothing better, and for tokens OAUTHBEARER (RFC 7628) or, where that is missing, XOAUTH2 (Google's
and Microsoft's own).
"""

import imaplib
from collections.abc import Sequence

from assistant.errors import ConfigError
from assistant.mailbox.account import ImapAccount
from assistant.mailbox.imap.border import ServerRefused, crossing, login_refused


def log_in(wire: imaplib.IMAP4, account: ImapAccount) -> None:
    """Log in with what the account's secret gives.

    Raises:
        LoginRefused: the password or token is not accepted.
        ConfigError: it is not one line, or the server takes no tokens.
        MailboxUnreachable: the server is busy, or the line broke.
    """
    secret = account.secret()
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


def _with_token(wire: imaplib.IMAP4, account: ImapAccount, token: str) -> tuple[str, Sequence[str]]:
    """Return mechanism and answers; the last one answers the reasons a server gives before it says NO."""
    if "AUTH=OAUTHBEARER" in wire.capabilities:
        user = account.user.replace("=", "=3D").replace(",", "=2C")
        told = f"n,a={user},\1host={account.host}\1port={account.port}\1auth=Bearer {token}\1\1"
        return "OAUTHBEARER", (told, "\1")
    if "AUTH=XOAUTH2" in wire.capabilities:
        return "XOAUTH2", (f"user={account.user}\1auth=Bearer {token}\1\1", "")
    raise ConfigError(f"{account.host} takes no sign-in by token; use an app password.")


def _with_password(wire: imaplib.IMAP4, account: ImapAccount, password: str) -> tuple[str, Sequence[str]]:
    """Return mechanism and answers; both carry UTF-8, which the LOGIN command does not."""
    if "AUTH=LOGIN" in wire.capabilities and "AUTH=PLAIN" not in wire.capabilities:
        return "LOGIN", (account.user, password)
    return "PLAIN", (f"\0{account.user}\0{password}",)


def _authenticate(wire: imaplib.IMAP4, mechanism: str, answers: Sequence[str]) -> None:
    """Answer challenge after challenge; one too many is answered with "*", which ends the attempt."""
    left = iter(answers)
    wire.authenticate(mechanism, lambda _: answer.encode() if (answer := next(left, None)) is not None else None)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
