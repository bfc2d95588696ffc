"""People, and what they have with a lender."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
)

from storage.tables.columns import CURRENCY, FIGURES, REFERENCE, URL, WORD, Instant, metadata

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
    Column("phone_since", Instant, nullable=False),
    Column("phone_confirmed_at", Instant),
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
    Index("ix_applications_ledger_age", "ledger", "created_at", "ref"),
    Index("ix_applications_ledger_status", "ledger", "status", "created_at", "ref"),
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
