"""Where errors of sockets, TLS and IMAP become this program's own."""

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from imapclient.exceptions import CapabilityError, ProtocolError

from assistant.errors import AssistantError, CertificateRefused, ConfigError, LoginRefused, MailboxUnreachable
from assistant.mailbox.account import ImapAccount
from assistant.mailbox.providers import provider_at

_CODE = re.compile(r"\[([A-Z][A-Z0-9-]*)")

PASSING = frozenset({"UNAVAILABLE", "INUSE", "LIMIT", "SERVERBUG", "OVERQUOTA", "THROTTLED"})
"""Response codes that say "not now" (RFC 5530 §3; THROTTLED is Gmail's): at a login they are no refusal."""

_EXCHANGE_THROTTLES = "authenticated but not connected"  # Exchange Online's answer when throttled, node-imap#689


_NOT_TLS = frozenset({"WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE", "PACKET_LENGTH_TOO_LONG", "UNKNOWN_PROTOCOL"})
"""What OpenSSL makes of a greeting in plain text; which one depends on its version."""


class ServerRefused(MailboxUnreachable):
    """The server answered NO or BAD.

    Attributes:
        code: its response code (RFC 5530), "" if it gave none.
        text: its words.
    """

    def __init__(self, message: str, text: str) -> None:
        """Keep the server's words beside the sentence for the user."""
        super().__init__(message)
        self.text = text
        self.code = code_of(text)

    @property
    def means_full(self) -> bool:
        """Whether there is no room (RFC 9208 §4.1.2, RFC 7889 §4, RFC 5530 LIMIT)."""
        return self.code in {"OVERQUOTA", "LIMIT", "TOOBIG"} or "quota" in self.text.lower()

    @property
    def means_no_such_folder(self) -> bool:
        """Whether the folder does not exist; Courier and others give no code."""
        return self.code in {"NONEXISTENT", "TRYCREATE"} or not self.code


def code_of(text: str) -> str:
    """Return the response code in a server's answer, "" if none."""
    found = _CODE.search(text)
    return found[1] if found else ""


@contextmanager
def crossing(account: ImapAccount, doing: str) -> Iterator[None]:
    """Translate what sockets, imaplib and imapclient raise; the sentence names the server and what was being done.

    Raises:
        CertificateRefused: the certificate was not accepted.
        ConfigError: the server lacks what the configuration asks for.
        ServerRefused: a tagged NO or BAD.
        MailboxUnreachable: everything that may pass.
    """
    try:
        yield
    except (OSError, imaplib.IMAP4.error, ValueError, IndexError, TypeError, KeyError) as error:
        raise _translated(error, account, doing) from error


def _translated(error: Exception, account: ImapAccount, doing: str) -> AssistantError:
    server = f"{account.host}:{account.port}"
    if isinstance(error, OSError):
        return _of_the_line(error, server, doing, tls_first=account.security == "tls")
    if isinstance(error, CapabilityError):
        return ConfigError(f"{server} does not offer what is needed for {doing}; nothing was sent.")
    if isinstance(error, imaplib.IMAP4.readonly):  # an abort to imaplib, though the connection is sound
        return ServerRefused(f"{server} opens a folder only for reading.", "[READ-ONLY]")
    if isinstance(error, imaplib.IMAP4.abort):
        return MailboxUnreachable(f"{server} broke off while {doing}; the next run tries again.")
    if isinstance(error, imaplib.IMAP4.error) and not isinstance(error, ProtocolError):
        text = str(error)
        return ServerRefused(f"{server} refused while {doing} ({code_of(text) or 'no reason given'}).", text)
    # What imapclient's parser raises at nonsense.
    return MailboxUnreachable(f"{server} answered something that is not IMAP while {doing}; the next run tries again.")


def _of_the_line(error: OSError, server: str, doing: str, *, tls_first: bool) -> AssistantError:
    if isinstance(error, ssl.SSLCertVerificationError):
        return CertificateRefused(
            f"The certificate of {server} was not accepted ({error.verify_message}); nothing was sent. "
            "Check `host`, or name the server's own certificate as `ca_file`."
        )
    if isinstance(error, ssl.SSLError) and error.reason in _NOT_TLS:
        return ConfigError(
            f'{server} does not begin with TLS; set `security` to "starttls", or `port` to the one for TLS (993).'
        )
    if isinstance(error, TimeoutError):
        waits = doing == "connecting" and not tls_first  # both sides wait for the other to begin
        hint = ' If that port is for TLS, set `security` to "tls".' if waits else ""
        return MailboxUnreachable(f"{server} did not answer in time while {doing}; the next run tries again.{hint}")
    why = error.strerror or type(error).__name__
    return MailboxUnreachable(f"{server} could not be reached while {doing} ({why}); the next run tries again.")


def login_refused(account: ImapAccount, refusal: ServerRefused) -> MailboxUnreachable | LoginRefused:
    """Tell a refused password or token from a server that is only busy."""
    server = f"{account.host}:{account.port}"
    if refusal.code in PASSING or _EXCHANGE_THROTTLES in refusal.text:
        return MailboxUnreachable(f"{server} takes no logins just now ({refusal.code}); the next run tries again.")
    why = refusal.code or "no reason given"
    if account.proof == "token":
        return LoginRefused(
            f"{server} refused the sign-in of {account.user} ({why}). Sign in anew with `assistant login`."
        )
    provider = provider_at(account.host)
    if provider is not None and provider.sign_in == "microsoft":
        return LoginRefused(f'{server} takes no passwords any more; set `kind` to "outlook" and sign in, see README.')
    return LoginRefused(
        f"{server} refused the user name or the password of {account.user} ({why}). "
        "Many providers want an app password; renew it where the configuration names it."
    )
