"""Whether texts leave, and which identifier a code was asked for by: what may be heard is counted by that alone."""

import sqlalchemy as sa
from alembic import op

from storage.tables import Instant

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "carriers",
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("served_at", Instant(), nullable=False),
        sa.Column("down_at", Instant()),
        sa.PrimaryKeyConstraint("channel", name="pk_carriers"),
    )
    op.add_column("challenges", sa.Column("keyed", sa.LargeBinary(), nullable=False, server_default=""))
    # Wrong codes that are keyed meanwhile go on counting, though with those for the person's other identifier.
    op.execute("UPDATE challenges SET keyed = claimed")
