"""Limits over all calls: counters by keyed hash, and codes that know whom they are counted for."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _create_counters()
    _create_challenges_anew()


def _create_counters() -> None:
    op.create_table(
        "counters",
        sa.Column("counted", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.LargeBinary(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("until", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("counted", "subject", name="pk_counters"),
    )


def _create_challenges_anew() -> None:
    """A code lives ten minutes at most: none is carried over."""
    op.drop_table("challenges")
    op.create_table(
        "challenges",
        sa.Column("ref", sa.String(length=80), nullable=False),
        sa.Column("call", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=True),
        sa.Column("claimed", sa.LargeBinary(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.Column("sent_at", INSTANT, nullable=False),
        sa.Column("wrong_codes", sa.Integer(), nullable=False),
        sa.Column("is_used", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("ref", name="pk_challenges"),
    )
