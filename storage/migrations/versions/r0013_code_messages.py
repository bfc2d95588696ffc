"""Which message carries a code: one that was not handed over is never accepted."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.add_column("challenges", sa.Column("message", sa.String(160), nullable=False, server_default=""))
    # A code that is on its way meanwhile came with the turn that its challenge is named after.
    op.execute("UPDATE challenges SET message = 'code:' || call || ':' || substr(ref, length(call) + 2)")
