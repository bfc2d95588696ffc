"""What is agreed, and what makes it once: documents, evidence, orders, answers that are given again."""

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, Integer, LargeBinary, String, Table

from storage.tables.columns import REFERENCE, URL, WORD, Instant, metadata

documents = Table(
    "documents",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("url", URL, nullable=False),
    Column("media_type", String(80), nullable=False),
    Column("content", LargeBinary, nullable=False),
)


evidence = Table(
    "evidence",
    metadata,
    Column("application", ForeignKey("applications.ref"), primary_key=True),
    Column("person", REFERENCE, nullable=False),
    Column("agreement", ForeignKey("documents.sha256"), nullable=False),
    Column("method", WORD, nullable=False),
    Column("proof", String(160), nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("withdraw_until", Date, nullable=False),
    Column("call", REFERENCE),
    Column("turn", Integer),
    Column("direction", WORD),
    Column("language", WORD),
    Column("prompts", String(400)),
    Column("wording", REFERENCE),
    Column("spoken", REFERENCE),
    Column("consent_key", WORD),
    Column("order", REFERENCE),
    CheckConstraint("method IN ('keyed', 'token') AND length(proof) > 0", "ck_evidence_is_a_proof"),
)


signing_orders = Table(
    "signing_orders",
    metadata,
    Column("ref", REFERENCE, primary_key=True),
    Column("ledger", Integer, nullable=False),
    Column("application", ForeignKey("applications.ref"), nullable=False, unique=True),
    Column("agreement", ForeignKey("documents.sha256"), nullable=False),
    Column("subject", String(160), nullable=False),
    Column("begun_at", Instant, nullable=False),
    Column("challenge", String(80)),  # a call's alone, as what follows
    Column("call", REFERENCE),
    Column("turn", Integer),
    Column("language", WORD),
    Column("prompts", String(400)),
    Column("wording", REFERENCE),
    Column("spoken", REFERENCE),
    Column("consent_key", WORD),
    Column("version", Integer, nullable=False, server_default="0"),  # of what its columns mean
)


idempotent_answers = Table(
    "idempotent_answers",
    metadata,
    Column("ledger", Integer, primary_key=True, autoincrement=False),
    Column("key", LargeBinary, primary_key=True),  # a keyed hash: clients choose their keys
    Column("fingerprint", LargeBinary, nullable=False),
    Column("status", Integer),
    Column("location", URL),
    Column("body", LargeBinary),
    Column("created_at", Instant, nullable=False),
)
