"""What was forgotten stays forgotten; whom the user writes to is no longer kept."""

from secrets import token_hex

import sqlalchemy as sa
from alembic import op

from assistant.ledger.marks import mark_of
from assistant.ledger.tables import Moment

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table of marks, and put marks in the place of recipients' addresses."""
    op.create_table(
        "forgotten",
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("account", "mark"),
    )
    with op.batch_alter_table("position") as position:
        position.add_column(sa.Column("restored_at", Moment(timezone=True), nullable=True))
        position.add_column(sa.Column("secret", sa.Text(), server_default="", nullable=False))
    _mark_recipients(op.get_bind())


def _mark_recipients(connection: sa.Connection) -> None:
    position = sa.table("position", sa.column("account"), sa.column("secret"))
    sent = sa.table("sent", sa.column("account"), sa.column("identity"), sa.column("recipients", sa.JSON()))
    for account in connection.execute(sa.select(position.c.account)).scalars().all():
        secret = token_hex(32)
        connection.execute(sa.update(position).where(position.c.account == account).values(secret=secret))
        for row in connection.execute(sa.select(sent).where(sent.c.account == account)).all():
            domains = {mark_of(one.rpartition("@")[2], secret) for one in row.recipients}
            here = (sent.c.account == account) & (sent.c.identity == row.identity)
            connection.execute(sa.update(sent).where(here).values(recipients=sorted(domains)))
