"""What waits and what is listed is found by an index, which holds nothing of what is done."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.drop_index("ix_outbox_due_at", "outbox")
    _index_where("ix_outbox_due_at", "outbox", ["due_at"], "due_at IS NOT NULL")
    _index_where("ix_call_backs_open", "call_backs", ["ledger", "asked_at", "call"], "done_at IS NULL")
    op.create_index("ix_applications_ledger_age", "applications", ["ledger", "created_at", "ref"])
    op.create_index("ix_applications_ledger_status", "applications", ["ledger", "status", "created_at", "ref"])


def _index_where(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(name, table, columns, postgresql_where=sa.text(where), sqlite_where=sa.text(where))
