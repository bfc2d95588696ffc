"""Messages that are to leave, and those that a demo's handset got."""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table, text

from storage.tables.columns import WORD, Instant, metadata

_WAITS, _IS_KEPT = text("due_at IS NOT NULL"), text("body IS NOT NULL")
outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("dedupe", String(160), nullable=False, unique=True),
    Column("body", LargeBinary),  # erased once it is handed over or dropped; a code's also where it cannot be
    Column("created_at", Instant, nullable=False),
    Column("due_at", Instant),  # none: nothing is left to be done, or a person decides
    Column("attempts", Integer, nullable=False, default=0),
    Column("outcome", WORD),
    Column("until", Instant),  # a code is not handed over later, all others are tried until then
    Column("copies", Integer, nullable=False, server_default="0"),  # how often it may have been taken
    Column("reason", String(80)),  # why it was not taken
    Column("version", Integer, nullable=False, server_default="0"),  # of the body's format
    Index("ix_outbox_kept", "id", postgresql_where=_IS_KEPT, sqlite_where=_IS_KEPT),
    Index("ix_outbox_due_at", "due_at", postgresql_where=_WAITS, sqlite_where=_WAITS),
)


carriers = Table(
    "carriers",
    metadata,
    Column("channel", WORD, primary_key=True),
    Column("served_at", Instant, nullable=False),  # when a worker last looked for messages to hand over
    Column("down_at", Instant),  # when it last found that nothing is taken from anybody
)


handset_messages = Table(
    "handset_messages",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("recipient", LargeBinary, nullable=False),
    Column("recipient_index", LargeBinary, nullable=False, index=True),
    Column("text", LargeBinary, nullable=False),
    Column("at", Instant, nullable=False),
)


handset_files = Table(
    "handset_files",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("message", ForeignKey("handset_messages.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("name", String(80), nullable=False),
    Column("media_type", String(80), nullable=False),
    Column("content", LargeBinary, nullable=False),
)
