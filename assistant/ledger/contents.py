"""Everything the ledger holds of an account, table by table, as values that can be written down."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Table, select

from assistant.ledger.connection import Step
from assistant.ledger.tables import metadata, position

SENTENCES: Mapping[str, str] = {
    "application": "your applications: company, role, how far each came, the conversations that belong to it",
    "command": "what you said by command, the last hundred, with what it changed",
    "correction": "what you said messages are, with the text kept to learn from",
    "digest": "the morning's digests: on which day, and where they lie",
    "failure": "what goes wrong and has not gone well since",
    "forgotten": "marks of what you had forgotten; nothing can be read from them",
    "interview": "interviews: when, where, with whom, and how they stand",
    "mention": "which conversation a Message-ID belongs to",
    "message": "messages that were read and what they were taken for; of unrelated mail the id alone",
    "place": "where mail lies in your mailbox and how far it was read",
    "plan": "letters that were planned, and the drafts they became",
    "position": "how far your mailbox was read",
    "sent": "messages you sent: their ids, when, the times they name; the domains they went to only as marks",
}
"""What each table holds, for whoever reads an export."""


def contents(step: Step) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    """Return the account's rows by table, in the order of their keys; moments in ISO 8601, a draft's text as bytes."""
    found = {}
    for table in sorted(metadata.tables.values(), key=lambda one: one.name):
        query = select(*_told(table)).where(table.c.account == step.account).order_by(*table.primary_key)
        found[table.name] = [
            {name: _plain(value) for name, value in row.items()} for row in step.connection.execute(query).mappings()
        ]
    return found


def columns(table: str) -> list[str]:
    """Return the names of a table's columns as `contents` gives them: all but the key of the marks."""
    return [one.name for one in _told(metadata.tables[table])]


def _told(table: Table) -> list[Column[Any]]:
    return [one for one in table.c if one.name != "account" and not (table is position and one.name == "secret")]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
