"""The first whole call: people and their credit, calls, codes, messages, the audit."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    for create in (
        _create_people,
        _create_accounts,
        _create_applications,
        _create_offers,
        _create_calls,
        _create_challenges,
        _create_outbox,
        _create_handset,
        _create_audit,
        _refuse_changes_of_audit,
    ):
        create()


def _create_people() -> None:
    op.create_table(
        "people",
        sa.Column("ref", sa.String(length=64), nullable=False),
        sa.Column("national_number", sa.LargeBinary(), nullable=False),
        sa.Column("national_number_index", sa.LargeBinary(), nullable=False),
        sa.Column("customer_number", sa.LargeBinary(), nullable=False),
        sa.Column("customer_number_index", sa.LargeBinary(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("phone", sa.LargeBinary(), nullable=True),
        sa.Column("email", sa.LargeBinary(), nullable=False),
        sa.Column("language", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("ref", name="pk_people"),
        sa.UniqueConstraint("customer_number_index", name="uq_people_customer_number_index"),
        sa.UniqueConstraint("national_number_index", name="uq_people_national_number_index"),
    )


def _create_accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("ref", sa.String(length=64), nullable=False),
        sa.Column("number", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("profile", sa.String(length=50), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("balance", sa.BigInteger(), nullable=False),
        sa.Column("current_due", sa.BigInteger(), nullable=False),
        sa.Column("due_date", sa.Date(), nullable=True),
        sa.Column("arrears", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.ref"], name="fk_accounts_person"),
        sa.PrimaryKeyConstraint("ref", name="pk_accounts"),
        sa.UniqueConstraint("number", name="uq_accounts_number"),
    )
    op.create_index("ix_accounts_person", "accounts", ["person"], unique=False)
    op.create_table(
        "account_limits",
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("type", sa.String(length=32), nullable=False),
        sa.Column("credit_limit", sa.BigInteger(), nullable=False),
        sa.Column("available", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["accounts.ref"], name="fk_account_limits_account"),
        sa.PrimaryKeyConstraint("account", "type", name="pk_account_limits"),
    )


def _create_applications() -> None:
    op.create_table(
        "applications",
        sa.Column("ref", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("profile", sa.String(length=50), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("kyc", sa.String(length=32), nullable=False),
        sa.Column("pep", sa.Boolean(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("credit_limit", sa.BigInteger(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["person"], ["people.ref"], name="fk_applications_person"),
        sa.PrimaryKeyConstraint("ref", name="pk_applications"),
    )
    op.create_index("ix_applications_person", "applications", ["person"], unique=False)


def _create_offers() -> None:
    op.create_table(
        "offers",
        sa.Column("profile", sa.String(length=50), nullable=False),
        sa.Column("title", sa.String(length=50), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("max_credit_limit", sa.BigInteger(), nullable=False),
        sa.Column("monthly_admin_fee", sa.BigInteger(), nullable=False),
        sa.Column("reminder_fee", sa.BigInteger(), nullable=False),
        sa.Column("interest", sa.String(length=32), nullable=True),
        sa.Column("interest_free_purchase_month", sa.Boolean(), nullable=False),
        sa.Column("standard_european_agreements", sa.String(length=2048), nullable=False),
        sa.Column("account_terms", sa.String(length=2048), nullable=False),
        sa.PrimaryKeyConstraint("profile", name="pk_offers"),
    )


def _create_calls() -> None:
    op.create_table(
        "calls",
        sa.Column("call", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=True),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("challenge", sa.String(length=80), nullable=True),
        sa.Column("starts", sa.Integer(), nullable=False),
        sa.Column("wrong_codes", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("call", name="pk_calls"),
    )
    op.create_table(
        "answers",
        sa.Column("call", sa.String(length=64), nullable=False),
        sa.Column("turn", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("answer", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("call", "turn", name="pk_answers"),
    )


def _create_challenges() -> None:
    op.create_table(
        "challenges",
        sa.Column("ref", sa.String(length=80), nullable=False),
        sa.Column("call", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=True),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.Column("sent_at", INSTANT, nullable=False),
        sa.Column("wrong_codes", sa.Integer(), nullable=False),
        sa.Column("is_used", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("ref", name="pk_challenges"),
    )


def _create_outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dedupe", sa.String(length=160), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("due_at", INSTANT, nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("dedupe", name="uq_outbox_dedupe"),
    )
    op.create_index("ix_outbox_due_at", "outbox", ["due_at"], unique=False)


def _create_handset() -> None:
    op.create_table(
        "handset_messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recipient_index", sa.LargeBinary(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_handset_messages"),
    )
    op.create_index("ix_handset_messages_recipient_index", "handset_messages", ["recipient_index"], unique=False)


def _create_audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call", sa.String(length=64), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("facts", sa.String(length=255), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        sa.UniqueConstraint("call", "turn", name="uq_audit_call_turn"),
    )


def _refuse_changes_of_audit() -> None:
    """By triggers: SQLite has no rights that could be withheld, and in PostgreSQL the service owns its tables."""
    if op.get_bind().dialect.name == "sqlite":
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_refuses_{change.lower()} BEFORE {change} ON audit "
                "BEGIN SELECT RAISE(ABORT, 'audit rows are never changed'); END"
            )
    else:
        op.execute(
            "CREATE FUNCTION refuse_changes_of_audit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "RAISE EXCEPTION 'audit rows are never changed' USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
        op.execute(
            "CREATE TRIGGER audit_refuses_changes BEFORE UPDATE OR DELETE OR TRUNCATE ON audit "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_changes_of_audit()"
        )
