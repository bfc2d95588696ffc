"""What people list is found by an index, however much there is beside it."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

IS_OPEN = sa.text("done_at IS NULL")


def upgrade() -> None:
    op.create_index(
        "ix_call_backs_open",
        "call_backs",
        ["ledger", "asked_at", "call"],
        postgresql_where=IS_OPEN,
        sqlite_where=IS_OPEN,
    )
    op.create_index("ix_applications_ledger_age", "applications", ["ledger", "created_at", "ref"])
    op.create_index("ix_applications_ledger_status", "applications", ["ledger", "status", "created_at", "ref"])
