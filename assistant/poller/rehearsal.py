"""A dry run: the same pass on a copy of the ledger and a mailbox that stays as it is."""

import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool

from assistant.ledger.connection import Ledger, connect
from assistant.mail.message import Arrival, Place
from assistant.mailbox import DraftState, Mailbox, News, PlacedDraft


@contextmanager
def copied_in_memory(path: Path | None, account: str) -> Iterator[Ledger]:
    """Open a ledger as it stands, or an empty one where there is none, in memory: nothing a pass records lasts."""
    with TemporaryDirectory() as folder, closing(sqlite3.connect(":memory:", isolation_level=None)) as memory:
        ledger = connect(path if path and path.exists() else Path(folder) / "ledger.sqlite3", account)
        with closing(sqlite3.connect(f"file:{ledger.engine.url.database}?mode=ro", uri=True)) as file:
            file.backup(memory)
        engine = create_engine("sqlite://", creator=lambda: memory, poolclass=StaticPool, hide_parameters=True)
        yield replace(ledger, engine=engine)


@dataclass(frozen=True, slots=True)
class WriteNothing:
    """A mailbox that reads as the real one does and answers every write as if it had been done."""

    mailbox: Mailbox

    def news(self, cursor: str | None, since: datetime, *, sweep: bool = False) -> News:
        """Read from the real mailbox."""
        return self.mailbox.news(cursor, since, sweep=sweep)

    def read(self, places: Sequence[Place]) -> Iterator[tuple[Place, Arrival | None]]:
        """Read from the real mailbox."""
        return self.mailbox.read(places)

    def find(self, message_id: str) -> Place | None:
        """Look in the real mailbox."""
        return self.mailbox.find(message_id)

    def drafts_floor(self) -> str:
        """Look in the real mailbox."""
        return self.mailbox.drafts_floor()

    def put_draft(self, message_id: str, raw: bytes, floor: str, *, ours: Collection[str] = ()) -> Place | None:
        """Put nothing."""
        return None

    def draft_states(self, drafts: Sequence[PlacedDraft]) -> Mapping[str, DraftState]:
        """Look in the real mailbox."""
        return self.mailbox.draft_states(drafts)

    def withdraw(self, draft: PlacedDraft) -> bool:
        """Remove nothing."""
        return True

    def tag(self, places: Sequence[Place], keyword: str, *, remove: Sequence[str] = ()) -> frozenset[Place]:
        """Tag nothing."""
        return frozenset(places)

    def tags(self, places: Sequence[Place]) -> Mapping[Place, frozenset[str]]:
        """Look in the real mailbox."""
        return self.mailbox.tags(places)

    def digest_floor(self) -> str:
        """Look in the real mailbox."""
        return self.mailbox.digest_floor()

    def put_digest(self, message_id: str, raw: bytes, floor: str) -> Place | None:
        """Put nothing."""
        return None

    def remove_digest(self, digest: PlacedDraft) -> bool:
        """Remove nothing."""
        return True

    def close(self) -> None:
        """Close the real mailbox."""
        self.mailbox.close()
