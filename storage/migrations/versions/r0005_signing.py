"""Applying and signing: ledgers, what applicants told, documents, evidence, orders of signers, repeated requests."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

INSTANT = sa.DateTime(timezone=True)
LEDGER = 501  # of everything so far
CARRIED_OVER = {
    "people": "ref, national_number, national_number_index, customer_number, customer_number_index, name, phone, "
    "email, language",
    "applications": "ref, person, profile, status, kyc, pep, currency, credit_limit, created_at, decided_at",
    "accounts": "ref, number, person, profile, status, currency, balance, current_due, due_date, arrears",
    "account_limits": "account, type, credit_limit, available",
    "offers": "profile, title, currency, max_credit_limit, monthly_admin_fee, reminder_fee, interest, "
    "interest_free_purchase_month, standard_european_agreements, account_terms",
}
NEW = {"account_limits": ("", ""), "applications": (", ledger, version, in_review", f", {LEDGER}, 1, false")}


def upgrade() -> None:
    """SQLite cannot change a table's keys: they are made anew, children last."""
    for table in CARRIED_OVER:
        op.execute(f"CREATE TABLE before_{table} AS SELECT * FROM {table}")  # noqa: S608 - our own names
    for table in reversed(CARRIED_OVER):
        op.drop_table(table)
    for create in (_people, _applications, _documents, _evidence, _accounts, _offers, _orders, _answers):
        create()
    for table, columns in CARRIED_OVER.items():
        names, values = NEW.get(table, (", ledger", f", {LEDGER}"))
        op.execute(f"INSERT INTO {table} ({columns}{names}) SELECT {columns}{values} FROM before_{table}")  # noqa: S608 - likewise
        op.drop_table(f"before_{table}")
    op.add_column("challenges", sa.Column("agreement", sa.String(64), nullable=True))
    _guard_evidence()


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("ref", sa.String(64), nullable=False),
        sa.Column("ledger", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.LargeBinary(), nullable=False) for name in ("national_number", "national_number_index")),
        *(sa.Column(name, sa.LargeBinary(), nullable=False) for name in ("customer_number", "customer_number_index")),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("phone", sa.LargeBinary(), nullable=True),
        sa.Column("email", sa.LargeBinary(), nullable=False),
        sa.Column("language", sa.String(32), nullable=False),
        sa.Column("phone_changed_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("ref", name="pk_people"),
        sa.UniqueConstraint("ledger", "national_number_index", name="uq_people_ledger_national_number_index"),
        sa.UniqueConstraint("ledger", "customer_number_index", name="uq_people_ledger_customer_number_index"),
    )


def _applications() -> None:
    op.create_table(
        "applications",
        sa.Column("ref", sa.String(64), nullable=False),
        sa.Column("ledger", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("profile", sa.String(50), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("kyc", sa.String(32), nullable=False),
        sa.Column("pep", sa.Boolean(), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("credit_limit", sa.BigInteger(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("in_review", sa.Boolean(), nullable=False),
        sa.Column("approval_expires_at", INSTANT, nullable=True),
        sa.Column("account", sa.String(32), nullable=True),
        sa.Column("details", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("status <> 'Approved' OR account IS NOT NULL", name="ck_applications_approved_has_account"),
        sa.ForeignKeyConstraint(["person"], ["people.ref"], name="fk_applications_person"),
        sa.PrimaryKeyConstraint("ref", name="pk_applications"),
    )
    op.create_index("ix_applications_person", "applications", ["person"])
    op.create_index("ix_applications_ledger_profile", "applications", ["ledger", "profile", "created_at", "ref"])
    op.create_table(
        "application_changes",
        sa.Column("application", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("who", sa.String(160), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("how", sa.String(160), nullable=False),
        sa.ForeignKeyConstraint(["application"], ["applications.ref"], name="fk_application_changes_application"),
        sa.PrimaryKeyConstraint("application", "version", name="pk_application_changes"),
    )


def _documents() -> None:
    op.create_table(
        "documents",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("url", sa.String(2048), nullable=False),
        sa.Column("media_type", sa.String(80), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_documents"),
    )


def _evidence() -> None:
    op.create_table(
        "evidence",
        sa.Column("application", sa.String(64), nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("agreement", sa.String(64), nullable=False),
        sa.Column("method", sa.String(32), nullable=False),
        sa.Column("proof", sa.String(160), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("withdraw_until", sa.Date(), nullable=False),
        sa.Column("call", sa.String(64), nullable=True),
        sa.Column("turn", sa.Integer(), nullable=True),
        *(sa.Column(name, sa.String(32), nullable=True) for name in ("direction", "language", "consent_key")),
        sa.Column("prompts", sa.String(400), nullable=True),
        *(sa.Column(name, sa.String(64), nullable=True) for name in ("wording", "spoken")),
        sa.Column("order", sa.String(64), nullable=True),
        sa.CheckConstraint("method IN ('keyed', 'token') AND length(proof) > 0", name="ck_evidence_is_a_proof"),
        sa.ForeignKeyConstraint(["application"], ["applications.ref"], name="fk_evidence_application"),
        sa.ForeignKeyConstraint(["agreement"], ["documents.sha256"], name="fk_evidence_agreement"),
        sa.PrimaryKeyConstraint("application", name="pk_evidence"),
    )
    op.create_index("ix_evidence_proof", "evidence", ["proof"])


def _accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("ref", sa.String(64), nullable=False),
        sa.Column("ledger", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(32), nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("profile", sa.String(50), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("balance", sa.BigInteger(), nullable=False),
        sa.Column("current_due", sa.BigInteger(), nullable=False),
        sa.Column("due_date", sa.Date(), nullable=True),
        sa.Column("arrears", sa.BigInteger(), nullable=False),
        sa.Column("application", sa.String(64), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["people.ref"], name="fk_accounts_person"),
        sa.ForeignKeyConstraint(["application"], ["evidence.application"], name="fk_accounts_application"),
        sa.PrimaryKeyConstraint("ref", name="pk_accounts"),
        sa.UniqueConstraint("application", name="uq_accounts_application"),
        sa.UniqueConstraint("ledger", "number", name="uq_accounts_ledger_number"),
        sa.UniqueConstraint("person", "profile", name="uq_accounts_person_profile"),
    )
    op.create_index("ix_accounts_person", "accounts", ["person"])
    op.create_table(
        "account_limits",
        sa.Column("account", sa.String(64), nullable=False),
        sa.Column("type", sa.String(32), nullable=False),
        sa.Column("credit_limit", sa.BigInteger(), nullable=False),
        sa.Column("available", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["accounts.ref"], name="fk_account_limits_account"),
        sa.PrimaryKeyConstraint("account", "type", name="pk_account_limits"),
    )


def _offers() -> None:
    terms = ("standard_european_agreements", "account_terms")
    op.create_table(
        "offers",
        sa.Column("ledger", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("profile", sa.String(50), nullable=False),
        sa.Column("title", sa.String(50), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("max_credit_limit", sa.BigInteger(), nullable=False),
        sa.Column("monthly_admin_fee", sa.BigInteger(), nullable=False),
        sa.Column("reminder_fee", sa.BigInteger(), nullable=False),
        sa.Column("interest", sa.String(32), nullable=True),
        sa.Column("interest_free_purchase_month", sa.Boolean(), nullable=False),
        *(sa.Column(name, sa.String(2048), nullable=False) for name in terms),
        *(sa.Column(f"{name}_sha256", sa.String(64), nullable=True) for name in terms),
        sa.Column("closed_at", INSTANT, nullable=True),
        *(
            sa.ForeignKeyConstraint([f"{name}_sha256"], ["documents.sha256"], name=f"fk_offers_{name}_sha256")
            for name in terms
        ),
        sa.PrimaryKeyConstraint("ledger", "profile", name="pk_offers"),
    )


def _orders() -> None:
    op.create_table(
        "signing_orders",
        sa.Column("ref", sa.String(64), nullable=False),
        sa.Column("ledger", sa.Integer(), nullable=False),
        sa.Column("application", sa.String(64), nullable=False),
        sa.Column("agreement", sa.String(64), nullable=False),
        sa.Column("subject", sa.String(160), nullable=False),
        sa.Column("begun_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["application"], ["applications.ref"], name="fk_signing_orders_application"),
        sa.ForeignKeyConstraint(["agreement"], ["documents.sha256"], name="fk_signing_orders_agreement"),
        sa.PrimaryKeyConstraint("ref", name="pk_signing_orders"),
        sa.UniqueConstraint("application", name="uq_signing_orders_application"),
    )


def _answers() -> None:
    op.create_table(
        "idempotent_answers",
        sa.Column("ledger", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("location", sa.String(2048), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("ledger", "key", name="pk_idempotent_answers"),
    )


UNPROVEN = (
    "NEW.method = 'keyed' AND NOT EXISTS (SELECT 1 FROM challenges WHERE challenges.ref = NEW.proof AND "
    "challenges.agreement = NEW.agreement AND challenges.person = NEW.person AND challenges.is_used)"
)


def _guard_evidence() -> None:
    """No account without evidence (its foreign key), no keyed evidence without the code that came back for it."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER evidence_is_proven BEFORE INSERT ON evidence WHEN {UNPROVEN} "
            "BEGIN SELECT RAISE(ABORT, 'no code came back for this agreement'); END"
        )
        op.execute(
            "CREATE TRIGGER evidence_refuses_update BEFORE UPDATE ON evidence "
            "BEGIN SELECT RAISE(ABORT, 'evidence is never changed'); END"
        )
        return
    op.execute(
        "CREATE FUNCTION refuse_unproven() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP = 'INSERT' THEN IF NOT ({UNPROVEN}) THEN RETURN NEW; END IF; END IF; "
        "RAISE EXCEPTION 'evidence is proven, and never changed' "
        "USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    op.execute(
        "CREATE TRIGGER evidence_is_proven BEFORE INSERT OR UPDATE ON evidence "
        "FOR EACH ROW EXECUTE FUNCTION refuse_unproven()"
    )
