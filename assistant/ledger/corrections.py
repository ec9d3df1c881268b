"""What the user says messages are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from assistant.ledger.connection import Step
from assistant.ledger.tables import correction as table
from assistant.understanding.labels import Label


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A message with the label its reader gave it.

    Attributes:
        identity: see Message.identity.
        label: what the user says it is.
        said: the label it was given by the classifier.
        said_surely: whether that was sure enough to act on.
        subject: one line.
        words: the message's own words, cleaned (Body.text).
        corrected_at: aware UTC.
    """

    identity: str
    label: Label
    said: Label
    said_surely: bool
    subject: str
    words: str
    corrected_at: datetime


def record(step: Step, one: Correction) -> None:
    """Remember a correction; a second one replaces the first, but for what the classifier had said before either."""
    values = {
        "label": one.label,
        "subject": one.subject,
        "words": one.words,
        "corrected_at": one.corrected_at,
    }
    first = {"account": step.account, "identity": one.identity, "said": one.said, "said_surely": one.said_surely}
    statement = insert(table).values({**first, **values})
    step.connection.execute(
        statement.on_conflict_do_update(index_elements=[table.c.account, table.c.identity], set_=values)
    )


def recorded(step: Step) -> Sequence[Correction]:
    """Return all corrections, oldest first."""
    query = select(table).where(table.c.account == step.account).order_by(table.c.corrected_at, table.c.identity)
    return [
        Correction(
            identity=row.identity,
            label=Label(row.label),
            said=Label(row.said),
            said_surely=bool(row.said_surely),
            subject=row.subject,
            words=row.words,
            corrected_at=row.corrected_at,
        )
        for row in step.connection.execute(query)
    ]
