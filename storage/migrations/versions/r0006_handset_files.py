"""What is attached to an e-mail that the demo's handset shows."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "handset_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("media_type", sa.String(length=80), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["message"], ["handset_messages.id"], name="fk_handset_files_message", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_handset_files"),
    )
    op.create_index("ix_handset_files_message", "handset_files", ["message"])
