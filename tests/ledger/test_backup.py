"""Backups: whole, private, and put back only where that does no harm."""

import sqlite3
import stat
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.errors import LedgerDamaged, LedgerTooNew, NoBackup
from assistant.ledger import places
from assistant.ledger.backup import back_up, beside, restore
from assistant.ledger.connection import Ledger, connect

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)


def remember(path: Path, cursor: str) -> None:
    with connect(path, "main").step() as step:
        places.advance(step, NOW, cursor=cursor)


def cursor_of(path: Path) -> str | None:
    with connect(path, "main").step() as step:
        return places.current(step).cursor


def version(path: Path, number: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (number,))
        connection.commit()


def test_a_backup_holds_what_is_committed_and_nothing_that_is_not(path: Path, ledger: Ledger, tmp_path: Path) -> None:
    """A run may be at work: half of what it does would be worse than none."""
    remember(path, "committed")
    with ledger.step() as step:
        places.advance(step, NOW, cursor="half done")
        back_up(path, tmp_path / "backup")

    restore(tmp_path / "backup", tmp_path / "elsewhere" / "ledger.sqlite3", NOW)

    assert cursor_of(tmp_path / "elsewhere" / "ledger.sqlite3") == "committed"


def test_a_backup_is_one_file_for_its_owner_alone(path: Path, ledger: Ledger, tmp_path: Path) -> None:
    """It tells as much as the ledger does, and is copied to sticks and clouds."""
    (tmp_path / "backups").mkdir()

    back_up(path, tmp_path / "backups" / "one")

    (one,) = (tmp_path / "backups").iterdir()
    assert stat.S_IMODE(one.stat().st_mode) == 0o600


def test_a_backup_replaces_an_earlier_one_and_nothing_else(path: Path, ledger: Ledger, tmp_path: Path) -> None:
    """It is made every night under one name; a mistyped name must not cost a letter."""
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Jane")
    back_up(path, tmp_path / "backup")
    remember(path, "newer")
    back_up(path, tmp_path / "backup")

    with pytest.raises(NoBackup, match="no backup; name another"):
        back_up(path, letter)

    restore(tmp_path / "backup", path, NOW)
    assert cursor_of(path) == "newer"
    assert letter.read_text() == "Dear Jane"


def test_what_a_backup_replaces_is_kept(path: Path, ledger: Ledger, tmp_path: Path) -> None:
    """Somebody restores the wrong file sooner or later."""
    remember(path, "old")
    back_up(path, tmp_path / "backup")
    remember(path, "new")

    kept = restore(tmp_path / "backup", path, NOW)

    assert cursor_of(path) == "old"
    assert kept is not None and cursor_of(kept) == "new"
    assert beside(path) == [kept]


def test_a_damaged_ledger_is_replaced_with_its_log(path: Path, ledger: Ledger, tmp_path: Path) -> None:
    """The log of the broken file must not be played into the good one."""
    remember(path, "good")
    back_up(path, tmp_path / "backup")
    path.write_bytes(b"x" * 8192)
    path.with_name(f"{path.name}-wal").write_bytes(b"y" * 4096)

    restore(tmp_path / "backup", path, NOW)

    assert cursor_of(path) == "good"


@pytest.mark.parametrize("content", [None, b"", b"no database at all, but long enough to be looked at as one, surely"])
def test_what_is_no_backup_changes_nothing(path: Path, ledger: Ledger, tmp_path: Path, content: bytes | None) -> None:
    """The ledger is better than nothing."""
    remember(path, "kept")
    if content is not None:
        (tmp_path / "backup").write_bytes(content)

    with pytest.raises(NoBackup):
        restore(tmp_path / "backup", path, NOW)

    assert cursor_of(path) == "kept"
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_a_damaged_backup_changes_nothing(path: Path, ledger: Ledger, tmp_path: Path) -> None:
    """Sticks fail, too."""
    remember(path, "kept")
    back_up(path, tmp_path / "backup")
    raw = bytearray((tmp_path / "backup").read_bytes())
    raw[len(raw) // 2 :] = b"\xff" * (len(raw) - len(raw) // 2)
    (tmp_path / "backup").write_bytes(raw)

    with pytest.raises((LedgerDamaged, NoBackup)):
        restore(tmp_path / "backup", path, NOW)

    assert cursor_of(path) == "kept"
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_a_backup_of_a_newer_version_is_refused(path: Path, ledger: Ledger, tmp_path: Path) -> None:
    """Guessing at unknown tables could put drafts twice."""
    back_up(path, tmp_path / "backup")
    version(tmp_path / "backup", "9999")

    with pytest.raises(LedgerTooNew, match="update the program"):
        restore(tmp_path / "backup", path, NOW)


def test_a_restored_ledger_knows_that_it_was(path: Path, ledger: Ledger, tmp_path: Path) -> None:
    """From then on it looks for drafts it does not know of."""
    remember(path, "c")
    back_up(path, tmp_path / "backup")

    restore(tmp_path / "backup", path, NOW)

    with connect(path, "main").step() as step:
        assert places.current(step).restored_at == NOW
