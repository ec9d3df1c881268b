"""What `assistant init` needs to know: who you are, and where your mail is."""

import re
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import typer

from assistant.cli.asking import Asker
from assistant.errors import ConfigError
from assistant.mailbox.account import Security
from assistant.mailbox.providers import Provider, provider_of
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
    return You(name=name, addresses=(address, *map(_address, given.also)), zone=zone)


def ask_for_mailbox(asker: Asker, given: Given, you: You, settings: Path, tell: Tell) -> Mailbox:
    """Find out where the mail is, and how to sign in.

    Raises:
        ConfigError: the provider takes no password at all.
    """
    provider = provider_of(you.addresses[0]) if given.host is None and given.maildir is None else None
    host = provider.host if provider else ""
    if provider is None and given.maildir is None:
        host = asker.ask(
            "Your IMAP server, such as imap.example.org (or the folder of a Maildir)", "--host", given.host
        )
    if given.maildir is not None or host.startswith(("/", "~", ".")):
        path = (given.maildir or Path(host)).expanduser().absolute()
        return Mailbox(settings={"kind": "maildir", "path": str(path)})
    if provider is not None:
        _explain(provider, tell)
        if provider.sign_in == "none":
            raise ConfigError(f"{provider.name} takes no passwords over IMAP; see above.")
    return _imap(asker, given, you, settings, provider, host)


def _imap(asker: Asker, given: Given, you: You, settings: Path, provider: Provider | None, host: str) -> Mailbox:
    if ":" in host and host.count(":") == 1 and given.port is None:
        host, _, told = host.partition(":")
        port = int(told) if told.isdigit() else None
    else:
        port = given.port or (provider.port if provider and provider.port != 993 else None)
    address = you.addresses[0]
    user = address.partition("@")[0] if provider and provider.name_only else address
    if provider is None:
        user = asker.ask("Your login there", "--user", given.user, default=address)
    account: dict[str, Any] = {
        "kind": "imap",
        "host": host,
        "port": port,
        "security": given.security or (provider.security if provider and provider.security != "tls" else None),
        "user": given.user or user,
        "ca_file": given.ca_file and str(given.ca_file.expanduser().absolute()),
    }
    source, typed = _password(asker, given, provider, settings)
    keep_at = settings.absolute().with_name(f"{given.account}.password") if typed else None
    password = {"file": str(keep_at)} if keep_at else source
    return Mailbox(provider=provider, settings={**account, "password": password}, typed=typed, keep_at=keep_at)


def _password(asker: Asker, given: Given, provider: Provider | None, settings: Path) -> tuple[dict[str, Any], str]:
    """Return where the password is, or the password itself if it is typed."""
    told: dict[str, Any] = {
        "command": given.password_command and shlex.split(given.password_command),
        "file": given.password_file and str(given.password_file.expanduser().absolute()),
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


def _zone(answer: str) -> str:
    """Return a zone by its name, or by its city alone."""
    wanted = answer.lower().replace(" ", "_")
    found = sorted(one for one in available_timezones() if wanted in (one.lower(), one.lower().rpartition("/")[2]))
    if not found:
        raise ValueError('write it like "Europe/Berlin" or "America/New_York"')
    if len(found) > 1 and answer not in found:
        raise ValueError(f"there are several: {', '.join(found)}")
    return answer if answer in found else found[0]
