"""Codes that may still be keyed are found by an index, among all those of a month."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.create_index(
        "ix_challenges_open",
        "challenges",
        ["sent_at"],
        postgresql_where=sa.text("NOT is_used"),
        sqlite_where=sa.text("is_used = 0"),
    )
