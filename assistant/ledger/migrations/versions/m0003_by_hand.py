"""Applications carry what the user says of them; his commands are kept, so that they can be taken back."""

import sqlalchemy as sa
from alembic import op

from assistant.ledger.tables import Moment

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for the user's own words; an application closed by command stays closed, whatever its mail tells."""
    op.create_table(
        "command",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account", sa.Text(), server_default="", nullable=False),
        sa.Column("words", sa.Text(), server_default="", nullable=False),
        sa.Column("said_at", Moment(timezone=True), nullable=True),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("command_account", "command", ["account"], unique=False)
    with op.batch_alter_table("application", table_kwargs={"sqlite_autoincrement": True}) as application:
        application.add_column(sa.Column("start", sa.JSON(), server_default="{}", nullable=False))
        application.add_column(sa.Column("said", sa.JSON(), server_default="{}", nullable=False))
        application.add_column(sa.Column("names", sa.JSON(), server_default="[]", nullable=False))
        application.add_column(sa.Column("named_at", Moment(timezone=True), nullable=True))
        application.add_column(sa.Column("merged_into", sa.Integer(), nullable=True))
    ended = sa.table("application", sa.column("stage", sa.Text()), sa.column("said", sa.JSON()))
    for stage in ("closed", "hired"):
        op.execute(ended.update().where(ended.c.stage == stage).values(said={"stage": stage}))
