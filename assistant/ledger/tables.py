"""The tables, in terms SQLite and PostgreSQL share. Every table carries `account`; ids are never reused.

Rules: columns are NOT NULL with a default where a default makes sense; a column's meaning never changes; no SQL is
built from strings; every change of this file comes with a migration.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, Column, DateTime, Dialect, Index, Integer, LargeBinary, MetaData, String, Table, Text
from sqlalchemy.types import TypeDecorator

metadata = MetaData()


class Moment(TypeDecorator[datetime]):
    """An aware datetime, stored in UTC; naive ones are refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn to UTC on the way in."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a naive datetime reached the ledger")
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """SQLite forgets the zone; it is always UTC."""
        return None if value is None else value.replace(tzinfo=UTC)


def _key(name: str) -> Column[Any]:
    return Column(name, String, primary_key=True)


def _text(name: str) -> Column[Any]:
    return Column(name, Text, nullable=False, server_default="")


def _moment(name: str) -> Column[Any]:
    return Column(name, Moment)


def _json(name: str) -> Column[Any]:
    return Column(name, JSON, nullable=False)


position = Table(
    "position",
    metadata,
    _key("account"),
    _text("cursor"),  # the mailbox's own; "" before the first run
    _moment("swept_at"),  # when everything recent was last listed again
    _moment("first_run_at"),
    _moment("good_run_at"),
    _moment("paused_at"),  # since when the user pauses his search, NULL while he does not
    _moment("restored_at"),  # when a backup took the ledger's place: drafts may lie that it does not know of
    _text("secret"),  # key of this account's marks, see assistant.ledger.marks
)

place = Table(
    "place",
    metadata,
    _key("account"),
    _key("folder"),
    _key("epoch"),
    _key("key"),
    _text("kind"),  # arrival | sent | junk
    _text("state"),  # new | done | gone | unreadable
    Column("attempts", Integer, nullable=False, server_default="0"),
    _text("because"),
    _moment("listed_at"),
    Index("place_state", "account", "state"),
)

message = Table(
    "message",
    metadata,
    _key("account"),
    _key("identity"),
    _text("folder"),
    _text("epoch"),
    _text("key"),
    _text("thread"),
    _moment("sent_at"),
    _text("label"),  # the best label, even when unsure; "" for a message never classified
    Column("sure", Integer, nullable=False, server_default="0"),
    _json("verdict"),
    _text("automatic"),  # why no person is taken to have written it, "" if one did
    _text("sender"),  # the following are empty for unrelated mail, which is remembered by id only
    _json("correspondent"),  # [name, address] a reply reaches, [] if nobody can be written
    _text("subject"),
    _json("facts"),
    _json("silences"),
    _json("warnings"),
    Column("application", Integer),
    _text("tag"),  # keyword wanted on the message, "" if none
    _text("tag_state"),  # wanted | kept | refused
    _moment("recorded_at"),
    Index("message_thread", "account", "thread"),
    Index("message_tag", "account", "tag_state"),
)

mention = Table(
    "mention",  # which thread a Message-ID belongs to, whether or not the message itself was ever seen
    metadata,
    _key("account"),
    _key("message_id"),
    _text("thread"),
)

sent = Table(
    "sent",  # mail the user sent
    metadata,
    _key("account"),
    _key("identity"),
    _text("thread"),
    _json("recipients"),  # marks of the domains it went to: whom the user writes to is not kept
    _moment("sent_at"),
    _json("times"),  # starts of the times it names
    Column("yes", Integer, nullable=False, server_default="0"),  # whether it agrees to a time
    Index("sent_thread", "account", "thread"),
)

application = Table(
    "application",
    metadata,
    Column("id", Integer, primary_key=True),
    _text("account"),
    Column("company", Text),
    Column("role", Text),
    _text("stage"),
    Column("met", Text),
    _json("threads"),
    _moment("changed_at"),
    _json("start"),  # what the user typed before any mail told of it, see assistant.application.Start; {} if nothing
    _json("said"),  # what the user says over all mail, see assistant.application.Said; {} if nothing
    _json("names"),  # [company, role] pairs under which its mail speaks too
    _moment("named_at"),  # when the user last changed which company and role it is
    Column("merged_into", Integer),  # the application that took its place, NULL while it stands
    Index("application_account", "account"),
    sqlite_autoincrement=True,
)

interview = Table(
    "interview",
    metadata,
    Column("id", Integer, primary_key=True),
    _text("account"),
    Column("application", Integer),
    _text("thread"),
    _text("parent"),  # identity of the message that last told of it
    _text("uid"),
    Column("sequence", Integer, nullable=False, server_default="0"),
    _text("standing"),  # see assistant.interview.Standing
    _moment("starts_at"),
    _moment("ends_at"),
    Column("zone", Text),
    _json("options"),
    _text("place"),
    _json("people"),
    Index("interview_account", "account"),
    sqlite_autoincrement=True,
)

plan = Table(
    "plan",
    metadata,
    Column("id", Integer, primary_key=True),
    _text("account"),
    _text("parent"),  # identity of the message that led to it
    _text("thread"),
    Column("application", Integer),
    _text("letter"),
    Column("ordinal", Integer, nullable=False, server_default="0"),
    _json("recipients"),
    _json("cc"),
    _moment("not_before"),
    _moment("wanted_until"),
    _text("because"),
    _json("details"),
    _text("state"),  # see assistant.ledger.plans.State
    _text("outcome"),  # why it came to that state
    _moment("planned_at"),
    _text("message_id"),
    Column("raw", LargeBinary),
    _text("floor"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    _moment("uncertain_since"),
    _text("folder"),
    _text("epoch"),
    _text("key"),
    _moment("placed_at"),
    _moment("missing_since"),
    _moment("promised_for"),  # the day a promise in the draft's text names
    Index("plan_state", "account", "state"),
    Index("plan_parent", "account", "parent"),
    Index("plan_thread", "account", "thread"),
    sqlite_autoincrement=True,
)

correction = Table(
    "correction",  # what the user says a message is; its text is kept, since retraining needs it
    metadata,
    _key("account"),
    _key("identity"),
    _text("label"),
    _text("said"),  # the label it was given before the user's first correction
    Column("said_surely", Integer, nullable=False, server_default="0"),
    _text("subject"),
    _text("words"),  # the message's own words, cleaned
    _moment("corrected_at"),
)

digest = Table(
    "digest",  # the morning's digest, one a day over all accounts
    metadata,
    _key("account"),  # where it is put
    _key("day"),  # ISO date by the user's clock
    _text("state"),  # see assistant.ledger.digests.State
    _moment("begun_at"),
    _moment("uncertain_since"),
    _text("message_id"),
    Column("raw", LargeBinary),
    _text("floor"),
    _text("folder"),
    _text("epoch"),
    _text("key"),
)

failure = Table(
    "failure",
    metadata,
    _key("account"),
    _key("kind"),
    _text("message"),
    _moment("since"),
    _moment("said_at"),
)

command = Table(
    "command",  # what the user said by command, with what it changed, so that it can be taken back
    metadata,
    Column("id", Integer, primary_key=True),
    _text("account"),
    _text("words"),  # one clause for the user
    _moment("said_at"),  # one for all accounts a command was about
    _json("changes"),  # see assistant.ledger.commands
    Index("command_account", "account"),
    sqlite_autoincrement=True,
)

forgotten = Table(
    "forgotten",  # what the user had forgotten and may still lie in the mailbox: never read again
    metadata,
    _key("account"),
    _key("mark"),  # of a message's identity or a draft's id
)
