"""Applications as recorded."""

from collections.abc import Sequence

from sqlalchemy import insert, select, update

from assistant.application import Application, Stage
from assistant.ledger.connection import Step
from assistant.ledger.tables import application as table


def recorded(step: Step) -> Sequence[Application]:
    """Return all applications, the last touched first."""
    rows = step.connection.execute(
        select(table).where(table.c.account == step.account).order_by(table.c.changed_at.desc(), table.c.id)
    )
    return [
        Application(
            id=row.id,
            company=row.company,
            role=row.role,
            stage=Stage(row.stage),
            met=row.met,
            threads=frozenset(row.threads),
            changed_at=row.changed_at,
        )
        for row in rows
    ]


def record(step: Step, one: Application) -> int:
    """Record a new application (id 0) or what changed about a known one; return its number."""
    values = {
        "company": one.company,
        "role": one.role,
        "stage": one.stage,
        "met": one.met,
        "threads": sorted(one.threads),
        "changed_at": one.changed_at,
    }
    if one.id:
        step.connection.execute(
            update(table).where(table.c.account == step.account, table.c.id == one.id).values(values)
        )
        return one.id
    added = step.connection.execute(insert(table).values(account=step.account, **values))
    return int(added.inserted_primary_key[0])  # type: ignore[index]  # one row was inserted
