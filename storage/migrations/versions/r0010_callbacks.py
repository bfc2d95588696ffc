"""Who is to be called back."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "call_backs",
        sa.Column("call", sa.String(64), nullable=False),
        sa.Column("ledger", sa.Integer(), nullable=False),
        sa.Column("number", sa.LargeBinary(), nullable=False),
        *(sa.Column(name, sa.String(32), nullable=False) for name in ("queue", "reason", "language")),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(64), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.String(160), nullable=True),
        sa.PrimaryKeyConstraint("call", name="pk_call_backs"),
    )
