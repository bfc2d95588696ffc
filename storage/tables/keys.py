"""Which secret keys the rows are sealed with."""

from sqlalchemy import Column, LargeBinary, String, Table

from storage.tables.columns import Instant, metadata

secret_keys = Table(
    "secret_keys",
    metadata,
    Column("id", String(8), primary_key=True),  # the key's, as hex
    Column("known", LargeBinary, nullable=False),  # sealed: whoever opens it has the key
    Column("since", Instant, nullable=False),  # when it first came first
)
