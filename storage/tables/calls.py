"""What is kept of calls, and what is counted over them."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, LargeBinary, String, Table, UniqueConstraint, text

from storage.tables.columns import REFERENCE, WORD, Instant, metadata

calls = Table(
    "calls",
    metadata,
    Column("call", REFERENCE, primary_key=True),
    Column("language", WORD, nullable=False),
    Column("person", REFERENCE),
    Column("level", Integer, nullable=False, default=0),
    Column("challenge", String(80)),
    Column("starts", Integer, nullable=False, default=0),
    Column("wrong_codes", Integer, nullable=False, default=0),
    Column("last_turn", Integer),
    Column("last_answer", WORD),
)


_IS_OPEN = text("done_at IS NULL")
call_backs = Table(
    "call_backs",
    metadata,
    Column("call", REFERENCE, primary_key=True),
    Column("ledger", Integer, nullable=False),
    Column("number", LargeBinary, nullable=False),
    Column("queue", WORD, nullable=False),
    Column("reason", WORD, nullable=False),
    Column("language", WORD, nullable=False),
    Column("level", Integer, nullable=False),
    Column("person", REFERENCE),  # none: not verified
    Column("asked_at", Instant, nullable=False),
    Column("done_at", Instant),
    Column("done_by", String(160)),
    Index("ix_call_backs_open", "ledger", "asked_at", "call", postgresql_where=_IS_OPEN, sqlite_where=_IS_OPEN),
)


challenges = Table(
    "challenges",
    metadata,
    Column("ref", String(80), primary_key=True),
    Column("call", REFERENCE, nullable=False),
    Column("person", REFERENCE),
    Column("claimed", LargeBinary, nullable=False),
    Column("mac", LargeBinary, nullable=False),
    Column("sent_at", Instant, nullable=False),
    Column("wrong_codes", Integer, nullable=False),
    Column("is_used", Boolean, nullable=False),
    Column("agreement", String(64)),
    Column("message", String(160), nullable=False),  # the outbox's key of what carries the code
    Column("keyed", LargeBinary, nullable=False),
    Index("ix_challenges_open", "sent_at", postgresql_where=text("NOT is_used"), sqlite_where=text("is_used = 0")),
)


counters = Table(
    "counters",
    metadata,
    Column("counted", WORD, primary_key=True),
    Column("subject", LargeBinary, primary_key=True),  # a keyed hash
    Column("amount", Integer, nullable=False),
    Column("since", Instant, nullable=False),
    Column("until", Instant, nullable=False),
)


audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("call", REFERENCE, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("person", REFERENCE, nullable=False),
    Column("level", Integer, nullable=False),
    Column("facts", String(255), nullable=False),
    Column("at", Instant, nullable=False),
    Column("asked_by", String(160)),  # a system's subject; none: whoever was on the phone
    UniqueConstraint("call", "turn"),
)


event_log = Table(
    "event_log",
    metadata,
    Column("call", REFERENCE, primary_key=True),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("sealed", LargeBinary, nullable=False),
)
