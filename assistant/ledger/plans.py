"""Plans and the drafts they became. No arrow leads back from placed to intent."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, func, insert, select, update

from assistant.etiquette.plan import Letter, Plan
from assistant.ledger.connection import Step
from assistant.ledger.tables import plan as table
from assistant.mail.headers import Address
from assistant.mail.message import Place


class State(StrEnum):
    """planned → intent → placed → edited → sent | gone; placed → withdrawing → withdrawn | left.

    planned or intent → dropped; intent → stuck. No arrow leads back.
    """

    planned = "planned"  # decided, waits for its hour
    intent = "intent"  # composed; bytes and floor are committed, the draft may or may not lie there
    placed = "placed"  # lies in Drafts as it was put
    edited = "edited"  # lies in Drafts, changed by the user; never touched again
    sent = "sent"  # the user sent it
    gone = "gone"  # the user threw it away; never again
    withdrawing = "withdrawing"  # its removal has begun and may or may not have happened
    left = "left"  # no longer wanted, but the mailbox does not let it be removed
    withdrawn = "withdrawn"  # removed by the program because it was no longer wanted
    dropped = "dropped"  # never placed, because it was no longer wanted
    stuck = "stuck"  # could not be placed for a day; the user must look


LIVE = (State.planned, State.intent, State.placed, State.edited)
"""States in which a letter occupies its thread."""

UNTOUCHED = (State.planned, State.intent, State.placed)
"""States in which a letter can still be taken back: the user has not put his hand to it."""

_ENDED = (State.sent, State.gone, State.left, State.withdrawn, State.dropped)
"""States after which the draft's bytes are needed no more and are erased."""

TIME_HAS_PASSED = "its time has passed"
"""The outcome of a letter that nobody sent while it was wanted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A plan as recorded.

    Attributes:
        id: the ledger's number.
        plan: what etiquette decided.
        parent: identity of the message that led to it.
        thread: that message's conversation.
        application: number of the application, None if none.
        ordinal: how often it was composed anew.
        state: see State.
        outcome: why it came to that state, "" if that needs no words.
        message_id: of its draft, "" before intent.
        raw: the draft, empty before intent and after its end.
        floor: the mailbox's mark before the draft was first put.
        attempts: how often putting was begun.
        uncertain_since: when the last attempt began whose end is unknown.
        place: where the draft lies, None if unknown.
        planned_at: when it was decided.
        placed_at: when it was seen to lie there.
        missing_since: when it was first not found any more; a client that saves a draft takes it away for a moment.
        promised_for: the day a promise in its text names.
    """

    id: int
    plan: Plan
    parent: str
    thread: str
    application: int | None
    ordinal: int
    state: State
    outcome: str
    message_id: str
    raw: bytes
    floor: str
    attempts: int
    uncertain_since: datetime | None
    place: Place | None
    planned_at: datetime
    placed_at: datetime | None
    missing_since: datetime | None
    promised_for: datetime | None


def add(
    step: Step, one: Plan, *, parent: str, thread: str, application: int | None, now: datetime, ordinal: int = 0
) -> int:
    """Record a plan; return its number."""
    added = step.connection.execute(
        insert(table).values(
            account=step.account,
            parent=parent,
            thread=thread,
            application=application,
            letter=one.letter,
            ordinal=ordinal,
            recipients=[[address.name, address.address] for address in one.recipients],
            cc=[[address.name, address.address] for address in one.cc],
            not_before=one.not_before,
            wanted_until=one.wanted_until,
            because=one.because,
            details=dict(one.details),
            state=State.planned,
            planned_at=now,
        )
    )
    return int(added.inserted_primary_key[0])  # type: ignore[index]  # one row was inserted


def entries(
    step: Step,
    *,
    states: Iterable[State] | None = None,
    parent: str | None = None,
    thread: str | None = None,
    application: int | None = None,
    interview: int | None = None,
) -> Sequence[Entry]:
    """Return plans that fit every condition given, most urgent first, then oldest."""
    query = select(table).where(table.c.account == step.account)
    if states is not None:
        query = query.where(table.c.state.in_(list(states)))
    if parent is not None:
        query = query.where(table.c.parent == parent)
    if thread is not None:
        query = query.where(table.c.thread == thread)
    if application is not None:
        query = query.where(table.c.application == application)
    found = [_entry(row) for row in step.connection.execute(query)]
    if interview is not None:
        found = [one for one in found if one.plan.details.get("interview") == interview]
    return sorted(found, key=lambda one: (one.plan.letter.urgency, one.plan.not_before, one.id))


def end(step: Step, number: int, state: State, outcome: str = "") -> None:
    """Bring a plan to a state, with the reason; a draft's bytes are erased when they are needed no more."""
    values: dict[str, Any] = {"state": state, "outcome": outcome}
    if state in _ENDED:
        values["raw"] = None
    _change(step, number, values)


def unwanted(step: Step, number: int, because: str, now: datetime) -> None:
    """Record that a live plan is no longer wanted from now on; whoever acts drops or withdraws it."""
    _change(step, number, {"wanted_until": now, "outcome": because})


def intend(step: Step, number: int, *, message_id: str, raw: bytes, floor: str, promised_for: datetime | None) -> None:
    """Commit to a draft: from here on every repetition puts the same bytes."""
    _change(
        step,
        number,
        {"state": State.intent, "message_id": message_id, "raw": raw, "floor": floor, "promised_for": promised_for},
    )


def begin_attempt(step: Step, number: int, now: datetime) -> None:
    """Record that putting begins; until its end is known the draft may or may not lie there."""
    _change(step, number, {"attempts": table.c.attempts + 1, "uncertain_since": now})


def clear_attempt(step: Step, number: int) -> None:
    """Record that the last attempt is known to have stored nothing, so it does not count."""
    _change(step, number, {"uncertain_since": None, "attempts": table.c.attempts - 1})


def miss(step: Step, number: int, since: datetime | None) -> None:
    """Record since when a draft is not found any more; None: it was found again."""
    _change(step, number, {"missing_since": since})


def place(step: Step, number: int, where: Place | None, now: datetime) -> None:
    """Record that the draft lies there."""
    values: dict[str, Any] = {"state": State.placed, "placed_at": now, "uncertain_since": None}
    if where is not None:
        values |= {"folder": where.folder, "epoch": where.epoch, "key": where.key}
    _change(step, number, values)


def placed_since(step: Step, moment: datetime) -> int:
    """Return how many drafts were placed since a moment; notes to the user himself do not count."""
    notes = [letter for letter in Letter if letter.is_note]
    return step.connection.execute(
        select(func.count())
        .select_from(table)
        .where(table.c.account == step.account, table.c.placed_at >= moment, table.c.letter.not_in(notes))
    ).scalar_one()


def _change(step: Step, number: int, values: Mapping[str, Any]) -> None:
    step.connection.execute(update(table).where(table.c.account == step.account, table.c.id == number).values(values))


def _entry(row: Row[Any]) -> Entry:
    return Entry(
        id=row.id,
        plan=Plan(
            letter=Letter(row.letter),
            recipients=tuple(Address(name=name, address=address) for name, address in row.recipients),
            cc=tuple(Address(name=name, address=address) for name, address in row.cc),
            not_before=row.not_before,
            wanted_until=row.wanted_until,
            because=row.because,
            details=row.details,
        ),
        parent=row.parent,
        thread=row.thread,
        application=row.application,
        ordinal=row.ordinal,
        state=State(row.state),
        outcome=row.outcome,
        message_id=row.message_id,
        raw=row.raw or b"",
        floor=row.floor,
        attempts=row.attempts,
        uncertain_since=row.uncertain_since,
        place=Place(folder=row.folder, epoch=row.epoch, key=row.key) if row.key else None,
        planned_at=row.planned_at,
        placed_at=row.placed_at,
        missing_since=row.missing_since,
        promised_for=row.promised_for,
    )
