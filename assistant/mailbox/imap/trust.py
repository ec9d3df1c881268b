"""Which certificates are believed; there is no way to believe all."""

import hashlib
import socket
import ssl
from typing import Any

from assistant.errors import CertificateRefused, ConfigError
from assistant.mailbox.account import ImapAccount


def trusted(account: ImapAccount) -> ssl.SSLContext:
    """Return what TLS is to insist on: the system's authorities, those in the file named, or one certificate alone.

    Raises:
        ConfigError: the file cannot be read.
    """
    if account.fingerprint:
        return _Pinned(account)
    try:
        context = ssl.create_default_context(cafile=account.ca_file)
    except (OSError, ssl.SSLError) as error:
        raise ConfigError(f"The certificates in {account.ca_file} could not be read.") from error
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


class _Pinned(ssl.SSLContext):
    """Believes the certificate with one fingerprint and no other, whoever signed it and whatever name it carries."""

    def __new__(cls, account: ImapAccount) -> "_Pinned":
        """Make a client's context."""
        return super().__new__(cls, ssl.PROTOCOL_TLS_CLIENT)

    def __init__(self, account: ImapAccount) -> None:
        """Leave the judgement to `wrap_socket`, which is stricter than any authority."""
        self._account = account
        self.minimum_version = ssl.TLSVersion.TLSv1_2
        self.check_hostname = False
        self.verify_mode = ssl.CERT_NONE

    def wrap_socket(self, sock: socket.socket, *arguments: Any, **options: Any) -> ssl.SSLSocket:
        """Shake hands and hang up on any other certificate.

        Raises:
            CertificateRefused: it is another; nothing was sent.
        """
        line = super().wrap_socket(sock, *arguments, **options)
        shown = hashlib.sha256(line.getpeercert(binary_form=True) or b"").hexdigest()
        if shown != self._account.fingerprint:
            line.close()
            raise CertificateRefused(
                f"{self._account.host}:{self._account.port} shows another certificate than the one whose `fingerprint` "
                f"the settings name (its own is {shown}); nothing was sent. If it was made anew, name that one."
            )
        return line
