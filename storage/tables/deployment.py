"""What a database was made for."""

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
