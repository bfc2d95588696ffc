"""In which version messages and orders are written: one that a worker does not read waits for one that does."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    for table in ("outbox", "signing_orders"):
        op.add_column(table, sa.Column("version", sa.Integer(), nullable=False, server_default="0"))
