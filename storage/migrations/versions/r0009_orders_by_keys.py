"""An order may be a call's: what the call has proven is stored with it."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

REFERENCE, WORD = sa.String(64), sa.String(32)


def upgrade() -> None:
    op.add_column("signing_orders", sa.Column("challenge", sa.String(80), nullable=True))
    op.add_column("signing_orders", sa.Column("call", REFERENCE, nullable=True))
    op.add_column("signing_orders", sa.Column("turn", sa.Integer(), nullable=True))
    op.add_column("signing_orders", sa.Column("language", WORD, nullable=True))
    op.add_column("signing_orders", sa.Column("prompts", sa.String(400), nullable=True))
    op.add_column("signing_orders", sa.Column("wording", REFERENCE, nullable=True))
    op.add_column("signing_orders", sa.Column("spoken", REFERENCE, nullable=True))
    op.add_column("signing_orders", sa.Column("consent_key", WORD, nullable=True))
