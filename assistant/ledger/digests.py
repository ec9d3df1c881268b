"""The morning's digests: one a day over all accounts, each put into one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, bindparam, func, select, update
from sqlalchemy.dialects.sqlite import insert

from assistant.ledger.connection import Step
from assistant.ledger.tables import digest as table
from assistant.mail.message import Place


class State(StrEnum):
    """waiting → nothing | intent | refused; intent → placed | refused; intent or placed → gone | left."""

    waiting = "waiting"  # its hour has come, other accounts have not been read yet
    nothing = "nothing"  # there was nothing to say that day
    refused = "refused"  # this account takes none; another may
    intent = "intent"  # written; its bytes are committed, it may or may not lie there
    placed = "placed"  # it lies there
    gone = "gone"  # taken away for the next one
    left = "left"  # over, but the user's: he changed, flagged or answered it


_DECIDED = (State.nothing, State.intent, State.placed, State.gone, State.left)
"""States after which no account puts another digest that day."""

_ENDED = (State.nothing, State.refused, State.gone, State.left)
"""States after which its bytes are needed no more and are erased."""


_KNOWN = select(func.count()).select_from(table).where(table.c.message_id == bindparam("id"))
"""Asked for every message, so built once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A digest as recorded.

    Attributes:
        account: where it is put.
        day: ISO date by the user's clock.
        state: see State.
        begun_at: when its hour was first seen to have come.
        uncertain_since: when the last attempt began whose end is unknown.
        message_id: "" for one that is no message.
        raw: the message as put, then as the mailbox keeps it; empty once it is over.
        floor: the mailbox's mark before it was first put.
        place: where it lies, None if unknown.
    """

    account: str
    day: str
    state: State
    begun_at: datetime
    uncertain_since: datetime | None
    message_id: str
    raw: bytes
    floor: str
    place: Place | None


def begin(step: Step, day: str, now: datetime) -> Entry:
    """Return the account's digest of a day; its hour has come now if that was not recorded before."""
    values = {"account": step.account, "day": day, "state": State.waiting, "begun_at": now}
    step.connection.execute(insert(table).values(values).on_conflict_do_nothing())
    row = step.connection.execute(select(table).where(*_of(step, day))).one()
    return _entry(row)


def is_decided(step: Step, day: str) -> bool:
    """Whether some account, this one or another, has the digest of a day, or it was seen that there is none."""
    query = select(func.count()).select_from(table).where(table.c.day == day, table.c.state.in_(_DECIDED))
    return step.connection.execute(query).scalar_one() > 0


def is_refused(step: Step, account: str, day: str) -> bool:
    """Whether an account takes no digest on a day."""
    query = select(table.c.state).where(table.c.account == account, table.c.day == day)
    return step.connection.execute(query).scalar() == State.refused


def last_before(step: Step, day: str) -> datetime | None:
    """Return when the digest before a day's was put, in whatever account; None if there was none."""
    query = select(func.max(table.c.begun_at)).where(table.c.day < day, table.c.state.in_(_DECIDED))
    found: datetime | None = step.connection.execute(query).scalar()
    return found


def intend(step: Step, day: str, *, message_id: str, raw: bytes, floor: str) -> None:
    """Commit to a digest: from here on every repetition puts the same bytes."""
    _change(step, day, {"state": State.intent, "message_id": message_id, "raw": raw, "floor": floor})


def begin_attempt(step: Step, day: str, now: datetime) -> None:
    """Record that putting begins; until its end is known the digest may or may not lie there."""
    _change(step, day, {"uncertain_since": now})


def place(step: Step, day: str, where: Place | None) -> None:
    """Record that the digest lies there."""
    values: dict[str, Any] = {"state": State.placed, "uncertain_since": None}
    if where is not None:
        values |= {"folder": where.folder, "epoch": where.epoch, "key": where.key}
    _change(step, day, values)


def remember_as_stored(step: Step, day: str, raw: bytes) -> None:
    """Record what the mailbox made of the bytes that were put."""
    _change(step, day, {"raw": raw})


def end(step: Step, day: str, state: State) -> None:
    """Bring a digest to its end."""
    assert state in _ENDED
    _change(step, day, {"state": state, "raw": None, "uncertain_since": None})


def standing(step: Step, *, before: str) -> Sequence[Entry]:
    """Return the account's digests of days before one that lie, or may lie, in its mailbox."""
    lying = table.c.state.in_((State.intent, State.placed))
    query = select(table).where(table.c.account == step.account, table.c.day < before, lying, table.c.raw.is_not(None))
    return [_entry(row) for row in step.connection.execute(query.order_by(table.c.day))]


def is_ours(step: Step, message_id: str) -> bool:
    """Whether a message is a digest this program wrote, in whatever account."""
    return bool(message_id) and step.connection.execute(_KNOWN, {"id": message_id}).scalar_one() > 0


def _of(step: Step, day: str) -> tuple[Any, ...]:
    return table.c.account == step.account, table.c.day == day


def _change(step: Step, day: str, values: dict[str, Any]) -> None:
    step.connection.execute(update(table).where(*_of(step, day)).values(values))


def _entry(row: Row[Any]) -> Entry:
    return Entry(
        account=row.account,
        day=row.day,
        state=State(row.state),
        begun_at=row.begun_at,
        uncertain_since=row.uncertain_since,
        message_id=row.message_id,
        raw=row.raw or b"",
        floor=row.floor,
        place=Place(folder=row.folder, epoch=row.epoch, key=row.key) if row.key else None,
    )
