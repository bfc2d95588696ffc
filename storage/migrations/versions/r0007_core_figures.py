"""What a lender's core system knows of an account, and the fingerprints by which an import finds its rows unchanged."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

AMOUNTS = (
    *("pending_credits", "pending_debits", "previous_billing_period"),
    *("requested_payment", "recommended_extra_payment"),
)


def upgrade() -> None:
    for name in AMOUNTS:
        op.add_column("accounts", sa.Column(name, sa.BigInteger(), nullable=True))
    for name in ("arrears_buckets", "last_payments"):
        op.add_column("accounts", sa.Column(name, sa.String(2000), nullable=True))
    op.add_column("accounts", sa.Column("as_of", sa.DateTime(timezone=True), nullable=True))
    op.add_column("people", sa.Column("registered", sa.Boolean(), nullable=True))
    for table in ("people", "accounts", "applications"):
        op.add_column(table, sa.Column("fingerprint", sa.LargeBinary(), nullable=True))
