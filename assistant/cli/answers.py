"""What `assistant init` needs to know: who you are, and where your mail is."""

import re
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import typer

from assistant.cli import checks
from assistant.cli.asking import Asker
from assistant.config import Config
from assistant.mailbox.account import Security
from assistant.mailbox.grants import Grant
from assistant.mailbox.provider_table import Provider
from assistant.mailbox.providers import provider_at, provider_called, provider_of
from assistant.upkeep.setup import likely_host
from assistant.upkeep.zone import machine_zone

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The options, None where one was not given."""

    address: str | None
    name: str | None
    zone: str | None
    also: tuple[str, ...]
    account: str | None
    maildir: Path | None
    host: str | None
    port: int | None
    security: Security | None
    user: str | None
    ca_file: Path | None
    fingerprint: str | None
    client_id: str | None
    authority: str | None
    device: bool
    password_command: str | None
    password_file: Path | None
    password_environment: str | None
    password_keyring: str | None
    drafts: str | None
    sent: str | None
    rehearsal: bool
    digest: str | None
    even_at_work: bool
    schedule: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class You:
    """Who you are; the first address is the one whose mailbox is set up."""

    name: str
    addresses: tuple[str, ...]
    zone: str

    def table(self) -> dict[str, Any]:
        """Return the table [me]."""
        return {"name": self.name, "addresses": self.addresses, "zone": self.zone}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """Where your mail is.

    Attributes:
        name: of the account in the settings.
        provider: None if it is not known.
        settings: the account's table, without folders.
        typed: the password, if it was typed; "" if it comes from elsewhere.
        keep_at: where a typed password is to be kept.
        grant: what was granted at Microsoft, not kept yet; None before that, and for any other mailbox.
        folders: Drafts and Sent, where they had to be asked for.
    """

    name: str
    provider: Provider | None = None
    settings: Mapping[str, Any]
    typed: str = field(default="", repr=False)
    keep_at: Path | None = None
    grant: Grant | None = None
    folders: Mapping[str, str] = field(default_factory=dict)

    def table(self) -> dict[str, Any]:
        """Return the table of the account."""
        return {**self.settings, **self.folders}

    @property
    def server(self) -> str:
        """The server as it may be typed, with its port if that is not the usual one."""
        port = self.settings.get("port")
        return f"{self.settings['host']}:{port}" if port else str(self.settings["host"])

    @property
    def where(self) -> str:
        """Where it is, in a word."""
        return str(self.settings.get("path") or self.settings.get("host") or "outlook.office365.com")


def ask_who_you_are(asker: Asker, given: Given, before: Config | None) -> You:
    """Ask for address, name and zone; only for the address if the settings hold the rest."""
    address = asker.ask("Your address", "--address", given.address, check=checks.address)
    also = [asker.ask("", "--also", one, check=checks.address) for one in given.also]
    addresses = tuple(dict.fromkeys((address, *also)))
    if before is not None:
        return You(name=before.me.name, addresses=addresses, zone=before.me.zone)
    name = asker.ask("Your name, as you sign", "--name", given.name)
    zone = asker.ask("Your time zone", "--zone", given.zone, default=machine_zone() or "UTC", check=checks.zone)
    return You(name=name, addresses=addresses, zone=zone)


def ask_for_mailbox(asker: Asker, given: Given, you: You, name: str, settings: Path, tell: Tell) -> Mailbox:
    """Find out where the mail of an account is, and how to sign in."""
    host = _host(asker, given, you)
    if given.maildir is not None or checks.is_path(host):
        return Mailbox(name=name, settings={"kind": "maildir", "path": checks.file(str(given.maildir or host))})
    provider = (provider_of(you.addresses[0]) if given.host is None else None) or provider_at(host)
    if given.client_id is not None and (provider is None or provider.sign_in != "microsoft"):
        provider = provider_called("microsoft")
    if provider is not None:
        _explain(provider, tell)
        if provider.sign_in == "microsoft":
            return _outlook(asker, given, you, name, provider)
    return _imap(asker, given, you, name, settings, provider, host)


def _host(asker: Asker, given: Given, you: You) -> str:
    """Return the server, or the folder of a Maildir; "" if that was given."""
    if given.maildir is not None or (given.client_id is not None and given.host is None):
        return ""
    known = provider_of(you.addresses[0])
    if known is not None and given.host is None:
        return known.host
    question = "Your IMAP server, such as imap.example.org (or: google, microsoft, the folder of a Maildir)"
    likely = likely_host(you.addresses[0].rpartition("@")[2]) if asker.at_terminal and given.host is None else ""
    answer = asker.ask(question, "--host", given.host, default=likely)
    called = provider_called(answer)
    return called.host if called else answer


def _outlook(asker: Asker, given: Given, you: You, name: str, provider: Provider) -> Mailbox:
    """Return a mailbox that its user signs in to at Microsoft.

    Raises:
        typer.BadParameter: a place for a password is given.
    """
    if given.password_command or given.password_file or given.password_environment or given.password_keyring:
        raise typer.BadParameter(f"No password opens a mailbox at {provider.name}; leave that option out.")
    question = "The registration's Application (client) ID"
    own_server = given.host if given.host and not provider_at(given.host) and not provider_called(given.host) else None
    account = {
        "kind": "outlook",
        "user": given.user or you.addresses[0],
        "client_id": asker.ask(question, "--client-id", given.client_id, check=checks.application_id),
        "authority": given.authority,
        "host": own_server,
        "port": given.port,
        "ca_file": given.ca_file and checks.file(str(given.ca_file)),
    }
    return Mailbox(name=name, provider=provider, settings=account)


def _imap(
    asker: Asker, given: Given, you: You, name: str, settings: Path, provider: Provider | None, host: str
) -> Mailbox:
    port = given.port or (provider.port if provider and provider.port != 993 else None)
    host, told = host_and_port(host)
    account: dict[str, Any] = {
        "kind": "imap",
        "host": host,
        "port": given.port or told or port,
        "security": given.security or (provider.security if provider and provider.security != "tls" else None),
        "user": _user(asker, given, you.addresses[0]),
        **_certificate(asker, given, provider),
    }
    source, typed = _password(asker, given, provider, settings)
    keep_at = settings.absolute().with_name(f"{name}.password") if typed else None
    password = {"file": str(keep_at)} if keep_at else source
    return Mailbox(
        name=name, provider=provider, settings={**account, "password": password}, typed=typed, keep_at=keep_at
    )


def host_and_port(answer: str) -> tuple[str, int | None]:
    """Return server and port of what may be written as imap.example.org:993."""
    told = re.fullmatch(r"([^:]+):(\d{1,5})", answer)
    return (told[1], int(told[2])) if told else (answer, None)


def _user(asker: Asker, given: Given, address: str) -> str:
    """Return the login; a provider's own addresses tell it."""
    known = provider_of(address)
    if known is None or given.user is not None:
        return asker.ask("Your login there", "--user", given.user, default=address)
    return address.partition("@")[0] if known.name_only else address


def _certificate(asker: Asker, given: Given, provider: Provider | None) -> dict[str, str]:
    """Return what is to be believed besides the system's authorities."""
    if given.fingerprint is not None:
        return {"fingerprint": asker.ask("", "--fingerprint", given.fingerprint, check=checks.fingerprint)}
    if given.ca_file is not None:
        return {"ca_file": checks.file(str(given.ca_file))}
    if provider is None or not provider.own_certificate:
        return {}
    return {"ca_file": asker.ask("The exported certificate, such as ~/cert.pem", "--ca-file", None, check=checks.file)}


def _password(asker: Asker, given: Given, provider: Provider | None, settings: Path) -> tuple[dict[str, Any], str]:
    """Return where the password is, or the password itself if it is typed."""
    command = given.password_command
    command = command and asker.ask("", "--password-command", command, check=checks.command)
    told: dict[str, Any] = {
        "command": command and shlex.split(command),
        "file": given.password_file and checks.file(str(given.password_file)),
        "environment": given.password_environment,
        "keyring": given.password_keyring,
    }
    named = {name: value for name, value in told.items() if value}
    if len(named) > 1:
        raise typer.BadParameter("Give one place for the password, not several.")
    if named:
        return named, ""
    if not asker.at_terminal:
        asker.missing.append("--password-command, --password-file, --password-environment or --password-keyring")
        return {}, ""
    what = "App password" if provider and provider.sign_in == "app password" else "Password"
    return {}, asker.secret(f"{what}; it will be kept in {settings.parent}, readable by you alone")


def _explain(provider: Provider, tell: Tell) -> None:
    wants = {
        "app password": "a password made for this program",
        "password": "your password",
        "microsoft": "you to register this program once, with an id of your own, and to sign in",
    }
    tell(f"\n{provider.name} wants {wants[provider.sign_in]}:")
    for number, step in enumerate(provider.steps, start=1):
        tell(f"  {number}. {step}")
    tell(f"  The page: {provider.link}")
    for quirk in provider.quirks:
        tell(f"  Note: {quirk}")
    tell("")
