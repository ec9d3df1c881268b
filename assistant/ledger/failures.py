"""Lasting failures: said on their first occurrence, then once a day."""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.sqlite import insert

from assistant.ledger.connection import Step
from assistant.ledger.tables import failure as table

SETTINGS, MODEL = "(settings)", "(model)"
"""Under these, which are no account's name, failures are remembered that are no single account's."""

_SAY_AGAIN = timedelta(days=1)
_SECONDS = _SAY_AGAIN.total_seconds()


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Something that went wrong and has not gone well since.

    Attributes:
        words: what the user was told, or would have been.
        since: when it happened first.
    """

    words: str
    since: datetime


def is_worth_saying(step: Step, kind: str, words: str, now: datetime) -> bool:
    """Record a failure; return whether the user should hear of it now.

    Failures that differ in their numbers alone are one: a count changes from run to run.
    """
    told_apart = _told_apart(kind, words)
    where = (table.c.account == step.account) & (table.c.kind == told_apart)
    row = step.connection.execute(select(table).where(where)).first()
    if row is None:
        values = {"account": step.account, "kind": told_apart, "message": words, "since": now, "said_at": now}
        step.connection.execute(insert(table).values(values).on_conflict_do_nothing())
        return True
    if now - row.said_at < _SAY_AGAIN:
        return False
    step.connection.execute(update(table).where(where).values(said_at=now, message=words))
    return True


def _told_apart(kind: str, words: str) -> str:
    return re.sub(r"\d+", "#", f"{kind}: {words}")


def is_worth_saying_without(ledger: Path, kind: str, words: str, now: datetime) -> bool:
    """Tell as is_worth_saying does where the ledger itself is what fails: by a small file beside it.

    Where that cannot be written either, everything is worth saying.
    """
    told_apart, said = _told_apart(kind, words), beside(ledger)
    try:
        if said.read_text(encoding="utf-8") == told_apart and now.timestamp() - said.stat().st_mtime < _SECONDS:
            return False
    except (OSError, UnicodeDecodeError):
        pass  # nothing was said yet
    with suppress(OSError):
        said.touch(mode=0o600)
        said.write_text(told_apart, encoding="utf-8")
    return True


def beside(ledger: Path) -> Path:
    """Return the file that remembers a failure of the ledger itself."""
    return ledger.with_suffix(".failure")


def recorded(step: Step) -> Sequence[Failure]:
    """Return the account's failures since its last good run, oldest first."""
    rows = step.connection.execute(select(table).where(table.c.account == step.account).order_by(table.c.since))
    return [Failure(words=row.message, since=row.since) for row in rows]


def clear(step: Step) -> None:
    """Forget all failures of the account: a run went well."""
    step.connection.execute(delete(table).where(table.c.account == step.account))
