"""Which secret keys the database is sealed with: for each a known value that only this key opens."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "secret_keys",
        sa.Column("id", sa.String(8), nullable=False),
        sa.Column("known", sa.LargeBinary(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_secret_keys"),
    )
