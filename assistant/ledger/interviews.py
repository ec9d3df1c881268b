"""Interviews as recorded."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, or_, select, update

from assistant.interview import Interview, Standing
from assistant.ledger.connection import Step
from assistant.ledger.tables import interview as table
from assistant.understanding.facts import Part, Person


def recorded(step: Step) -> Sequence[Interview]:
    """Return all interviews, oldest first."""
    return _found(step)


def about(step: Step, *, thread: str, application: int | None, uid: str = "") -> Sequence[Interview]:
    """Return interviews of a conversation or an application, and the one with that UID, oldest first."""
    meant = [table.c.thread == thread]
    if application is not None:
        meant.append(table.c.application == application)
    if uid:
        meant.append(table.c.uid == uid)
    return _found(step, or_(*meant))


def record(step: Step, one: Interview) -> int:
    """Record a new interview (id 0) or what changed about a known one; return its number."""
    values = {
        "application": one.application,
        "thread": one.thread,
        "parent": one.parent,
        "uid": one.uid,
        "sequence": one.sequence,
        "standing": one.standing,
        "starts_at": one.starts_at,
        "ends_at": one.ends_at,
        "zone": one.zone,
        "options": [start.isoformat() for start in one.options],
        "place": one.place,
        "people": [[person.name, person.address, person.part] for person in one.people],
    }
    if one.id:
        step.connection.execute(
            update(table).where(table.c.account == step.account, table.c.id == one.id).values(values)
        )
        return one.id
    added = step.connection.execute(insert(table).values(account=step.account, **values))
    return int(added.inserted_primary_key[0])  # type: ignore[index]  # one row was inserted


def _found(step: Step, *conditions: Any) -> Sequence[Interview]:
    query = select(table).where(table.c.account == step.account, *conditions).order_by(table.c.id)
    return [_interview(row) for row in step.connection.execute(query)]


def _interview(row: Row[Any]) -> Interview:
    return Interview(
        id=row.id,
        application=row.application,
        thread=row.thread,
        parent=row.parent,
        uid=row.uid,
        sequence=row.sequence,
        standing=Standing(row.standing),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        zone=row.zone,
        options=tuple(datetime.fromisoformat(start) for start in row.options),
        place=row.place,
        people=tuple(Person(name=name, address=address, part=Part(part)) for name, address, part in row.people),
    )
