"""What `assistant init` needs to know: who you are, and where your mail is."""

import re
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import typer

from assistant.cli.asking import Asker, anything
from assistant.errors import ConfigError
from assistant.mailbox.account import Security
from assistant.mailbox.providers import Provider, provider_at, provider_of
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
    account: str
    maildir: Path | None
    host: str | None
    port: int | None
    security: Security | None
    user: str | None
    ca_file: Path | None
    password_command: str | None
    password_file: Path | None
    password_environment: str | None
    password_keyring: str | None
    drafts: str | None
    sent: str | None
    rehearsal: bool
    even_at_work: bool
    schedule: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class You:
    """Who you are."""

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
        provider: None if it is not known.
        settings: the account's table, without folders.
        typed: the password, if it was typed; "" if it comes from elsewhere.
        keep_at: where a typed password is to be kept.
        folders: Drafts and Sent, where they had to be asked for.
    """

    provider: Provider | None = None
    settings: Mapping[str, Any]
    typed: str = field(default="", repr=False)
    keep_at: Path | None = None
    folders: Mapping[str, str] = field(default_factory=dict)

    def table(self) -> dict[str, Any]:
        """Return the table of the account."""
        return {**self.settings, **self.folders}

    @property
    def where(self) -> str:
        """Where it is, in a word."""
        return str(self.settings.get("path") or self.settings["host"])

    @property
    def kept(self) -> tuple[Path, str] | None:
        """The file for the password and what it is to hold, None if nothing was typed."""
        return (self.keep_at, self.typed) if self.keep_at and self.typed else None


def ask_who_you_are(asker: Asker, given: Given) -> You:
    """Ask for address, name and zone."""
    address = asker.ask("Your address", "--address", given.address, check=_address)
    name = asker.ask("Your name, as you sign", "--name", given.name)
    zone = asker.ask("Your time zone", "--zone", given.zone, default=machine_zone() or "UTC", check=_zone)
    also = [asker.ask("", "--also", one, check=_address) for one in given.also]
    return You(name=name, addresses=tuple(dict.fromkeys((address, *also))), zone=zone)


def ask_for_mailbox(asker: Asker, given: Given, you: You, settings: Path, tell: Tell) -> Mailbox:
    """Find out where the mail is, and how to sign in.

    Raises:
        ConfigError: the provider takes no password at all.
    """
    host = _host(asker, given, you)
    if given.maildir is not None or host.startswith(("/", "~", ".")):
        return Mailbox(settings={"kind": "maildir", "path": _file(str(given.maildir or host))})
    provider = (provider_of(you.addresses[0]) if given.host is None else None) or provider_at(host)
    if provider is not None:
        _explain(provider, tell)
        if provider.sign_in == "none":
            raise ConfigError(f"{provider.name} takes no passwords over IMAP; see above.")
    return _imap(asker, given, you, settings, provider, host)


def _host(asker: Asker, given: Given, you: You) -> str:
    """Return the server, or the folder of a Maildir; "" if that was given."""
    if given.maildir is not None:
        return ""
    known = provider_of(you.addresses[0])
    if known is not None and given.host is None:
        return known.host
    question = "Your IMAP server, such as imap.example.org (or the folder of a Maildir)"
    likely = likely_host(you.addresses[0].rpartition("@")[2]) if asker.at_terminal and given.host is None else ""
    return asker.ask(question, "--host", given.host, default=likely)


def _imap(asker: Asker, given: Given, you: You, settings: Path, provider: Provider | None, host: str) -> Mailbox:
    port = given.port or (provider.port if provider and provider.port != 993 else None)
    if told := re.fullmatch(r"([^:]+):(\d{1,5})", host):
        host, port = told[1], given.port or int(told[2])
    account: dict[str, Any] = {
        "kind": "imap",
        "host": host,
        "port": port,
        "security": given.security or (provider.security if provider and provider.security != "tls" else None),
        "user": _user(asker, given, you.addresses[0]),
        "ca_file": _certificate(asker, given, provider),
    }
    source, typed = _password(asker, given, provider, settings)
    keep_at = settings.absolute().with_name(f"{given.account}.password") if typed else None
    password = {"file": str(keep_at)} if keep_at else source
    return Mailbox(provider=provider, settings={**account, "password": password}, typed=typed, keep_at=keep_at)


def _user(asker: Asker, given: Given, address: str) -> str:
    """Return the login; a provider's own addresses tell it."""
    known = provider_of(address)
    if known is None or given.user is not None:
        return asker.ask("Your login there", "--user", given.user, default=address)
    return address.partition("@")[0] if known.name_only else address


def _certificate(asker: Asker, given: Given, provider: Provider | None) -> str | None:
    if given.ca_file is not None:
        return _file(str(given.ca_file))
    if provider is None or not provider.own_certificate:
        return None
    return asker.ask("The exported certificate, such as ~/cert.pem", "--ca-file", None, check=_file)


def _password(asker: Asker, given: Given, provider: Provider | None, settings: Path) -> tuple[dict[str, Any], str]:
    """Return where the password is, or the password itself if it is typed."""
    command = given.password_command and asker.ask("", "--password-command", given.password_command, check=_command)
    told: dict[str, Any] = {
        "command": command and shlex.split(command),
        "file": given.password_file and _file(str(given.password_file)),
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
    wants = {"app password": "a password made for this program", "password": "your password", "none": "something else"}
    tell(f"\n{provider.name} wants {wants[provider.sign_in]}:")
    for number, step in enumerate(provider.steps, start=1):
        tell(f"  {number}. {step}")
    tell(f"  The page: {provider.link}")
    for quirk in provider.quirks:
        tell(f"  Note: {quirk}")
    tell("")


def _address(answer: str) -> str:
    if not re.fullmatch(r"[!-;=?A-~]+@[!-;=?A-~]+\.[!-;=?A-~]+", answer):
        raise ValueError("write it like robin@example.org")
    return answer


def _file(answer: str) -> str:
    return str(Path(anything(answer)).expanduser().absolute())


def _command(answer: str) -> str:
    shlex.split(answer)  # raises ValueError at a quote without its other half
    return anything(answer)


def _zone(answer: str) -> str:
    """Return a zone by its name, or by its city alone; the case does not matter."""
    wanted, zones = answer.lower().replace(" ", "_"), sorted(available_timezones())
    named = [zone for zone in zones if zone.lower() == wanted]
    found = named or [zone for zone in zones if zone.lower().rpartition("/")[2] == wanted]
    if not found:
        raise ValueError('write it like "Europe/Berlin" or "America/New_York"')
    if len(found) > 1:
        raise ValueError(f"there are several: {', '.join(found)}")
    return found[0]
