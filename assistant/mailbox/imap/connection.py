"""One IMAP connection: socket, TLS, greeting and login, with the gate before the socket."""

import imaplib
import logging
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from imapclient import IMAPClient, SocketTimeout

from assistant.errors import ConfigError
from assistant.mailbox.account import ImapAccount
from assistant.mailbox.imap.border import crossing
from assistant.mailbox.imap.gate import Gate
from assistant.mailbox.imap.login import log_in
from assistant.mailbox.imap.trust import trusted

if TYPE_CHECKING:
    from typing_extensions import Buffer  # collections.abc has it from Python 3.12 on

logging.getLogger("imapclient").setLevel(logging.WARNING)  # at DEBUG it logs mail and search terms

LONGEST_LITERAL_BYTES = 64 * 2**20
"""No message part is asked for that is longer; a server that announces more is not believed."""


class Wire(imaplib.IMAP4):
    """imaplib's connection with a gate, certificates that are verified, and no needless turn."""

    def __init__(self, account: ImapAccount, context: ssl.SSLContext | None) -> None:
        """Connect, with TLS at once if there is a context, and read the greeting."""
        self.gate = Gate()
        self._context = context
        self._connect_timeout = account.connect_timeout_seconds
        super().__init__(account.host, account.port, account.connect_timeout_seconds)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        connected = socket.create_connection((self.host, self.port), timeout or self._connect_timeout)
        connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self._context is None:
            return connected
        try:
            return self._context.wrap_socket(connected, server_hostname=self.host)
        except Exception:
            connected.close()
            raise

    def _get_capabilities(self) -> None:
        """Believe the capabilities of the greeting instead of asking again, but never those from before TLS."""
        offered = self.untagged_responses.pop("CAPABILITY", None)
        if offered and isinstance(offered[-1], bytes) and not self._tls_established:
            self.capabilities = tuple(offered[-1].decode("ascii", "replace").upper().split())
        else:
            self.untagged_responses.clear()
            super()._get_capabilities()  # type: ignore[misc]

    def authenticate_at_once(self, mechanism: str, first: str, then: Callable[[bytes], bytes | None]) -> None:
        """As `authenticate`, with the first answer, in base64, on the line of the command (RFC 4959 §3)."""
        self.literal = imaplib._Authenticator(then).process  # type: ignore[assignment]
        answer, said = self._simple_command("AUTHENTICATE", mechanism, first)
        if answer != "OK":
            raise self.error(said[-1].decode("utf-8", "replace"))
        self.state = "AUTH"

    def send(self, data: "Buffer") -> None:
        """Send what the gate lets through."""
        ready = self.gate.pass_on(bytes(data))
        if ready:
            super().send(ready)

    def readline(self) -> bytes:
        """Read a line; after one that is longer than imaplib's 1,000,000 bytes the connection is of no use any more."""
        try:
            return super().readline()
        except self.abort:
            raise
        except self.error as error:
            raise self.abort("a line was too long") from error

    def read(self, size: int) -> bytes:
        """Read a literal of a length that was asked for."""
        if size > LONGEST_LITERAL_BYTES:
            raise self.abort(f"a literal of {size} bytes was announced")
        return super().read(size)


class Client(IMAPClient):  # type: ignore[misc]
    """IMAPClient on top of a Wire."""

    def __init__(self, account: ImapAccount, context: ssl.SSLContext | None) -> None:
        """Connect and read the greeting; the context is used at once only where TLS comes first."""
        self._account = account
        self._first_context = context if account.security == "tls" else None
        timeout = SocketTimeout(account.connect_timeout_seconds, account.read_timeout_seconds)
        super().__init__(account.host, account.port, ssl=account.security == "tls", timeout=timeout)

    def _create_IMAP4(self) -> Wire:  # noqa: N802 - IMAPClient's hook
        return Wire(self._account, self._first_context)

    @property
    def wire(self) -> Wire:
        """The connection below, for commands IMAPClient cannot say."""
        assert isinstance(self._imap, Wire)
        return self._imap


def connect(account: ImapAccount) -> Client:
    """Connect, secure and log in.

    Raises:
        LoginRefused: the password or token is wrong; a busy server is MailboxUnreachable.
        CertificateRefused: the certificate is not trusted or is for another host; nothing was sent.
        ConfigError: STARTTLS is not offered, or the server takes us for logged in before TLS or password.
        MailboxUnreachable: anything that may pass.
    """
    context = None if account.security == "plain" else trusted(account)
    with crossing(account, "connecting"):
        client = Client(account, context)
    try:
        if client.wire.state != "NONAUTH":  # PREAUTH would make STARTTLS impossible (RFC 9051 §7.1.4)
            raise ConfigError(f"{account.host}:{account.port} skips the login, which nothing here relies on.")
        if account.security == "starttls":
            with crossing(account, "starting TLS"):
                client.starttls(context)
        log_in(client.wire, account)
        client.capabilities()  # keeps what the server said at login, before the next command flushes it
    except BaseException:
        with suppress(OSError):  # the line may be broken already
            client.wire.shutdown()
        raise
    return client
