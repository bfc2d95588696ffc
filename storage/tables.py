"""The tables. Money is whole minor units beside its currency; instants are UTC; what tells who somebody is, is sealed.

`fingerprint`: a keyed hash of what an import last wrote into the row, to find it again unchanged.

No foreign key leads from a call's rows to people: a challenge of somebody unknown must cost the same as any other.
"""

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)
from sqlalchemy.types import TypeDecorator

REFERENCE, WORD, CURRENCY, URL = String(64), String(32), String(3), String(2048)
FIGURES = 2000  # characters of a list of amounts, as JSON

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Instant(TypeDecorator[datetime]):
    """Aware datetimes in, aware UTC datetimes out; SQLite itself forgets the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy passes it
        """ValueError for a naive one: nobody knows which instant it is."""
        if value is not None and value.tzinfo is None:
            raise ValueError("an instant has a time zone")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy passes it
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


people = Table(
    "people",
    metadata,
    Column("ref", REFERENCE, primary_key=True),
    Column("ledger", Integer, nullable=False),
    Column("national_number", LargeBinary, nullable=False),
    Column("national_number_index", LargeBinary, nullable=False),
    Column("customer_number", LargeBinary, nullable=False),
    Column("customer_number_index", LargeBinary, nullable=False),
    Column("name", LargeBinary, nullable=False),
    Column("phone", LargeBinary),
    Column("phone_index", LargeBinary),
    Column("email", LargeBinary, nullable=False),
    Column("language", WORD, nullable=False),
    Column("phone_changed_at", Instant),
    Column("registered", Boolean),
    Column("fingerprint", LargeBinary),
    UniqueConstraint("ledger", "national_number_index"),
    UniqueConstraint("ledger", "customer_number_index"),
    Index("ix_people_ledger_phone_index", "ledger", "phone_index"),
)

accounts = Table(
    "accounts",
    metadata,
    Column("ref", REFERENCE, primary_key=True),
    Column("ledger", Integer, nullable=False),
    Column("number", WORD, nullable=False),
    Column("person", ForeignKey("people.ref"), nullable=False, index=True),
    Column("profile", String(50), nullable=False),
    Column("status", WORD, nullable=False),
    Column("currency", CURRENCY, nullable=False),
    Column("balance", BigInteger, nullable=False),
    Column("current_due", BigInteger, nullable=False),
    Column("due_date", Date),
    Column("arrears", BigInteger, nullable=False),
    Column("application", ForeignKey("evidence.application"), unique=True),  # none: the core system's own
    *(
        Column(amount, BigInteger)
        for amount in (
            *("pending_credits", "pending_debits", "previous_billing_period"),
            *("requested_payment", "recommended_extra_payment"),
        )
    ),
    Column("arrears_buckets", String(FIGURES)),
    Column("last_payments", String(FIGURES)),
    Column("as_of", Instant),
    Column("fingerprint", LargeBinary),
    UniqueConstraint("ledger", "number"),
    UniqueConstraint("person", "profile"),
)

account_limits = Table(
    "account_limits",
    metadata,
    Column("account", ForeignKey("accounts.ref"), primary_key=True),
    Column("type", WORD, primary_key=True),
    Column("credit_limit", BigInteger, nullable=False),
    Column("available", BigInteger, nullable=False),
)

applications = Table(
    "applications",
    metadata,
    Column("ref", REFERENCE, primary_key=True),
    Column("ledger", Integer, nullable=False),
    Column("person", ForeignKey("people.ref"), nullable=False, index=True),
    Column("profile", String(50), nullable=False),
    Column("status", WORD, nullable=False),
    Column("kyc", WORD, nullable=False),
    Column("pep", Boolean, nullable=False),
    Column("currency", CURRENCY, nullable=False),
    Column("credit_limit", BigInteger, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("decided_at", Instant),
    Column("version", Integer, nullable=False),
    Column("in_review", Boolean, nullable=False),
    Column("approval_expires_at", Instant),
    Column("account", WORD),
    Column("details", LargeBinary),
    Column("fingerprint", LargeBinary),
    CheckConstraint("status <> 'Approved' OR account IS NOT NULL", "ck_applications_approved_has_account"),
    Index("ix_applications_ledger_profile", "ledger", "profile", "created_at", "ref"),
)

application_changes = Table(
    "application_changes",
    metadata,
    Column("application", ForeignKey("applications.ref"), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("who", String(160), nullable=False),
    Column("at", Instant, nullable=False),
    Column("how", String(160), nullable=False),
)

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

offers = Table(
    "offers",
    metadata,
    Column("ledger", Integer, primary_key=True, autoincrement=False),
    Column("profile", String(50), primary_key=True),
    Column("title", String(50), nullable=False),
    Column("currency", CURRENCY, nullable=False),
    Column("max_credit_limit", BigInteger, nullable=False),
    Column("monthly_admin_fee", BigInteger, nullable=False),
    Column("reminder_fee", BigInteger, nullable=False),
    Column("interest", WORD),  # as text: exact everywhere
    Column("interest_free_purchase_month", Boolean, nullable=False),
    Column("standard_european_agreements", URL, nullable=False),
    Column("account_terms", URL, nullable=False),
    Column("standard_european_agreements_sha256", ForeignKey("documents.sha256")),
    Column("account_terms_sha256", ForeignKey("documents.sha256")),
    Column("closed_at", Instant),
)

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

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("dedupe", String(160), nullable=False, unique=True),
    Column("body", LargeBinary),  # erased once it is handed over or given up
    Column("created_at", Instant, nullable=False),
    Column("due_at", Instant, index=True),  # none: nothing is left to be done
    Column("attempts", Integer, nullable=False, default=0),
    Column("outcome", WORD),
)

handset_messages = Table(
    "handset_messages",
    metadata,
    Column("id", Integer, primary_key=True),
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
