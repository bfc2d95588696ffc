"""Since when each number is on record, the first one too, and when it was confirmed.

A first number has been there since its person's earliest application, or since a code that came to it was used; where
there is neither, since now.
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

INSTANT = sa.DateTime(timezone=True)
KNOWN_SINCE = """
UPDATE people SET phone_changed_at = (
    SELECT min(known.at) FROM (
        SELECT created_at AS at, person FROM applications
        UNION ALL SELECT sent_at, person FROM challenges WHERE is_used
    ) AS known WHERE known.person = people.ref
) WHERE phone_changed_at IS NULL
"""


def upgrade() -> None:
    people = sa.table("people", sa.column("phone_changed_at", INSTANT), sa.column("phone_since", INSTANT))
    op.add_column("people", sa.Column("phone_confirmed_at", INSTANT, nullable=True))
    op.add_column("people", sa.Column("phone_since", INSTANT, nullable=False, server_default="1970-01-01 00:00:00"))
    op.execute(KNOWN_SINCE)
    known = sa.func.coalesce(people.c.phone_changed_at, sa.literal(datetime.now(UTC), INSTANT))
    op.execute(people.update().values(phone_since=known))
    op.drop_column("people", "phone_changed_at")
