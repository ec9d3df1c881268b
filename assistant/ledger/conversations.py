"""Which conversation a message belongs to, and what the user wrote in it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.sqlite import insert

from assistant.ledger.connection import Step
from assistant.ledger.marks import marking
from assistant.ledger.tables import mention, sent
from assistant.mail.message import Message

# Asked for every message, so built once.
_MENTIONED = select(mention.c.message_id, mention.c.thread).where(
    mention.c.account == bindparam("account"), mention.c.message_id.in_(bindparam("ids", expanding=True))
)
_MENTION = insert(mention).on_conflict_do_nothing()
_SENT = select(sent.c.sent_at, sent.c.recipients).where(
    sent.c.account == bindparam("account"),
    sent.c.thread.in_(bindparam("threads", expanding=True)),
    sent.c.sent_at.is_not(None),
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


def answers(
    step: Step, threads: Collection[str], since: datetime | None, to: Collection[str] = ()
) -> Sequence[datetime]:
    """Return when the user wrote in some conversations, oldest first; mail without a date is left out.

    Args:
        step: the open ledger step.
        threads: the conversations.
        since: only at or after this; None: at any time.
        to: only to one of these addresses or somebody of the same domain, so that mail forwarded to a friend is no
            answer; (): to anybody.
    """
    rows = step.connection.execute(_SENT, {"account": step.account, "threads": list(threads)}).all()
    domains = set(map(marking(step), {address.rpartition("@")[2].lower() for address in to})) if rows and to else set()
    return sorted(
        row.sent_at
        for row in rows
        if (since is None or row.sent_at >= since)
        and (not domains or not row.recipients or domains & set(row.recipients))
    )
