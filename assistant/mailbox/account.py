"""What is needed to open a mailbox, and the one function that opens it."""

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from assistant.errors import ConfigError
from assistant.mailbox import Mailbox
from assistant.mailbox.grants import Grants
from assistant.mailbox.waiting import Bell

Security = Literal["tls", "starttls", "plain"]
Proof = Literal["password", "token"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImapAccount:
    """An account on an IMAP server.

    Attributes:
        host: name the server's certificate must carry.
        port: 993 for tls, 143 for starttls and plain, unless the server differs.
        user: name to log in with.
        secret: gives the password, or an access token, when a connection is made; it is not kept.
        proof: which of the two it gives.
        folders: watched folders, as the user writes them.
        digest: the morning digest may be put into INBOX.
        drafts: Drafts folder; None finds it by its special use or by its name.
        sent: as drafts.
        trash: as drafts.
        junk: the folder a filter puts mail into, which is looked through for rescue; True finds it, False never looks.
        security: tls from the first byte; starttls before the login; plain only on this machine (RFC 8314 §3).
        ca_file: certificates to trust instead of the system's, for a server that signs its own (Proton Bridge).
        fingerprint: SHA-256 of the one certificate to believe, 64 hexadecimal digits in lower case, instead of any
            authority; "" for none.
        connect_timeout_seconds: for the connection, TLS and the greeting.
        read_timeout_seconds: for each answer.

    Raises:
        ConfigError: plain to a host that is not this machine, or an unusable name.
    """

    host: str
    port: int = 993
    user: str
    secret: Callable[[], str] = field(repr=False)
    proof: Proof = "password"
    folders: tuple[str, ...] = ("INBOX",)
    digest: bool = False
    drafts: str | None = None
    sent: str | None = None
    trash: str | None = None
    junk: str | bool = True
    security: Security = "tls"
    ca_file: Path | None = None
    fingerprint: str = ""
    connect_timeout_seconds: float = 15.0
    read_timeout_seconds: float = 60.0

    def __post_init__(self) -> None:
        """Refuse what could send the password in the clear or smuggle a command."""
        if self.security == "plain" and not _is_this_machine(self.host):
            raise ConfigError(
                f'Mail at {self.host} may not be read without encryption; set `security` to "tls" or "starttls".'
            )
        if any(character in text for text in (self.host, self.user) for character in "\r\n\0"):
            raise ConfigError("`host` and `user` must be single lines.")


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalAccount:
    """Mail in files on this machine.

    Attributes:
        path: where it lies.
        folders: watched folders, as the user writes them; INBOX is what lies at the path itself.
        digest: the morning digest may be put into INBOX; only a Maildir takes one.
        drafts: Drafts folder by name or absolute path; None finds it by its name.
        sent: as drafts.
        trash: as drafts.
        makes_drafts_as: what `make_drafts_folder` makes at an absolute path where there is no folder; None: nothing.
        junk: the folder a filter puts mail into, which is looked through for rescue; True finds it, False never looks.
    """

    path: Path
    folders: tuple[str, ...] = ("INBOX",)
    digest: bool = False
    drafts: str | None = None
    sent: str | None = None
    trash: str | None = None
    junk: str | bool = True
    makes_drafts_as: Literal["maildir", "eml"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MaildirAccount(LocalAccount):
    """A Maildir, the folders beside it in the Maildir++ way (".Drafts"); `path` is what holds cur, new and tmp."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EmlAccount(LocalAccount):
    """A folder of .eml files, in folders of any depth."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MboxAccount(LocalAccount):
    """One mbox file, or a folder of them; Drafts, which is none of them, must be named.

    Attributes:
        rest_seconds: so long nobody must have written to a file before it is read.
    """

    rest_seconds: float = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class GmailAccount:
    """A Google account, read through the Gmail API.

    Attributes:
        name: the account's name in the settings, for sentences that tell the user what to run.
        user: the account's address; a sign-in of another one is refused.
        grants: where the sign-in is kept.
        folders: watched labels, as the user writes them.
        digest: the morning digest may be put into INBOX.
        junk: the label that is looked through for rescue; True: SPAM, False: none.
        endpoint: scheme and host of the API.
        timeout_seconds: for the connection and for each answer.

    Raises:
        ConfigError: an endpoint that is not encrypted and not this machine.
    """

    name: str
    user: str
    grants: Grants = field(repr=False)
    folders: tuple[str, ...] = ("INBOX",)
    digest: bool = False
    junk: str | bool = True
    endpoint: str = "https://gmail.googleapis.com"
    timeout_seconds: float = 60.0

    def __post_init__(self) -> None:
        """Refuse what could send the sign-in in the clear."""
        insist_on_encryption(self.endpoint)


Account = ImapAccount | LocalAccount | GmailAccount


def open_mailbox(account: Account) -> Mailbox:
    """Return the account's mailbox; nothing is connected before its first call.

    Use it with `contextlib.closing`, or close it.
    """
    if isinstance(account, LocalAccount):
        from assistant.mailbox.local import open_files

        return open_files(account)
    if isinstance(account, GmailAccount):
        from assistant.mailbox.gmail import GmailMailbox  # costs 120 ms

        return GmailMailbox(account)
    from assistant.mailbox.imap import ImapMailbox  # costs 30 ms, and a Maildir needs none of it

    return ImapMailbox(account)


def insist_on_encryption(url: str) -> None:
    """Raise ConfigError for a web address to which a secret would travel in the clear; this machine may be spoken to.

    Raises:
        ConfigError: it would.
    """
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_this_machine(parts.hostname or "")):
        raise ConfigError(f"{parts.hostname} may not be spoken to without encryption; its address must begin https.")


def open_bell(account: Account) -> Bell | None:
    """Return what tells of arrivals in the account's mailbox, None if nothing does; nothing is connected yet."""
    if isinstance(account, LocalAccount):
        from assistant.mailbox.local import bell_of

        return bell_of(account)
    if isinstance(account, GmailAccount):
        return None
    from assistant.mailbox.imap.idling import ImapBell

    return ImapBell(account)


def _is_this_machine(host: str) -> bool:
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
