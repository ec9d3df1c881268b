"""The ledger file: private, durable, migrated, and clear about its troubles."""

import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from assistant.errors import LedgerBusy, LedgerDamaged, LedgerError, LedgerTooNew
from assistant.ledger import store
from assistant.ledger.connection import Ledger, connect
from assistant.ledger.migrations import HEAD, KNOWN
from assistant.ledger.tables import metadata


def test_the_file_is_readable_by_its_owner_alone(path: Path, ledger: Ledger) -> None:
    """It tells where a person has applied."""
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_file_made_readable_by_others_is_closed_again(path: Path, ledger: Ledger) -> None:
    """A restored backup often comes back with loose permissions."""
    path.chmod(0o644)

    connect(path, "main")

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_what_is_committed_survives_a_power_cut(ledger: Ledger) -> None:
    """WAL with synchronous=FULL is what the exactly-once promise stands on."""
    with ledger.step() as step:
        mode = step.connection.exec_driver_sql("PRAGMA journal_mode").scalar()
        synchronous = step.connection.exec_driver_sql("PRAGMA synchronous").scalar()

    assert (mode, synchronous) == ("wal", 2)


def test_migrations_make_exactly_the_tables_of_the_code(ledger: Ledger) -> None:
    """A change of tables without a migration would break every installation but a new one."""
    with ledger.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)

    assert differences == []


def test_the_newest_migration_is_the_one_named(ledger: Ledger) -> None:
    """HEAD is written by hand so that a poll need not import Alembic."""
    with ledger.engine.connect() as connection:
        version = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()

    assert version == HEAD == KNOWN[-1]


def test_every_table_carries_the_account() -> None:
    """One file serves several accounts, and one database will serve several people."""
    assert all("account" in table.c for table in metadata.tables.values())


def test_a_ledger_of_a_newer_version_is_refused(path: Path, ledger: Ledger) -> None:
    """Guessing at unknown tables could put drafts twice."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()

    with pytest.raises(LedgerTooNew, match="update the program"):
        connect(path, "main")


def test_a_file_that_is_no_ledger_is_named_and_left_alone(path: Path) -> None:
    """It may be something precious of the user's."""
    path.parent.mkdir()
    path.write_bytes(b"not a database, but 32 bytes long or more, so that SQLite looks at it")
    before = path.read_bytes()

    with pytest.raises(LedgerDamaged, match="Restore a backup"):
        connect(path, "main")

    assert path.read_bytes() == before


def test_a_damaged_page_is_named(path: Path, ledger: Ledger) -> None:
    """Disks fail."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(100)
        file.write(b"\xff" * (size - 100))

    with pytest.raises(LedgerDamaged):
        connect(path, "main")


def test_a_ledger_that_another_program_holds_is_busy(
    path: Path, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next run tries again; nothing is lost."""
    monkeypatch.setattr(store, "_BUSY_SECONDS", 0.1)
    waiting = connect(path, "main")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")

        with pytest.raises(LedgerBusy), waiting.step():
            pass


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """A read-only home is told as such."""
    (tmp_path / "state").write_text("a file where the folder should be")

    with pytest.raises((LedgerError, OSError)):
        connect(tmp_path / "state" / "ledger.sqlite3", "main")
