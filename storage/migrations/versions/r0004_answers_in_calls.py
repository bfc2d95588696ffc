"""The last answer of a call beside its checkpoint: turns ask one after another, so one row does for both."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

OF_LAST_TURN = "FROM answers WHERE answers.call = calls.call ORDER BY turn DESC LIMIT 1"


def upgrade() -> None:
    op.add_column("calls", sa.Column("last_turn", sa.Integer(), nullable=True))
    op.add_column("calls", sa.Column("last_answer", sa.String(length=32), nullable=True))
    op.execute(
        f"UPDATE calls SET last_turn = (SELECT turn {OF_LAST_TURN}), last_answer = (SELECT answer {OF_LAST_TURN})"  # noqa: S608 - a constant
    )
    op.drop_table("answers")
