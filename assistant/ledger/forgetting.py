"""Forgetting what the user wants forgotten, so that no byte of it is left in the file.

What is forgotten may still lie in the mailbox. Lest it be read and answered again, marks of the messages' identities
are kept, from which nothing can be read.
"""

import sqlite3
from collections.abc import Collection, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Column, ColumnElement, Table, delete, false, func, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from assistant.application import Application, is_same_company
from assistant.errors import LedgerBusy
from assistant.ledger import applications
from assistant.ledger.connection import Step
from assistant.ledger.digests import State as DigestState
from assistant.ledger.marks import marking
from assistant.ledger.places import Reading
from assistant.ledger.plans import State
from assistant.ledger.tables import (
    application,
    command,
    correction,
    digest,
    forgotten,
    message,
    metadata,
    place,
    plan,
    position,
    sent,
)

_About = Mapping[str, Collection[object]]
"""Values by the name of a column that holds them; empty: everything."""

_MAY_LIE = (State.intent, State.placed, State.edited, State.withdrawing, State.left, State.stuck)
_BUSY_SECONDS = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """What was forgotten.

    Attributes:
        applications: how many.
        messages: how many.
        corrections: how many; a model learned from them holds words of theirs.
        lying: drafts that may still lie in the mailbox, where they are the user's.
    """

    applications: int = 0
    messages: int = 0
    corrections: int = 0
    lying: int = 0

    def __add__(self, other: "Forgotten") -> "Forgotten":
        """Return both counts together."""
        return Forgotten(
            applications=self.applications + other.applications,
            messages=self.messages + other.messages,
            corrections=self.corrections + other.corrections,
            lying=self.lying + other.lying,
        )

    def __bool__(self) -> bool:
        """Whether there was anything to forget."""
        return bool(self.applications or self.messages or self.corrections or self.lying)


def is_forgotten(step: Step, identity: str) -> bool:
    """Whether a message is not to be read again."""
    where = (forgotten.c.account == step.account) & (forgotten.c.mark == marking(step)(identity))
    return step.connection.execute(select(forgotten.c.mark).where(where)).first() is not None


def forget_applications(step: Step, numbers: Collection[int]) -> Forgotten:
    """Forget applications with their mail, drafts, interviews and corrections, and what was merged into them."""
    numbers = {*numbers, *_merged_into(step, numbers)}
    known = applications.recorded(step)
    theirs = {thread for one in known if one.id in numbers for thread in one.threads}
    shared = {thread for one in known if one.id not in numbers for thread in one.threads}
    return _forget(step, numbers=numbers, threads=theirs - shared)


def forget_company(step: Step, name: str) -> Forgotten:
    """Forget all that came of a company: applications, and mail of it that belongs to none."""
    numbers = {one.id for one in applications.recorded(step) if any(is_same_company(it, name) for it in _names(one))}
    query = select(message.c.identity, message.c.facts).where(
        message.c.account == step.account, message.c.application.is_(None)
    )
    loose = [
        row.identity
        for row in step.connection.execute(query)
        if row.facts.get("company") and is_same_company(row.facts["company"], name)
    ]
    return forget_applications(step, numbers) + _forget(step, identities=loose)


def forget_message(step: Step, identity: str) -> Forgotten:
    """Forget one message; its conversation and its application too, if nothing else tells of them."""
    query = select(message.c.thread, message.c.application)
    here = (message.c.account == step.account) & (message.c.identity == identity)
    row = step.connection.execute(query.where(here)).first()
    if row is None:
        return Forgotten()
    elsewhere = message.c.identity != identity
    in_thread = _count(step, message, elsewhere & (message.c.thread == row.thread))
    in_application = _count(step, message, elsewhere & (message.c.application == row.application))
    return _forget(
        step,
        numbers=() if in_application or row.application is None else {row.application},
        threads=() if in_thread else {row.thread},
        identities={identity},
    )


def forget_everything(step: Step) -> Forgotten:
    """Forget all of the account but how far its mailbox was read."""
    counted = _counted(step, application.c.id.is_not(None), message.c.identity.is_not(None), plan.c.id.is_not(None))
    _mark(step, [message.c.identity, sent.c.identity, plan.c.message_id, digest.c.message_id], {})
    _end_digests(step)
    for table in metadata.sorted_tables:
        if table not in (position, forgotten):
            unread = table.c.state == Reading.new if table is place else false()
            step.connection.execute(delete(table).where(table.c.account == step.account, ~unread))
    return counted


def accounts(step: Step) -> list[str]:
    """Return every name under which the file remembers something."""
    found: set[str] = set()
    for table in metadata.sorted_tables:
        found |= set(step.connection.execute(select(table.c.account).distinct()).scalars())
    return sorted(found)


def scrub(path: Path) -> None:
    """Write the file anew without what was deleted, and empty its write-ahead log.

    Raises:
        LedgerBusy: another program reads it; what is forgotten is gone from the ledger, but not yet from the disk.
    """
    with closing(sqlite3.connect(path, isolation_level=None, timeout=_BUSY_SECONDS)) as connection:
        try:
            connection.execute("PRAGMA secure_delete=ON")
            connection.execute("PRAGMA temp_store=MEMORY")  # no copy in a temporary file
            connection.execute("VACUUM")
            busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
            busy = 1
    if busy:
        raise LedgerBusy(f"Another program reads {path}, so old bytes may still lie in it; run the command again.")


def _forget(
    step: Step, *, numbers: Collection[int] = (), threads: Collection[str] = (), identities: Collection[str] = ()
) -> Forgotten:
    """Delete every row that is about the applications, conversations or messages.

    Every table tells by its columns' names what its rows are about, so tables to come are covered too.
    """
    mail = select(message.c.identity).where(
        message.c.account == step.account, message.c.application.in_(numbers) | message.c.thread.in_(threads)
    )
    ids = sorted({*identities, *step.connection.execute(mail).scalars()})
    about: _About = {"application": numbers, "thread": threads, "identity": ids, "parent": ids, "message_id": ids}
    counted = _counted(step, application.c.id.in_(numbers), message.c.identity.in_(ids), _about(plan, about))
    if not counted:
        return counted
    _end_digests(step)
    step.connection.execute(delete(command).where(command.c.account == step.account))
    _mark(step, [message.c.identity, sent.c.identity, plan.c.message_id], about)
    for table in metadata.sorted_tables:
        where = application.c.id.in_(numbers) if table is application else _about(table, about)
        step.connection.execute(delete(table).where(table.c.account == step.account, where))
    return counted


def _merged_into(step: Step, numbers: Collection[int]) -> Collection[int]:
    """Return applications that others have taken the place of, however often."""
    query = select(application.c.id).where(
        application.c.account == step.account, application.c.merged_into.in_(numbers)
    )
    found = set(step.connection.execute(query).scalars()) - set(numbers)
    return found | set(_merged_into(step, found)) if found else found


def _names(one: Application) -> set[str]:
    return {name for name in (one.company, *(company for company, _ in one.names)) if name}


def _end_digests(step: Step) -> None:
    """Let go of the text of digests, which tell of all accounts; those that lie in the inbox stay there."""
    step.connection.execute(update(digest).where(digest.c.raw.is_not(None)).values(raw=None, state=DigestState.left))


def _about(table: Table, about: _About) -> ColumnElement[bool]:
    return or_(false(), *(table.c[name].in_(values) for name, values in about.items() if name in table.c and values))


def _mark(step: Step, columns: Sequence[Column[str]], about: _About) -> None:
    """Keep marks of what the columns hold of the rows concerned; of all rows if nothing says which."""
    words: set[str] = set()
    for column in columns:
        query = select(column).where(column.table.c.account == step.account)
        if about:
            query = query.where(_about(column.table, about))
        words |= set(step.connection.execute(query).scalars()) - {""}
    if words:
        mark = marking(step)
        rows = [{"account": step.account, "mark": mark(one)} for one in sorted(words)]
        step.connection.execute(insert(forgotten).on_conflict_do_nothing(), rows)


def _counted(
    step: Step, applied: ColumnElement[bool], read: ColumnElement[bool], drafted: ColumnElement[bool]
) -> Forgotten:
    said = correction.c.identity.in_(select(message.c.identity).where(message.c.account == step.account, read))
    return Forgotten(
        applications=_count(step, application, applied),
        messages=_count(step, message, read),
        corrections=_count(step, correction, said),
        lying=_count(step, plan, drafted & plan.c.state.in_(_MAY_LIE)),
    )


def _count(step: Step, table: Table, where: ColumnElement[bool]) -> int:
    query = select(func.count()).select_from(table).where(table.c.account == step.account, where)
    return step.connection.execute(query).scalar_one()
