"""What the user said by command, with what it changed, so that the last one can be taken back.

What a command changed is found by comparing the ledger before and after it, within its own transaction. Taking it back
puts a value back only where it still is as the command left it: what mail, a poll or the user's mail client have
changed since then stands.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Table, and_, delete, insert, select, update

from assistant.ledger.connection import Step
from assistant.ledger.messages import Tagging
from assistant.ledger.plans import UNTOUCHED
from assistant.ledger.tables import Moment, application, command, correction, interview, message, plan, position

_KEYS = {
    application: "id",
    message: "identity",
    interview: "id",
    plan: "id",
    correction: "identity",
    position: "account",
}
_WATCHED: Mapping[Table, tuple[str, ...]] = {
    application: tuple(one.name for one in application.c if one.name not in ("id", "account")),
    message: ("application", "label", "sure", "tag"),
    interview: ("application",),
    plan: ("application", "state", "wanted_until", "outcome"),
    correction: tuple(one.name for one in correction.c if one.name not in ("identity", "account")),
    position: ("paused_at",),
}
_BELONGING = (message, interview, plan)
_TOGETHER: Mapping[Table, tuple[set[str], ...]] = {
    message: ({"label", "sure", "tag"},),
    plan: ({"state", "wanted_until", "outcome"},),
    correction: (set(_WATCHED[correction]),),
}
_MOST = 100
"""So many commands can be taken back; older ones are forgotten."""

_Rows = dict[str, dict[str, dict[str, Any]]]
"""By table and key (as text), columns with JSON values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """Something the user said.

    Attributes:
        id: the ledger's number.
        words: what it did, one clause for the user.
        said_at: aware UTC; one for all accounts it was about.
        changes: by table and key: columns with their value before and after; before is None for a row it made.
        apart: by table: keys of what belonged to one application while its conversation belonged to another.
    """

    id: int
    words: str
    said_at: datetime
    changes: Mapping[str, Mapping[str, Any]]
    apart: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def applications(self) -> list[int]:
        """Those it changed or made."""
        return [int(key) for key in self.changes.get(application.name, {})]

    @property
    def made(self) -> list[int]:
        """Applications that came into being by it."""
        return [int(key) for key, values in self.changes.get(application.name, {}).items() if values["made"]]

    @property
    def plans(self) -> list[int]:
        """Those it said are not wanted."""
        changed = self.changes.get(plan.name, {})
        return [int(key) for key, values in changed.items() if "outcome" in values]


@contextmanager
def remembered(step: Step, words: str, now: datetime) -> Iterator[None]:
    """Remember what the block changes as one command; one that changes nothing is none."""
    before = _state(step)
    yield
    changes = _difference(before, _state(step))
    if not changes:
        return
    values = {"account": step.account, "words": words, "said_at": now}
    step.connection.execute(insert(command).values(changes={"changed": changes, "apart": _apart(before)}, **values))
    kept = select(command.c.id).where(command.c.account == step.account).order_by(command.c.id.desc()).limit(_MOST)
    step.connection.execute(delete(command).where(command.c.account == step.account, command.c.id.not_in(kept)))


def last(step: Step) -> Command | None:
    """Return what the user said last, None if nothing or all of it was taken back."""
    query = select(command).where(command.c.account == step.account).order_by(command.c.id.desc()).limit(1)
    row = step.connection.execute(query).first()
    if row is None:
        return None
    changed, apart = row.changes["changed"], row.changes["apart"]
    return Command(id=row.id, words=row.words, said_at=row.said_at, changes=changed, apart=apart)


def take_back(step: Step, one: Command) -> None:
    """Put back what a command changed, where it still is as it left it, and forget the command.

    An application it made is only stripped of the user's words, since mail may have joined it.
    """
    tables = {table.name: table for table in _WATCHED}
    for name, rows in one.changes.items():
        for key, columns in rows.items():
            _put_back(step, tables[name], key, columns)
    step.connection.execute(delete(command).where(command.c.account == step.account, command.c.id == one.id))


def _state(step: Step) -> _Rows:
    found: _Rows = {}
    for table, columns in _WATCHED.items():
        names = (*columns, *(("thread",) if table in _BELONGING else ()))
        query = select(table.c[_KEYS[table]], *(table.c[name] for name in names))
        rows = step.connection.execute(query.where(table.c.account == step.account))
        found[table.name] = {str(key): dict(zip(names, map(_plain, row), strict=True)) for key, *row in rows}
    return found


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _difference(before: _Rows, after: _Rows) -> _Rows:
    changes: _Rows = {}
    for table, columns in _WATCHED.items():
        for key, row in after[table.name].items():
            old = before[table.name].get(key)
            changed = {
                name: [old and old[name], row[name]] for name in columns if old is None or old[name] != row[name]
            }
            if changed:
                changes.setdefault(table.name, {})[key] = {"made": old is None, **changed}
    return changes


def _apart(state: _Rows) -> dict[str, list[str]]:
    """Return what belonged to an application whose conversations do not hold it: the rest of a conversation split."""
    threads = {int(key): set(row["threads"]) for key, row in state[application.name].items()}
    return {
        table.name: [
            key
            for key, row in state[table.name].items()
            if row["application"] in threads and row["thread"] not in threads[row["application"]]
        ]
        for table in _BELONGING
    }


def _put_back(step: Step, table: Table, key: str, columns: Mapping[str, Any]) -> None:
    where = and_(table.c.account == step.account, table.c[_KEYS[table]] == _typed(table, _KEYS[table], key))
    row = step.connection.execute(select(table).where(where)).mappings().first()
    if row is None:
        return
    as_left = {name for name, (_, new) in _pairs(columns).items() if _plain(row[name]) == new}
    if columns["made"] and table is correction:
        if as_left == set(_pairs(columns)):
            step.connection.execute(delete(table).where(where))
    elif values := _earlier(table, dict(row), columns, as_left):
        step.connection.execute(update(table).where(where).values(values))


def _pairs(columns: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    return {name: pair for name, pair in columns.items() if name != "made"}


def _earlier(table: Table, row: Mapping[str, Any], columns: Mapping[str, Any], as_left: set[str]) -> dict[str, Any]:
    """Return the values to put back into a row; those that only make sense together go together."""
    pairs = _pairs(columns)
    if columns["made"]:
        if table is not application:  # the place the account is read up to, made by a pause before the first run
            return dict.fromkeys(as_left)
        return {"said": {}, "start": {}, "names": [], "threads": sorted({*row["threads"]} - {*pairs["threads"][1]})}
    for unit in _TOGETHER.get(table, ()):
        if not unit & set(pairs) <= as_left or (table is plan and _has_ended(row, pairs)):
            as_left = as_left - unit
    values = {name: _typed(table, name, pairs[name][0]) for name in as_left}
    if "threads" in pairs:
        old, new = (set(one) for one in pairs["threads"])
        values["threads"] = sorted((set(row["threads"]) - (new - old)) | (old - new))
    if "tag" in values:
        values["tag_state"] = Tagging.wanted
    return values


def _has_ended(row: Mapping[str, Any], pairs: Mapping[str, Any]) -> bool:
    """Whether a letter is over by other hands than the command's, which ends only what was never begun.

    It stays ended: nothing on the mailbox is done twice.
    """
    return row["state"] not in UNTOUCHED and "state" not in pairs


def _typed(table: Table, name: str, value: Any) -> Any:
    kind = table.c[name].type
    if value is not None and isinstance(kind, Moment):
        return datetime.fromisoformat(value)
    return int(value) if name == "id" else value
