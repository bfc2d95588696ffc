"""In which version messages and orders are written, and which versions of the service may run on these tables.

What a worker does not read waits for one that does.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    for table in ("outbox", "signing_orders"):
        op.add_column(table, sa.Column("version", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "compatibility",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("oldest", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_compatibility"),
        sa.CheckConstraint("id = 1", name="ck_compatibility_one_row"),
    )
