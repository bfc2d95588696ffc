"""Which mode a database was made for: one row, written by the start or the command that has brought the table."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "deployment",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("mode", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_deployment"),
        sa.CheckConstraint("id = 1", name="ck_deployment_one_row"),
        sa.CheckConstraint("mode IN ('demo', 'production')", name="ck_deployment_mode"),
    )
