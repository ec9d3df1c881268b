"""Every error this program raises on purpose, split by who must act.

    AssistantError
    ├── ConfigError           the user edits the configuration file                     78
    │   ├── NoDraftsFolder    the user names the Drafts folder                          78
    │   ├── NoPlaceForDigest  the user gives the digest another place                   78
    │   ├── CertificateRefused the user fixes the host name or names a CA file          78
    │   └── DamagedModel      the user reinstalls or retrains                           78
    │       └── OutdatedModel the user runs `assistant learn` again                     78
    ├── LoginRefused          the user renews the credentials                           77
    ├── MailboxUnreachable    nobody; the next run tries again                          75
    ├── CalendarUnreachable   nobody; the next run tries again                          75
    ├── ExportRefused         the user names another place                              73
    ├── MailboxFull           the user makes room                                       73
    ├── MailboxReset          the poller: re-reads, recognises by Message-ID            –
    ├── UnreadableMessage     nobody; recorded, the run goes on                         –
    ├── CannotBeDone          the user asks for something else                          1
    ├── TooManyDrafts         the user looks and runs `assistant poll --confirm`        65
    └── LedgerError
        ├── LedgerBusy        nobody; the next run tries again                          75
        ├── LedgerTooNew      the user updates the program                              78
        ├── LedgerUnwritable  the user makes its folder writable                        78
        ├── NoBackup          the user names a file that is one                         78
        └── LedgerDamaged     the user restores a backup or moves the file away         78

The first sentence of a class's docstring is its default message. Exit codes are those of sysexits.h. Errors of
libraries are translated in one context manager per border and chained with `from`.
"""

import os
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar


class AssistantError(Exception):
    """The assistant could not go on."""

    exit_code: ClassVar[int] = os.EX_SOFTWARE

    def __init__(self, message: str = "") -> None:
        """Take a sentence for the user; without one the class's own first sentence is used."""
        super().__init__(message or (self.__doc__ or "").strip().splitlines()[0])


class ConfigError(AssistantError):
    """The configuration has mistakes."""

    exit_code = os.EX_CONFIG


class NoDraftsFolder(ConfigError):
    """No Drafts folder was found; name it in the configuration as `drafts`."""


class NoPlaceForDigest(ConfigError):
    """No digest can be put into this mailbox; name another account, or a file, under `[digest]`."""


class CertificateRefused(ConfigError):
    """The server's certificate was not accepted, so nothing was sent to it."""


class DamagedModel(ConfigError):
    """The classifier's model files are damaged or do not belong together."""


class OutdatedModel(DamagedModel):
    """Your own model was learned beside an older corpus than the one that ships now."""


class LoginRefused(AssistantError):
    """The server refused the user name or the password."""

    exit_code = os.EX_NOPERM


class MailboxUnreachable(AssistantError):
    """The mailbox could not be reached; the next run tries again."""

    exit_code = os.EX_TEMPFAIL


class CalendarUnreachable(AssistantError):
    """A calendar could not be fetched for days; the next run tries again."""

    exit_code = os.EX_TEMPFAIL


class ExportRefused(AssistantError):
    """What is known cannot be written there."""

    exit_code = os.EX_CANTCREAT


class MailboxFull(AssistantError):
    """The mailbox is full, so no draft could be stored."""

    exit_code = os.EX_CANTCREAT


class MailboxReset(AssistantError):
    """The mailbox was rebuilt by its server, so remembered positions are worthless."""


class UnreadableMessage(AssistantError):
    """The message could not be read."""


class TooManyDrafts(AssistantError):
    """Far more drafts are due than a day ever brings; look first, then run `assistant poll --confirm`."""

    exit_code = os.EX_DATAERR


class CannotBeDone(AssistantError):
    """What you ask for cannot be done."""

    exit_code = 1


class LedgerError(AssistantError):
    """The ledger could not be used."""

    exit_code = os.EX_TEMPFAIL


class LedgerBusy(LedgerError):
    """Another program holds the ledger; the next run tries again."""


class LedgerTooNew(LedgerError):
    """The ledger was written by a newer version; update the program."""

    exit_code = os.EX_CONFIG


class LedgerUnwritable(LedgerError):
    """The ledger's folder cannot be written."""

    exit_code = os.EX_CONFIG


class NoBackup(LedgerError):
    """The file is no backup of a ledger."""

    exit_code = os.EX_CONFIG


class LedgerDamaged(LedgerError):
    """The ledger file is damaged; restore a backup or move it away to start anew."""

    exit_code = os.EX_CONFIG


def without_words(error: BaseException) -> str:
    """Return the kind of an unforeseen error and the line that raised it; its words may quote mail."""
    frames = traceback.extract_tb(error.__traceback__)
    last = f" ({Path(frames[-1].filename).name}, line {frames[-1].lineno})" if frames else ""
    return f"{type(error).__name__}{last}"


def trace_without_words(error: BaseException) -> str:
    """Return an unforeseen error's traceback, that of what caused it first, without the words of either."""
    return "\ncaused\n\n".join(_traces(error))


def _traces(error: BaseException) -> Iterator[str]:
    earlier = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if earlier is not None:
        yield from _traces(earlier)
    lines = traceback.format_tb(error.__traceback__)
    yield "".join(["Traceback (most recent call last):\n", *lines, f"{type(error).__qualname__}\n"])
