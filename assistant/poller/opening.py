"""From settings to an open Run: ledger, mailbox, model, letters, calendars, attachments."""

from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager, nullcontext
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from platformdirs import user_cache_path

from assistant.calendars import busy_spans, fetched
from assistant.config import Config
from assistant.errors import ConfigError, DamagedModel
from assistant.learned import load_in_use
from assistant.ledger.connection import Ledger, connect
from assistant.mailbox import Mailbox
from assistant.mailbox.account import LocalAccount, open_mailbox
from assistant.poller.accounts import ledger_path, mailbox_account
from assistant.poller.rehearsal import WriteNothing, copied_in_memory
from assistant.poller.run import Event, Run, nobody_watches
from assistant.reply.letters import Letters
from assistant.understanding.labels import Classify


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
