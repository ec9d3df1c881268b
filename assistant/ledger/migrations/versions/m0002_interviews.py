"""Interviews become things of their own; messages tell whom a reply reaches; a search can be paused."""

import sqlalchemy as sa
from alembic import op

from assistant.ledger.tables import Moment

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table of interviews out of the one time an application could hold."""
    op.create_table(
        "interview",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account", sa.Text(), server_default="", nullable=False),
        sa.Column("application", sa.Integer(), nullable=True),
        sa.Column("thread", sa.Text(), server_default="", nullable=False),
        sa.Column("parent", sa.Text(), server_default="", nullable=False),
        sa.Column("uid", sa.Text(), server_default="", nullable=False),
        sa.Column("sequence", sa.Integer(), server_default="0", nullable=False),
        sa.Column("standing", sa.Text(), server_default="", nullable=False),
        sa.Column("starts_at", Moment(timezone=True), nullable=True),
        sa.Column("ends_at", Moment(timezone=True), nullable=True),
        sa.Column("zone", sa.Text(), nullable=True),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("place", sa.Text(), server_default="", nullable=False),
        sa.Column("people", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("interview_account", "interview", ["account"], unique=False)
    op.execute(
        "INSERT INTO interview (account, application, standing, starts_at, options, people) "
        "SELECT account, id, 'agreed', interview_at, '[]', '[]' FROM application WHERE interview_at IS NOT NULL"
    )
    with op.batch_alter_table("application", table_kwargs={"sqlite_autoincrement": True}) as application:
        application.drop_column("interview_at")
    with op.batch_alter_table("message") as message:
        message.add_column(sa.Column("automatic", sa.Text(), server_default="", nullable=False))
        message.add_column(sa.Column("correspondent", sa.JSON(), server_default="[]", nullable=False))
    with op.batch_alter_table("sent") as sent:
        sent.add_column(sa.Column("times", sa.JSON(), server_default="[]", nullable=False))
        sent.add_column(sa.Column("yes", sa.Integer(), server_default="0", nullable=False))
    with op.batch_alter_table("position") as position:
        position.add_column(sa.Column("paused_at", Moment(timezone=True), nullable=True))
