"""Messages that were read, what they were taken for, and which conversation they belong to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, and_, bindparam, delete, select, update
from sqlalchemy.dialects.sqlite import insert

from assistant.ledger.connection import Step
from assistant.ledger.marks import marking
from assistant.ledger.places import Kind
from assistant.ledger.tables import mention, sent
from assistant.ledger.tables import message as table
from assistant.ledger.tables import place as lying
from assistant.mail.headers import Address
from assistant.mail.message import Message, Place

# Asked for every message, so built once; SQLAlchemy builds a statement no faster than it runs it.
_KNOWN = select(table).where(table.c.account == bindparam("account"), table.c.identity == bindparam("identity"))
_RECORD = insert(table)
_MENTIONED = select(mention.c.message_id, mention.c.thread).where(
    mention.c.account == bindparam("account"), mention.c.message_id.in_(bindparam("ids", expanding=True))
)
_MENTION = insert(mention).on_conflict_do_nothing()


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
    in_application: bool = False,
    most: int | None = None,
) -> Sequence[Record]:
    """Return messages, newest first.

    Args:
        step: the open ledger step.
        since: only those sent at or after a moment.
        read_since: only those that were read at or after a moment.
        in_application: only those that belong to an application.
        most: at most so many.
    """
    query = select(table).where(table.c.account == step.account).order_by(table.c.sent_at.desc()).limit(most)
    if since is not None:
        query = query.where(table.c.sent_at >= since)
    if read_since is not None:
        query = query.where(table.c.recorded_at >= read_since)
    if in_application:
        query = query.where(table.c.application.is_not(None))
    return [as_record(row) for row in step.connection.execute(query)]


def rescued(step: Step, *, since: datetime | None = None) -> Sequence[Record]:
    """Return mail about a job that lay in Junk when it was last seen, the newest first: all, or since a moment."""
    here = [lying.c[name] == table.c[name] for name in ("account", "folder", "epoch", "key")]
    query = select(table).join(lying, and_(*here)).where(table.c.account == step.account, lying.c.kind == Kind.junk)
    if since is not None:
        query = query.where(table.c.sent_at >= since)
    return [as_record(row) for row in step.connection.execute(query.order_by(table.c.sent_at.desc()))]


def drop_rescued(step: Step, identity: str) -> bool:
    """Forget that a message lay in Junk, so that it is read as any other; return whether it did."""
    if all(one.identity != identity for one in rescued(step)):
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


def thread_of(step: Step, message: Message, handle: str | None) -> str:
    """Return the conversation a message belongs to, and remember it for every id the message names.

    It is the provider's own handle where there is one, else that of an id it names, else its first id.
    """
    ids = [*message.references, message.identity]
    rows = step.connection.execute(_MENTIONED, {"account": step.account, "ids": ids[-500:]})
    found = {row.message_id: row.thread for row in rows}
    thread = handle or next((found[one] for one in reversed(ids) if one in found), ids[0])
    _mention(step, [one for one in ids if one not in found], thread)
    return thread


def _mention(step: Step, ids: Iterable[str], thread: str) -> None:
    rows = [{"account": step.account, "message_id": one, "thread": thread} for one in dict.fromkeys(ids)]
    if rows:
        step.connection.execute(_MENTION, rows)


def record_sent(step: Step, message: Message, thread: str, *, times: Sequence[datetime], yes: bool) -> None:
    """Remember a message the user sent, with the times it names and whether it agrees; twice changes nothing.

    Most of what he sends has nothing to do with a job: of whom it went to, marks of the domains are kept.
    """
    mark = marking(step)
    step.connection.execute(
        insert(sent)
        .values(
            account=step.account,
            identity=message.identity,
            thread=thread,
            recipients=sorted({mark(one.domain) for one in (*message.to, *message.cc)}),
            sent_at=message.sent_at,
            times=[one.isoformat() for one in times],
            yes=yes,
        )
        .on_conflict_do_nothing()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a message of the user's own says of times: when it was sent, the starts it names, whether it agrees."""

    sent_at: datetime
    times: tuple[datetime, ...]
    yes: bool


def written(step: Step, thread: str) -> Sequence[Written]:
    """Return what the user wrote in a conversation, oldest first; mail without a date is left out."""
    query = select(sent).where(sent.c.account == step.account, sent.c.thread == thread, sent.c.sent_at.is_not(None))
    return [
        Written(sent_at=row.sent_at, times=tuple(map(datetime.fromisoformat, row.times)), yes=bool(row.yes))
        for row in step.connection.execute(query.order_by(sent.c.sent_at))
    ]


def answers(step: Step, thread: str, since: datetime | None, to: Iterable[str] = ()) -> Sequence[datetime]:
    """Return when the user wrote in a conversation, oldest first.

    Args:
        step: the open ledger step.
        thread: the conversation.
        since: only at or after this; None: at any time.
        to: only to one of these addresses or somebody of the same domain, so that mail forwarded to a friend is no
            answer; (): to anybody.
    """
    mark = marking(step)
    domains = {mark(address.rpartition("@")[2].lower()) for address in to}
    query = select(sent.c.sent_at, sent.c.recipients).where(sent.c.account == step.account, sent.c.thread == thread)
    return sorted(
        row.sent_at
        for row in step.connection.execute(query)
        if row.sent_at is not None
        and (since is None or row.sent_at >= since)
        and (not domains or not row.recipients or domains & set(row.recipients))
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
