"""From settings to an open Run: ledger, mailbox, model, letters, calendars, attachments."""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import closing, contextmanager, nullcontext
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from platformdirs import user_cache_path, user_state_path

from assistant.calendars import busy_spans, fetched
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
from assistant.errors import ConfigError, DamagedModel
from assistant.learned import load_in_use
from assistant.ledger.connection import Ledger, connect
from assistant.mailbox import Mailbox
from assistant.mailbox.account import (
    Account,
    EmlAccount,
    GmailAccount,
    ImapAccount,
    LocalAccount,
    MaildirAccount,
    MboxAccount,
    open_bell,
    open_mailbox,
)
from assistant.mailbox.credentials import SecretSource
from assistant.mailbox.grants import Grant, Grants
from assistant.mailbox.signing_in import access_token
from assistant.mailbox.waiting import Bell
from assistant.poller.rehearsal import WriteNothing, copied_in_memory
from assistant.poller.run import Event, Run, nobody_watches
from assistant.reply.letters import Letters
from assistant.understanding.labels import Classify


def default_ledger_path() -> Path:
    """Return where the ledger lies if the settings do not say."""
    return user_state_path("inbox-assistant") / "ledger.sqlite3"


def ledger_path(config: Config) -> Path:
    """Return where the ledger lies: the setting, or the user's state folder."""
    return config.ledger or default_ledger_path()


def open_ledger(config: Config, account: str) -> Ledger:
    """Open one account's ledger."""
    return connect(ledger_path(config), account)


def load_classifier(tell: Callable[[DamagedModel], None]) -> Classify:
    """Load the model in use, see assistant.learned."""
    return load_in_use(tell).classify


def load_letters(config: Config) -> Letters:
    """Load the shipped letters, replaced by the user's own where his folder has one of that name."""
    folder = Path(__file__).parent.parent / "reply" / "letters"
    sources = _templates(folder)
    if config.letters is not None:
        if not config.letters.is_dir():
            raise ConfigError(f"The folder for your own letters, {config.letters}, does not exist.")
        _insist_they_are_letters(config.letters, sources.keys())
        sources |= _templates(config.letters)
    return Letters(sources)


def _insist_they_are_letters(folder: Path, known: Collection[str]) -> None:
    """Refuse a file that would be passed over; what is hidden or an editor's copy does not count."""
    files = (path.relative_to(folder) for path in sorted(folder.rglob("*")) if path.is_file())
    shown = [one for one in files if not one.name.endswith("~") and not any(part[0] == "." for part in one.parts)]
    names = {f"{name}.j2" for name in known}
    if strange := [one.as_posix() for one in shown if one.as_posix() not in names]:
        letters = ", ".join(sorted(names))
        raise ConfigError(f"{folder} holds what is no letter: {', '.join(strange)}. The letters are {letters}.")


def _templates(folder: Path) -> dict[str, str]:
    with _readable("a letter of yours"):
        return {
            path.relative_to(folder).with_suffix("").as_posix(): path.read_text(encoding="utf-8")
            for path in sorted(folder.rglob("*.j2"))
        }


@contextmanager
def _readable(what: str) -> Iterator[None]:
    """Translate what goes wrong with a file the settings name."""
    try:
        yield
    except OSError as error:
        raise ConfigError(f"{error.filename}, {what}, cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"A file that should hold {what} is not UTF-8 text: {error.reason}.") from error


def _files(config: Config) -> dict[str, bytes]:
    """Read what may be attached; settings name files by absolute paths once loaded."""
    paths = [value for _, value in config.materials if isinstance(value, str) and value.startswith("/")]
    with _readable("something to hand out"):
        return {path: Path(path).read_bytes() for path in paths}


@contextmanager
def opened(
    config: Config,
    account: str,
    classify: Classify,
    now: datetime,
    *,
    dry: bool = False,
    confirmed: bool = False,
    watch: Callable[[Event], None] = nobody_watches,
) -> Iterator[Run]:
    """Open everything one pass needs and close the mailbox afterwards.

    A dry run works on a copy of the ledger in memory and on a mailbox that refuses to write.

    Raises:
        ConfigError, CalendarUnreachable, LoginRefused, MailboxUnreachable, LedgerError: with a sentence for the user.
    """
    kept = copied_in_memory(ledger_path(config), account) if dry else nullcontext(open_ledger(config, account))
    letters, files = load_letters(config), _files(config)
    busy = busy_spans([*config.calendar.files, *_web_calendars(config, now)], zone=config.zone, now=now)
    with kept as ledger, closing(_mailbox(config, account, dry=dry)) as mailbox:
        run = Run(
            account=account,
            mailbox=mailbox,
            ledger=ledger,
            classify=classify,
            letters=letters,
            busy=busy,
            files=files,
            config=config,
            now=now,
            confirmed=confirmed,
            watch=watch,
        )
        yield replace(run, mailbox=WriteNothing(run.mailbox)) if dry else run


def _mailbox(config: Config, name: str, *, dry: bool) -> Mailbox:
    """Open an account's mailbox; a folder the settings name for drafts is made first, unless nothing may be written."""
    account = mailbox_account(config, name)
    if isinstance(account, LocalAccount) and not dry:
        from assistant.mailbox.local import make_drafts_folder

        make_drafts_folder(account)
    return open_mailbox(account)


def calendar_copies() -> Path:
    """Return the folder in which copies of calendars on the web are kept."""
    return user_cache_path("inbox-assistant") / "calendars"


def _web_calendars(config: Config, now: datetime) -> list[Path]:
    folder = calendar_copies()
    try:
        return fetched(config.calendar.urls, folder, now)
    except OSError as error:
        raise ConfigError(f"Copies of your calendars cannot be kept in {folder}: {error.strerror}.") from error


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
        endpoint = settings.endpoint.rstrip("/")
        return GmailAccount(
            name=name,
            user=settings.user,
            grants=grants,
            folders=folders,
            junk=settings.junk,
            digest=digest,
            endpoint=endpoint,
        )
    if isinstance(settings, OutlookSettings):
        return ImapAccount(
            host=settings.host,
            port=settings.port,
            user=settings.user,
            secret=lambda: access_token(grants, datetime.now(UTC)),
            proof="token",
            folders=folders,
            digest=digest,
            drafts=settings.drafts,
            sent=settings.sent,
            trash=settings.trash,
            junk=settings.junk,
            ca_file=settings.ca_file,
        )
    return ImapAccount(
        host=settings.host,
        port=settings.port or (993 if settings.security == "tls" else 143),
        user=settings.user,
        secret=source.reveal,
        folders=folders,
        digest=digest,
        drafts=settings.drafts,
        sent=settings.sent,
        trash=settings.trash,
        junk=settings.junk,
        security=settings.security,
        ca_file=settings.ca_file,
        fingerprint=(settings.fingerprint or "").replace(":", "").lower(),
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
