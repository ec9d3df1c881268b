"""Opening the ledger: SQLite with safe settings, migrated when it is older than the program."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from assistant.errors import LedgerBusy, LedgerDamaged, LedgerError, LedgerTooNew, LedgerUnwritable
from assistant.ledger.migrations import HEAD, KNOWN

_BUSY_SECONDS = 15


def engine_for(path: Path) -> Engine:
    """Return an engine for the ledger file, created with mode 0600 and migrated to this version.

    WAL with synchronous=FULL: what a transaction committed survives a power cut (SQLite, "PRAGMA synchronous").

    Raises:
        LedgerBusy: another program holds it.
        LedgerTooNew: a newer version wrote it.
        LedgerDamaged: it is no ledger, or broken.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
        path.chmod(0o600)
    except OSError as error:
        raise LedgerUnwritable(f"The ledger {path} cannot be written: {error.strerror}. Check who owns it.") from error
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        poolclass=NullPool,
        connect_args={"timeout": _BUSY_SECONDS},
        hide_parameters=True,  # an error must not quote mail
    )
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", _begin)
    with translated(path), engine.connect() as connection:
        version = _version(connection)
    if version != HEAD:
        _migrate(engine, path, version)
    return engine


@contextmanager
def translated(path: object) -> Iterator[None]:
    """Translate the database's errors into the program's own."""
    try:
        yield
    except DBAPIError as error:
        words = str(error.orig)
        if "locked" in words or "busy" in words:
            raise LedgerBusy(f"Another program holds the ledger {path}; the next run tries again.") from error
        if any(sign in words for sign in ("malformed", "not a database", "corrupt", "disk I/O")):
            raise LedgerDamaged(
                f"The ledger {path} is damaged ({words}). Restore a backup with `assistant restore FILE`, or move "
                "the file away to start anew: drafts that already lie in your mailbox are recognised and not put a "
                "second time."
            ) from error
        raise LedgerError(f"The ledger {path} could not be used: {words}") from error


def _configure(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # SQLAlchemy's recipe: BEGIN is emitted by us, not by the driver
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA secure_delete=ON")
    cursor.close()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _version(connection: Connection) -> str:
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or ""


def _migrate(engine: Engine, path: Path, version: str) -> None:
    if version and version not in KNOWN:
        raise LedgerTooNew(f"The ledger {path} was written by a newer version ({version}); update the program.")
    from alembic import command  # half a second, and needed once a version only
    from alembic.config import Config

    settings = Config()
    settings.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with translated(path), engine.begin() as connection:
        settings.attributes["connection"] = connection
        command.upgrade(settings, "head")
