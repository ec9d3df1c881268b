"""Applications as recorded: what their mail tells, and over it what the user says."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Row, Text, Update, bindparam, cast, delete, insert, select, update

from assistant.application import Application, Said, Stage, Start, as_said
from assistant.ledger.connection import Step
from assistant.ledger.tables import application as table
from assistant.outline import outline

_SAID, _START = TypeAdapter(Said), TypeAdapter(Start)

_MAY_HOLD = select(table.c.threads).where(
    table.c.account == bindparam("account"),
    table.c.merged_into.is_(None),
    cast(table.c.threads, Text).like(bindparam("pattern"), escape="/"),
)


def recorded(step: Step) -> Sequence[Application]:
    """Return all applications as the user sees them, the last touched first; what was merged is gone."""
    rows = step.connection.execute(
        select(table)
        .where(table.c.account == step.account, table.c.merged_into.is_(None))
        .order_by(table.c.changed_at.desc(), table.c.id)
    )
    return [as_said(_application(row)) for row in rows]


def as_heard(step: Step, number: int) -> Application:
    """Return an application as its mail alone tells it."""
    query = select(table).where(table.c.account == step.account, table.c.id == number)
    return _application(step.connection.execute(query).one())


def merged_into(step: Step, number: int) -> int | None:
    """Return the application that took another's place, None if none did."""
    query = select(table.c.merged_into).where(table.c.account == step.account, table.c.id == number)
    return step.connection.execute(query).scalar_one_or_none()


def is_about_one(step: Step, thread: str) -> bool:
    """Whether a conversation belongs to an application: there even an absence or a few words count.

    Asked for every message, so only rows that may hold it are read.
    """
    written = json.dumps(thread).translate({ord(sign): f"/{sign}" for sign in "/%_"})
    rows = step.connection.execute(_MAY_HOLD, {"account": step.account, "pattern": f"%{written}%"})
    return any(thread in row.threads for row in rows)


def record(step: Step, one: Application) -> int:
    """Record a new application (id 0), or what its mail tells of a known one, see `as_heard`; return its number."""
    values = {
        "company": one.company,
        "role": one.role,
        "stage": one.stage,
        "met": one.met,
        "threads": sorted(one.threads),
        "changed_at": one.changed_at,
    }
    if one.id:
        step.connection.execute(_where(step, one.id).values(values))
        return one.id
    own = {"said": _short(one.said), "start": _start(one.start), "names": sorted(map(list, one.names))}
    added = step.connection.execute(insert(table).values(account=step.account, **values, **own))
    return int(added.inserted_primary_key[0])  # type: ignore[index]  # one row was inserted


def say(step: Step, number: int, said: Said) -> None:
    """Record what the user says of an application; what he said before is forgotten."""
    step.connection.execute(_where(step, number).values(said=_short(said)))


def begin(step: Step, number: int, start: Start) -> None:
    """Record what the user typed of an application before any mail told of it."""
    step.connection.execute(_where(step, number).values(start=_start(start)))


def rename(step: Step, number: int, names: Iterable[tuple[str, str]], since: datetime | None) -> None:
    """Record since when it is this company and role, None if ever, and all names under which its mail speaks too."""
    step.connection.execute(_where(step, number).values(names=sorted(map(list, names)), named_at=since))


def merge(step: Step, number: int, into: int) -> None:
    """Record that an application has no place of its own any more."""
    step.connection.execute(_where(step, number).values(merged_into=into))


def remove(step: Step, number: int) -> None:
    """Forget an application of which nobody speaks any more."""
    step.connection.execute(delete(table).where(table.c.account == step.account, table.c.id == number))


def _where(step: Step, number: int) -> Update:
    return update(table).where(table.c.account == step.account, table.c.id == number)


def _short(said: Said) -> dict[str, Any]:
    """Return what is said, and nothing of what is not."""
    return {name: value for name, value in outline(said).items() if value}


def _start(start: Start | None) -> dict[str, Any]:
    return dict(outline(start)) if start else {}


def _application(row: Row[Any]) -> Application:
    return Application(
        id=row.id,
        company=row.company,
        role=row.role,
        stage=Stage(row.stage),
        met=row.met,
        threads=frozenset(row.threads),
        changed_at=row.changed_at,
        said=_SAID.validate_python(row.said),
        start=_START.validate_python(row.start) if row.start else None,
        names=frozenset((company, role) for company, role in row.names),
        named_at=row.named_at,
    )
