"""The first ledger."""

import sqlalchemy as sa
from alembic import op

from assistant.ledger.tables import Moment

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every table."""
    op.create_table(
        "application",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account", sa.Text(), server_default="", nullable=False),
        sa.Column("company", sa.Text(), nullable=True),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("stage", sa.Text(), server_default="", nullable=False),
        sa.Column("met", sa.Text(), nullable=True),
        sa.Column("interview_at", Moment(timezone=True), nullable=True),
        sa.Column("threads", sa.JSON(), nullable=False),
        sa.Column("changed_at", Moment(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("application_account", "application", ["account"], unique=False)
    op.create_table(
        "correction",
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("identity", sa.String(), nullable=False),
        sa.Column("label", sa.Text(), server_default="", nullable=False),
        sa.Column("said", sa.Text(), server_default="", nullable=False),
        sa.Column("said_surely", sa.Integer(), server_default="0", nullable=False),
        sa.Column("subject", sa.Text(), server_default="", nullable=False),
        sa.Column("words", sa.Text(), server_default="", nullable=False),
        sa.Column("corrected_at", Moment(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("account", "identity"),
    )
    op.create_table(
        "failure",
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("message", sa.Text(), server_default="", nullable=False),
        sa.Column("since", Moment(timezone=True), nullable=True),
        sa.Column("said_at", Moment(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("account", "kind"),
    )
    op.create_table(
        "mention",
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("thread", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("account", "message_id"),
    )
    op.create_table(
        "message",
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("identity", sa.String(), nullable=False),
        sa.Column("folder", sa.Text(), server_default="", nullable=False),
        sa.Column("epoch", sa.Text(), server_default="", nullable=False),
        sa.Column("key", sa.Text(), server_default="", nullable=False),
        sa.Column("thread", sa.Text(), server_default="", nullable=False),
        sa.Column("sent_at", Moment(timezone=True), nullable=True),
        sa.Column("label", sa.Text(), server_default="", nullable=False),
        sa.Column("sure", sa.Integer(), server_default="0", nullable=False),
        sa.Column("verdict", sa.JSON(), nullable=False),
        sa.Column("sender", sa.Text(), server_default="", nullable=False),
        sa.Column("subject", sa.Text(), server_default="", nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("silences", sa.JSON(), nullable=False),
        sa.Column("warnings", sa.JSON(), nullable=False),
        sa.Column("application", sa.Integer(), nullable=True),
        sa.Column("tag", sa.Text(), server_default="", nullable=False),
        sa.Column("tag_state", sa.Text(), server_default="", nullable=False),
        sa.Column("recorded_at", Moment(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("account", "identity"),
    )
    op.create_index("message_tag", "message", ["account", "tag_state"], unique=False)
    op.create_index("message_thread", "message", ["account", "thread"], unique=False)
    op.create_table(
        "place",
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("folder", sa.String(), nullable=False),
        sa.Column("epoch", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.Text(), server_default="", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("because", sa.Text(), server_default="", nullable=False),
        sa.Column("listed_at", Moment(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("account", "folder", "epoch", "key"),
    )
    op.create_index("place_state", "place", ["account", "state"], unique=False)
    op.create_table(
        "plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account", sa.Text(), server_default="", nullable=False),
        sa.Column("parent", sa.Text(), server_default="", nullable=False),
        sa.Column("thread", sa.Text(), server_default="", nullable=False),
        sa.Column("application", sa.Integer(), nullable=True),
        sa.Column("letter", sa.Text(), server_default="", nullable=False),
        sa.Column("ordinal", sa.Integer(), server_default="0", nullable=False),
        sa.Column("recipients", sa.JSON(), nullable=False),
        sa.Column("cc", sa.JSON(), nullable=False),
        sa.Column("not_before", Moment(timezone=True), nullable=True),
        sa.Column("wanted_until", Moment(timezone=True), nullable=True),
        sa.Column("because", sa.Text(), server_default="", nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("state", sa.Text(), server_default="", nullable=False),
        sa.Column("outcome", sa.Text(), server_default="", nullable=False),
        sa.Column("planned_at", Moment(timezone=True), nullable=True),
        sa.Column("message_id", sa.Text(), server_default="", nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=True),
        sa.Column("floor", sa.Text(), server_default="", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("uncertain_since", Moment(timezone=True), nullable=True),
        sa.Column("folder", sa.Text(), server_default="", nullable=False),
        sa.Column("epoch", sa.Text(), server_default="", nullable=False),
        sa.Column("key", sa.Text(), server_default="", nullable=False),
        sa.Column("placed_at", Moment(timezone=True), nullable=True),
        sa.Column("missing_since", Moment(timezone=True), nullable=True),
        sa.Column("promised_for", Moment(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("plan_parent", "plan", ["account", "parent"], unique=False)
    op.create_index("plan_state", "plan", ["account", "state"], unique=False)
    op.create_index("plan_thread", "plan", ["account", "thread"], unique=False)
    op.create_table(
        "position",
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("cursor", sa.Text(), server_default="", nullable=False),
        sa.Column("swept_at", Moment(timezone=True), nullable=True),
        sa.Column("first_run_at", Moment(timezone=True), nullable=True),
        sa.Column("good_run_at", Moment(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("account"),
    )
    op.create_table(
        "sent",
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("identity", sa.String(), nullable=False),
        sa.Column("thread", sa.Text(), server_default="", nullable=False),
        sa.Column("recipients", sa.JSON(), nullable=False),
        sa.Column("sent_at", Moment(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("account", "identity"),
    )
    op.create_index("sent_thread", "sent", ["account", "thread"], unique=False)
