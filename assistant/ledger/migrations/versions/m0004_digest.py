"""The morning's digest is remembered: what was put, where, and whether it is certain."""

import sqlalchemy as sa
from alembic import op

from assistant.ledger.tables import Moment

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    texts = [
        sa.Column(name, sa.Text(), server_default="", nullable=False)
        for name in ("state", "message_id", "floor", "folder", "epoch", "key")
    ]
    op.create_table(
        "digest",
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("begun_at", Moment(timezone=True), nullable=True),
        sa.Column("uncertain_since", Moment(timezone=True), nullable=True),
        sa.Column("raw", sa.LargeBinary(), nullable=True),
        *texts,
        sa.PrimaryKeyConstraint("account", "day"),
    )
