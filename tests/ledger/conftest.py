"""A ledger file of its own for every test."""

from pathlib import Path

import pytest

from assistant.ledger.connection import Ledger, connect


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "ledger.sqlite3"


@pytest.fixture
def ledger(path: Path) -> Ledger:
    return connect(path, "main")
