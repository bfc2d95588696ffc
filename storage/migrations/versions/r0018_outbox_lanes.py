"""Until when a message is tried, how often it may have been taken, and why it was not.

All may be left out by a version that does not know them: `storage.delivery` has a time for what names none.
"""

import sqlalchemy as sa
from alembic import op

from storage.tables import Instant

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.add_column("outbox", sa.Column("until", Instant()))
    op.add_column("outbox", sa.Column("copies", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("outbox", sa.Column("reason", sa.String(80)))
    kept = sa.text("body IS NOT NULL")
    op.create_index("ix_outbox_kept", "outbox", ["id"], postgresql_where=kept, sqlite_where=kept)
    op.execute("UPDATE outbox SET copies = 1 WHERE due_at IS NOT NULL AND outcome IN ('sending', 'unknown')")
