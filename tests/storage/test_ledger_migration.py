"""What was there before ledgers and signing is there after, under the first ledger's number."""

from sqlalchemy import text

from storage.engine import open_engine
from storage.migrate import upgrade
from tests.storage.revisions import at_revision

BEFORE = (
    "INSERT INTO people (ref, national_number, national_number_index, customer_number, customer_number_index, name,"
    " email, language) VALUES ('berit', :sealed, :sealed, :sealed, :sealed, :sealed, :sealed, 'sv-SE')",
    "INSERT INTO accounts (ref, number, person, profile, status, currency, balance, current_due, arrears)"
    " VALUES ('account', '50100001', 'berit', 'kontotyp-1', 'Open', 'SEK', 1, 2, 3)",
    "INSERT INTO account_limits (account, type, credit_limit, available) VALUES ('account', 'account', 100, 50)",
    "INSERT INTO applications (ref, person, profile, status, kyc, pep, currency, credit_limit, created_at) VALUES"
    " ('application', 'berit', 'kontotyp-3', 'AwaitingSign', 'initiated', :pep, 'SEK', 100, '2026-11-20 12:00:00')",
    "INSERT INTO offers (profile, title, currency, max_credit_limit, monthly_admin_fee, reminder_fee,"
    " interest_free_purchase_month, standard_european_agreements, account_terms)"
    " VALUES ('kontotyp-1', 'kontotyp 1', 'SEK', 100, 1, 1, :pep, 'https://a.test', 'https://b.test')",
)
AFTER = (
    "SELECT ledger, ref, language, national_number, phone_since = (SELECT created_at FROM applications) FROM people",
    "SELECT ledger, ref, number, balance, application FROM accounts",
    "SELECT account, available FROM account_limits",
    "SELECT ledger, ref, status, pep, version, in_review, account, details FROM applications",
    "SELECT ledger, profile, interest_free_purchase_month, closed_at FROM offers",
)


def test_people_and_what_they_have_are_carried_over(new_url: str) -> None:
    with at_revision(new_url, "0004") as connection:
        for statement in BEFORE:
            connection.execute(text(statement), {"sealed": b"\0sealed", "pep": True})
    upgrade(new_url)
    engine = open_engine(new_url)
    with engine.connect() as connection:
        rows = [tuple(connection.execute(text(statement)).one()) for statement in AFTER]
    engine.dispose()
    assert rows == [
        (501, "berit", "sv-SE", b"\0sealed", True),
        (501, "account", "50100001", 1, None),
        ("account", 50),
        (501, "application", "AwaitingSign", True, 1, False, None, None),
        (501, "kontotyp-1", True, None),
    ]
