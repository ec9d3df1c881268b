"""What the settings say of an account: where its ledger lies, and how its mailbox is opened."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from platformdirs import user_state_path

from assistant.config import (
    Config,
    EmlSettings,
    GmailSettings,
    ImapSettings,
    LocalSettings,
    MaildirSettings,
    MboxSettings,
    OutlookSettings,
    ReadOnlySettings,
    Secret,
    SignedInSettings,
)
from assistant.errors import ConfigError
from assistant.mailbox.account import (
    Account,
    EmlAccount,
    GmailAccount,
    ImapAccount,
    LocalAccount,
    MaildirAccount,
    MboxAccount,
    open_bell,
)
from assistant.mailbox.credentials import SecretSource
from assistant.mailbox.grants import Grant, Grants
from assistant.mailbox.signing_in import access_token
from assistant.mailbox.waiting import Bell


def default_ledger_path() -> Path:
    """Return where the ledger lies if the settings do not say."""
    return user_state_path("inbox-assistant") / "ledger.sqlite3"


def ledger_path(config: Config) -> Path:
    """Return where the ledger lies: the setting, or the user's state folder."""
    return config.ledger or default_ledger_path()


def bell_of(config: Config, account: str) -> Bell | None:
    """Return what tells of arrivals in one account's mailbox, None if nothing does."""
    return open_bell(mailbox_account(config, account))


def mailbox_account(config: Config, name: str) -> Account:
    """Return what is needed to open an account's mailbox."""
    settings = config.accounts[name]
    folders = tuple(dict.fromkeys((*settings.folders, *config.corrections.watched)))
    digest = config.digest.to == "inbox"
    if isinstance(settings, LocalSettings):
        return _local_account(settings, folders, digest=digest)
    source = secret_source(config, name)
    grants = Grants(source, name)
    if isinstance(settings, GmailSettings):
        return GmailAccount(
            name=name,
            user=settings.user,
            grants=grants,
            folders=folders,
            junk=settings.junk,
            digest=digest,
            endpoint=settings.endpoint.rstrip("/"),
        )
    if isinstance(settings, OutlookSettings):
        account = _imap_account(settings, folders, partial(_token, grants), port=settings.port, digest=digest)
        return replace(account, proof="token")
    port = settings.port or (993 if settings.security == "tls" else 143)
    fingerprint = (settings.fingerprint or "").replace(":", "").lower()
    account = _imap_account(settings, folders, source.reveal, port=port, digest=digest)
    return replace(account, security=settings.security, fingerprint=fingerprint)


def _token(grants: Grants) -> str:
    return access_token(grants, datetime.now(UTC))


def _imap_account(
    settings: ImapSettings | OutlookSettings,
    folders: tuple[str, ...],
    secret: Callable[[], str],
    *,
    port: int,
    digest: bool,
) -> ImapAccount:
    return ImapAccount(
        host=settings.host,
        port=port,
        user=settings.user,
        secret=secret,
        folders=folders,
        digest=digest,
        drafts=settings.drafts,
        sent=settings.sent,
        trash=settings.trash,
        junk=settings.junk,
        ca_file=settings.ca_file,
    )


_LOCAL: Mapping[type[LocalSettings], type[LocalAccount]] = {
    MaildirSettings: MaildirAccount,
    MboxSettings: MboxAccount,
    EmlSettings: EmlAccount,
}


def _local_account(settings: LocalSettings, folders: tuple[str, ...], *, digest: bool) -> LocalAccount:
    return _LOCAL[type(settings)](
        path=settings.path,
        folders=folders,
        digest=digest,
        drafts=settings.drafts,
        sent=settings.sent,
        trash=settings.trash,
        junk=settings.junk,
        makes_drafts_as=settings.drafts_as if isinstance(settings, ReadOnlySettings) else None,
    )


def secret_source(config: Config, name: str) -> SecretSource:
    """Return where the password, or the sign-in, of an account is kept.

    Raises:
        ConfigError: it is mail on this machine, which needs none.
    """
    settings = config.accounts[name]
    if isinstance(settings, LocalSettings):
        raise ConfigError(f"The mail of {name} lies on this machine; nobody needs to sign in to it.")
    beside_the_ledger = Secret(file=ledger_path(config).with_name(f"{name}.sign-in"))
    secret = settings.password if isinstance(settings, ImapSettings) else settings.sign_in or beside_the_ledger
    keyring = (secret.keyring, settings.user) if secret.keyring else None
    return SecretSource(command=secret.command, keyring=keyring, environment=secret.environment, file=secret.file)


def sign_in_of(config: Config, name: str) -> Grant | None:
    """Return the sign-in that is kept for an account; None for one that needs none.

    Raises:
        LoginRefused: nobody has signed in yet.
        ConfigError: what is kept cannot be read.
    """
    if not isinstance(config.accounts[name], SignedInSettings):
        return None
    return Grants(secret_source(config, name), name).read()
