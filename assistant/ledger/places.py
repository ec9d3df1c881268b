"""Where mail lies and how far it has been read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.dialects.sqlite import insert

from assistant.ledger.connection import Step
from assistant.ledger.tables import place as table
from assistant.ledger.tables import position
from assistant.mail.message import Place

_HERE = (
    table.c.account == bindparam("its_account"),
    table.c.folder == bindparam("its_folder"),
    table.c.epoch == bindparam("its_epoch"),
    table.c.key == bindparam("its_key"),
)
_FINISH = update(table).where(*_HERE).values(state=bindparam("reading"), because=bindparam("reason"))
"""Asked for every message, so built once; SQLAlchemy builds a statement no faster than it runs it."""


class Kind(StrEnum):
    """What lies at a place."""

    arrival = "arrival"
    sent = "sent"
    junk = "junk"


class Reading(StrEnum):
    """How far a place has been read."""

    new = "new"
    done = "done"
    gone = "gone"
    unreadable = "unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """How far an account has been listed; cursor None before its first run.

    `paused_at`: since when the user pauses his search, None while he does not. `restored_at`: when a backup took the
    ledger's place, None if none ever did.
    """

    cursor: str | None = None
    swept_at: datetime | None = None
    first_run_at: datetime | None = None
    good_run_at: datetime | None = None
    paused_at: datetime | None = None
    restored_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """A place that was given up: where it is, what went wrong, when it was listed."""

    place: Place
    because: str
    listed_at: datetime


def current(step: Step) -> Position:
    """Return how far the account has been listed."""
    row = step.connection.execute(select(position).where(position.c.account == step.account)).first()
    if row is None:
        return Position()
    return Position(
        cursor=row.cursor or None,
        swept_at=row.swept_at,
        first_run_at=row.first_run_at,
        good_run_at=row.good_run_at,
        paused_at=row.paused_at,
        restored_at=row.restored_at,
    )


def pause(step: Step, since: datetime | None) -> None:
    """Remember that the user pauses his search; None: that he goes on."""
    row = {"account": step.account, "paused_at": since}
    statement = insert(position).values(row)
    step.connection.execute(statement.on_conflict_do_update(index_elements=[position.c.account], set_=row))


def advance(step: Step, now: datetime, *, cursor: str | None = None, swept: bool = False, good: bool = False) -> None:
    """Remember a cursor, that a sweep was made, or that a run ended well."""
    values: dict[str, object] = {}
    if cursor is not None:
        values["cursor"] = cursor
    if swept:
        values["swept_at"] = now
    if good:
        values["good_run_at"] = now
    row = {"account": step.account, "first_run_at": now, **values}
    statement = insert(position).values(row)
    changed = {**values, "first_run_at": func.coalesce(position.c.first_run_at, now)}
    step.connection.execute(statement.on_conflict_do_update(index_elements=[position.c.account], set_=changed))


def forget_cursor(step: Step) -> None:
    """Forget cursor and unread places of a mailbox that was rebuilt; what was read stays known by its identity."""
    step.connection.execute(update(position).where(position.c.account == step.account).values(cursor=""))
    unread = (table.c.account == step.account) & (table.c.state == Reading.new)
    step.connection.execute(update(table).where(unread).values(state=Reading.gone, because="the mailbox was rebuilt"))


def list_new(step: Step, places: Iterable[Place], kind: Kind, now: datetime) -> int:
    """Record places that are not known yet as unread; return how many.

    Each is listed a microsecond after the one before: that keeps their order, which no key tells in every mailbox.
    """
    rows = [
        {
            "account": step.account,
            "folder": one.folder,
            "epoch": one.epoch,
            "key": one.key,
            "kind": kind,
            "state": Reading.new,
            "listed_at": now + timedelta(microseconds=number),
        }
        for number, one in enumerate(places)
    ]
    before = _count(step)
    for start in range(0, len(rows), 1000):
        step.connection.execute(insert(table).on_conflict_do_nothing(), rows[start : start + 1000])
    return _count(step) - before


def _count(step: Step) -> int:
    return step.connection.execute(
        select(func.count()).select_from(table).where(table.c.account == step.account)
    ).scalar_one()


def unread(step: Step, kind: Kind) -> Sequence[Place]:
    """Return places still to be read, in the order they were listed."""
    rows = step.connection.execute(
        select(table.c.folder, table.c.epoch, table.c.key)
        .where(table.c.account == step.account, table.c.state == Reading.new, table.c.kind == kind)
        .order_by(table.c.listed_at)
    )
    return [Place(folder=row.folder, epoch=row.epoch, key=row.key) for row in rows]


def unreadable(step: Step) -> Sequence[Unreadable]:
    """Return places that could not be read, the newest first."""
    rows = step.connection.execute(
        select(table)
        .where(table.c.account == step.account, table.c.state == Reading.unreadable)
        .order_by(table.c.listed_at.desc(), table.c.folder, table.c.key)
    )
    return [
        Unreadable(
            place=Place(folder=row.folder, epoch=row.epoch, key=row.key), because=row.because, listed_at=row.listed_at
        )
        for row in rows
    ]


def finish(step: Step, one: Place, reading: Reading, because: str = "") -> None:
    """Record that a place has been read, is gone, or cannot be read."""
    step.connection.execute(_FINISH, {**_named(step, one), "reading": reading, "reason": because})


def try_again(step: Step, one: Place, because: str, *, limit: int) -> bool:
    """Count a failed reading; return whether it was the last one allowed, after which the place is unreadable."""
    failed = update(table).where(*_HERE).values(attempts=table.c.attempts + 1, because=bindparam("reason"))
    step.connection.execute(failed, {**_named(step, one), "reason": because})
    attempts = step.connection.execute(select(table.c.attempts).where(*_HERE), _named(step, one)).scalar_one()
    if attempts >= limit:
        finish(step, one, Reading.unreadable, because)
    return bool(attempts >= limit)


def _named(step: Step, one: Place) -> dict[str, str]:
    return {"its_account": step.account, "its_folder": one.folder, "its_epoch": one.epoch, "its_key": one.key}
