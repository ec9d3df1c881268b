"""Lasting failures: said on their first occurrence, then once a day."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.sqlite import insert

from assistant.ledger.connection import Step
from assistant.ledger.tables import failure as table

_SAY_AGAIN = timedelta(days=1)


def is_worth_saying(step: Step, kind: str, words: str, now: datetime) -> bool:
    """Record a failure; return whether the user should hear of it now."""
    row = step.connection.execute(select(table).where(table.c.account == step.account, table.c.kind == kind)).first()
    if row is None:
        values = {"account": step.account, "kind": kind, "message": words, "since": now, "said_at": now}
        step.connection.execute(insert(table).values(values).on_conflict_do_nothing())
        return True
    if now - row.said_at < _SAY_AGAIN:
        return False
    where = (table.c.account == step.account) & (table.c.kind == kind)
    step.connection.execute(update(table).where(where).values(said_at=now, message=words))
    return True


def clear(step: Step) -> None:
    """Forget all failures of the account: a run went well."""
    step.connection.execute(delete(table).where(table.c.account == step.account))
