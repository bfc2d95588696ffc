"""To whom a message of the demo's handset went, sealed, so that it can be found under another key.

What is there cannot be: it goes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.execute("DELETE FROM handset_files")
    op.execute("DELETE FROM handset_messages")
    op.add_column("handset_messages", sa.Column("recipient", sa.LargeBinary(), nullable=False, server_default=""))
