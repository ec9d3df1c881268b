"""One account's ledger, and the one place where something is committed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Connection, Engine

from assistant.ledger.store import engine_for, translated


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """An open transaction on behalf of one account; the functions of this room take it first."""

    connection: Connection
    account: str

    def for_account(self, account: str) -> "Step":
        """Return the same transaction on behalf of another account of the file."""
        return replace(self, account=account)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """One account's ledger."""

    engine: Engine
    account: str

    @contextmanager
    def step(self) -> Iterator[Step]:
        """Open a transaction; it is committed when the block ends, and rolled back when it raises.

        Raises:
            LedgerBusy, LedgerDamaged, LedgerError: see assistant.ledger.store.
        """
        with translated(self.engine.url.database), self.engine.begin() as connection:
            yield Step(connection=connection, account=self.account)


def connect(path: Path, account: str) -> Ledger:
    """Open the ledger file for one account; it is made, or brought up to date, if needed."""
    return Ledger(engine=engine_for(path), account=account)
