"""Messages that were read, what they were taken for, and which conversation they belong to."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, delete, select, update
from sqlalchemy.dialects.sqlite import insert

from assistant.ledger.connection import Step
from assistant.ledger.places import Kind
from assistant.ledger.tables import message as table
from assistant.ledger.tables import place as lying
from assistant.mail.headers import Address
from assistant.mail.message import Place

# Asked for every message, so built once; SQLAlchemy builds a statement no faster than it runs it.
_KNOWN = select(table).where(table.c.account == bindparam("account"), table.c.identity == bindparam("identity"))
_RECORD = insert(table)


class Tagging(StrEnum):
    """Whether a message carries its tag."""

    wanted = "wanted"
    kept = "kept"
    refused = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A message as remembered; JSON values in the mappings.

    Attributes:
        identity: see Message.identity.
        place: where it lay when it was read.
        thread: the conversation it belongs to.
        sent_at: aware UTC, None if unknown.
        label: its best label.
        sure: whether that was sure enough to act on.
        verdict: probabilities and evidence.
        automatic: why no person is taken to have written it, "" if one did.
        sender: address; "" for unrelated mail, which is remembered by id only, like all that follow.
        correspondent: whom a reply reaches, None if nobody.
        subject: one line.
        facts: what it says.
        silences: reasons for not drafting.
        warnings: signals that did not refuse a draft.
        application: number of the application it belongs to, None if none.
        tag: keyword wanted on it, "" if none.
        tagging: whether it carries it, None if that was never asked.
    """

    identity: str
    place: Place
    thread: str
    sent_at: datetime | None
    label: str
    sure: bool
    verdict: Mapping[str, Any]
    automatic: str = ""
    sender: str = ""
    correspondent: Address | None = None
    subject: str = ""
    facts: Mapping[str, Any]
    silences: Sequence[str] = ()
    warnings: Sequence[str] = ()
    application: int | None = None
    tag: str = ""
    tagging: Tagging | None = None


def known(step: Step, identity: str) -> Record | None:
    """Return a message by its identity, None if it was never read."""
    row = step.connection.execute(_KNOWN, {"account": step.account, "identity": identity}).first()
    return as_record(row) if row else None


def recorded(
    step: Step,
    *,
    since: datetime | None = None,
    read_since: datetime | None = None,
    most: int | None = None,
) -> Sequence[Record]:
    """Return messages, newest first.

    Args:
        step: the open ledger step.
        since: only those sent at or after a moment.
        read_since: only those that were read at or after a moment.
        most: at most so many.
    """
    query = select(table).where(table.c.account == step.account).order_by(table.c.sent_at.desc()).limit(most)
    if since is not None:
        query = query.where(table.c.sent_at >= since)
    if read_since is not None:
        query = query.where(table.c.recorded_at >= read_since)
    return [as_record(row) for row in step.connection.execute(query)]


def by_application(step: Step) -> Mapping[int, Sequence[Record]]:
    """Return what belongs to applications, oldest first, by its number; [] for one without mail."""
    query = select(table).where(table.c.account == step.account, table.c.application.is_not(None))
    found: dict[int, list[Record]] = defaultdict(list)
    for row in step.connection.execute(query.order_by(table.c.sent_at)):
        found[row.application].append(as_record(row))
    return found


def rescued(step: Step, *, since: datetime | None = None) -> Sequence[Record]:
    """Return mail about a job that lay in Junk when it was last seen, the newest first: all, or since a moment."""
    query = _in_junk(step)
    if since is not None:
        query = query.where(table.c.sent_at >= since)
    return [as_record(row) for row in step.connection.execute(query.order_by(table.c.sent_at.desc()))]


def _in_junk(step: Step) -> Select[Any]:
    here = [lying.c[name] == table.c[name] for name in ("account", "folder", "epoch", "key")]
    return select(table).join(lying, and_(*here)).where(table.c.account == step.account, lying.c.kind == Kind.junk)


def drop_rescued(step: Step, identity: str) -> bool:
    """Forget that a message lay in Junk, so that it is read as any other; return whether it did."""
    if step.connection.execute(_in_junk(step).where(table.c.identity == identity)).first() is None:
        return False
    step.connection.execute(delete(table).where(table.c.account == step.account, table.c.identity == identity))
    return True


def record(step: Step, one: Record, now: datetime) -> None:
    """Remember a message that was read and decided about."""
    row = {
        "account": step.account,
        "identity": one.identity,
        "folder": one.place.folder,
        "epoch": one.place.epoch,
        "key": one.place.key,
        "thread": one.thread,
        "sent_at": one.sent_at,
        "label": one.label,
        "sure": one.sure,
        "verdict": dict(one.verdict),
        "automatic": one.automatic,
        "sender": one.sender,
        "correspondent": [one.correspondent.name, one.correspondent.address] if one.correspondent else [],
        "subject": one.subject,
        "facts": dict(one.facts),
        "silences": list(one.silences),
        "warnings": list(one.warnings),
        "application": one.application,
        "tag": one.tag,
        "tag_state": Tagging.wanted if one.tag else "",
        "recorded_at": now,
    }
    step.connection.execute(_RECORD, row)


def moved(step: Step, identity: str, place: Place) -> None:
    """Remember that a known message now lies elsewhere."""
    step.connection.execute(
        update(table)
        .where(table.c.account == step.account, table.c.identity == identity)
        .values(folder=place.folder, epoch=place.epoch, key=place.key)
    )


def relabel(step: Step, identity: str, label: str, tag: str) -> None:
    """Remember what the user says a message is; a tag that changes is wanted anew, "" to have none."""
    where = (table.c.account == step.account) & (table.c.identity == identity)
    step.connection.execute(update(table).where(where).values(label=label, sure=True))
    step.connection.execute(update(table).where(where, table.c.tag != tag).values(tag=tag, tag_state=Tagging.wanted))


def add_silence(step: Step, identity: str, because: str) -> None:
    """Add a reason that turned up after the message was decided about."""
    one = known(step, identity)
    if one and because not in one.silences:
        step.connection.execute(
            update(table)
            .where(table.c.account == step.account, table.c.identity == identity)
            .values(silences=[*one.silences, because])
        )


def forget_silences(step: Step, identity: str, beginning: str) -> None:
    """Forget reasons that begin so: what they tell was taken back."""
    one = known(step, identity)
    if one:
        step.connection.execute(
            update(table)
            .where(table.c.account == step.account, table.c.identity == identity)
            .values(silences=[silence for silence in one.silences if not silence.startswith(beginning)])
        )


def untagged(step: Step) -> Sequence[Record]:
    """Return messages whose tag has not been set yet."""
    rows = step.connection.execute(
        select(table).where(table.c.account == step.account, table.c.tag_state == Tagging.wanted)
    )
    return [as_record(row) for row in rows]


def tagged(step: Step, identity: str, outcome: Tagging) -> None:
    """Record whether the mailbox keeps the tag."""
    step.connection.execute(
        update(table).where(table.c.account == step.account, table.c.identity == identity).values(tag_state=outcome)
    )


def as_record(row: Row[Any]) -> Record:
    """Return a row of the table as a message."""
    return Record(
        identity=row.identity,
        place=Place(folder=row.folder, epoch=row.epoch, key=row.key),
        thread=row.thread,
        sent_at=row.sent_at,
        label=row.label,
        sure=bool(row.sure),
        verdict=row.verdict,
        automatic=row.automatic,
        sender=row.sender,
        correspondent=Address(name=row.correspondent[0], address=row.correspondent[1]) if row.correspondent else None,
        subject=row.subject,
        facts=row.facts,
        silences=tuple(row.silences),
        warnings=tuple(row.warnings),
        application=row.application,
        tag=row.tag,
        tagging=Tagging(row.tag_state) if row.tag_state else None,
    )
