"""What a database was made for, and which versions of the service may run on it."""

from sqlalchemy import CheckConstraint, Column, Integer, Table

from storage.tables.columns import WORD, metadata

deployment = Table(
    "deployment",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("mode", WORD, nullable=False),
    CheckConstraint("id = 1", "ck_deployment_one_row"),
    CheckConstraint("mode IN ('demo', 'production')", "ck_deployment_mode"),
)


compatibility = Table(
    "compatibility",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("oldest", WORD, nullable=False),  # the revision of the oldest version that may run on these tables
    CheckConstraint("id = 1", "ck_compatibility_one_row"),
)
