"""What belongs to an application: its messages, interviews and plans."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Table, select, update

from assistant.ledger.connection import Step
from assistant.ledger.messages import Record, as_record
from assistant.ledger.tables import interview, message, plan

_BY_PARENT: tuple[tuple[Table, str], ...] = ((message, "identity"), (interview, "parent"), (plan, "parent"))


def letters(step: Step, application: int) -> Sequence[tuple[Record, datetime]]:
    """Return an application's messages in the order they were read, each with that moment."""
    query = select(message).where(message.c.account == step.account, message.c.application == application)
    rows = step.connection.execute(query.order_by(message.c.recorded_at, message.c.sent_at))
    return [(as_record(row), row.recorded_at) for row in rows]


def give(step: Step, application: int | None, to: int, *, identities: Collection[str] | None = None) -> None:
    """Give what belongs to an application, or to none, to another: all, or some messages with what hangs on them."""
    for table, parent in _BY_PARENT:
        where = (table.c.account == step.account) & (table.c.application == application)
        if identities is not None:
            where &= table.c[parent].in_(identities)
        step.connection.execute(update(table).where(where).values(application=to))


def is_empty(step: Step, application: int) -> bool:
    """Whether nothing belongs to an application."""
    for table, _ in _BY_PARENT:
        where = (table.c.account == step.account) & (table.c.application == application)
        if step.connection.execute(select(table.c.account).where(where).limit(1)).first():
            return False
    return True


def rehome(step: Step, threads: Mapping[int, Collection[str]], apart: Mapping[str, Collection[str]]) -> None:
    """Give what lies outside its application's conversations to the one application whose conversation it is.

    Args:
        step: the open ledger step.
        threads: the conversations of each application meant.
        apart: by table, keys of what lies outside rightly.
    """
    for table, _ in _BY_PARENT:
        key = table.c.identity if table is message else table.c.id
        query = select(key.label("key"), table.c.application, table.c.thread)
        rows = step.connection.execute(
            query.where(table.c.account == step.account, table.c.application.in_(list(threads)))
        ).all()
        for row in rows:
            holders = [one for one, held in threads.items() if row.thread in held]
            outside = row.application not in holders and str(row.key) not in apart.get(table.name, ())
            if outside and len(holders) == 1:
                where = (table.c.account == step.account) & (key == row.key)
                step.connection.execute(update(table).where(where).values(application=holders[0]))
