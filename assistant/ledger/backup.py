"""Copies of the ledger, and putting one in its place."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import update

from assistant.errors import LedgerDamaged, LedgerTooNew, LedgerUnwritable, NoBackup
from assistant.ledger.migrations import KNOWN
from assistant.ledger.store import engine_for
from assistant.ledger.tables import position

_REPLACED = ".replaced"
"""Ends the name of what a backup took the place of, kept beside it until the next time."""

_PARTS = ("", "-wal", "-shm")
"""The files of one database (SQLite, "Temporary Files Used By SQLite")."""


def back_up(ledger: Path, target: Path) -> None:
    """Write the ledger as it stands into one file, readable by the user alone; a run may be at work meanwhile.

    An earlier backup of that name is replaced, at once and whole; nothing else is.

    Raises:
        NoBackup: there is no ledger yet, or the file is something else.
        LedgerDamaged: the ledger cannot be read.
        LedgerUnwritable: the file cannot be written.
    """
    if not ledger.exists():
        raise NoBackup(f"There is no ledger at {ledger} yet; `assistant poll` makes it.")
    if target.exists() and _version(target) is None:
        raise NoBackup(f"{target} is there already and no backup; name another file.")
    with _writing(target), _fresh(target) as fresh:
        _copy(ledger, fresh)
        _sync(fresh)
        fresh.replace(target)
        _sync(target.absolute().parent)


def restore(source: Path, ledger: Path, now: datetime) -> Path | None:
    """Put a backup in the ledger's place; return where the ledger it replaces is kept, None if there was none.

    Nobody else may use the ledger meanwhile. What the backup does not know yet is read again: drafts that were put
    since are recognised by their ids in Drafts, Sent and Trash.

    Raises:
        NoBackup: the file is missing or none.
        LedgerDamaged: it is broken.
        LedgerTooNew: a newer version wrote it.
        LedgerUnwritable: the ledger's folder cannot be written.
    """
    if not source.exists():
        raise NoBackup(f"There is no file {source}.")
    version = _version(source)
    if version is None:
        raise NoBackup(f"{source} is no backup of a ledger.")
    if version not in KNOWN:
        raise LedgerTooNew(f"The backup {source} was written by a newer version ({version}); update the program.")
    with _writing(ledger):
        ledger.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _fresh(ledger) as fresh:
            _copy(source, fresh)
            engine = engine_for(fresh)
            with engine.begin() as connection:
                connection.execute(update(position).values(restored_at=now))
            _make_one_file(fresh)
            _sync(fresh)
            kept = _set_aside(ledger)
            fresh.replace(ledger)
            _sync(ledger.absolute().parent)
    return kept


def beside(ledger: Path) -> list[Path]:
    """Return every other ledger in the ledger's folder: backups that lie there, and what a backup replaced."""
    files = (path for path in sorted(ledger.parent.iterdir()) if path.is_file() and path != ledger)
    return [path for path in files if not path.name.endswith(("-wal", "-shm")) and _version(path) is not None]


def discard_replaced(ledger: Path) -> bool:
    """Remove what a backup has taken the place of; return whether there was any."""
    old = [path for part in _PARTS if (path := _aside(ledger, part)).exists()]
    for path in old:
        path.unlink()
    return bool(old)


def _aside(ledger: Path, part: str) -> Path:
    return ledger.with_name(f"{ledger.name}{_REPLACED}{part}")


def _set_aside(ledger: Path) -> Path | None:
    """Rename the ledger with its parts: a log of its own must not be taken for the new one's."""
    discard_replaced(ledger)
    for part in _PARTS[::-1]:
        old = ledger.with_name(ledger.name + part)
        if old.exists():
            old.rename(_aside(ledger, part))
    return _aside(ledger, "") if _aside(ledger, "").exists() else None


def _version(path: Path) -> str | None:
    """Return the version of a ledger file, None if it is none; it is only read."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])
    except (sqlite3.Error, TypeError):
        return None


def _copy(source: Path, target: Path) -> None:
    """Copy with SQLite's online backup, which sees one moment however long it takes, and check the copy."""
    try:
        with (
            closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as old,
            closing(sqlite3.connect(target)) as new,
        ):
            old.backup(new)
            found = new.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.Error as error:
        raise LedgerDamaged(f"{source} cannot be copied ({error}).") from error
    if found != "ok":
        raise LedgerDamaged(f"{source} is damaged ({found}).")
    _make_one_file(target)


def _make_one_file(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")


@contextmanager
def _fresh(path: Path) -> Iterator[Path]:
    """Give an empty file beside a path, readable by the user alone; it is gone in the end unless it was renamed."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.touch(mode=0o600)
    try:
        yield fresh
    finally:
        for part in (*_PARTS, "-journal"):
            fresh.with_name(fresh.name + part).unlink(missing_ok=True)


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise LedgerUnwritable(f"{path} cannot be written: {error.strerror}.") from error


def _sync(path: Path) -> None:
    """Let a file, or the names in a folder, reach the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
