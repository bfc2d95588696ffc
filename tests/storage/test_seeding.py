"""The demo people: who they are, and that nothing tells it from outside."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, event, text, update

from domain.identifiers import NationalNumber
from domain.people import Person
from domain.requests import CodeAccepted, StartVerification
from storage import demo, tables
from storage.cipher import Cipher
from storage.engine import open_engine, writing
from storage.handset import Handset
from storage.seeding import seed
from tests.domain.line import NOON, Line
from tests.postgres import Postgres

Files = Callable[[], list[bytes]]

NO_PATIENCE = 0.05  # seconds
LATER = datetime(2027, 2, 1, 12, tzinfo=UTC)


def test_national_numbers_are_valid_and_one_is_nobodys() -> None:
    for person in demo.PEOPLE.values():
        assert NationalNumber.parse(person.national_number.digits) == person.national_number
    assert NationalNumber.parse(demo.IN_NO_TABLE.digits).digits not in demo.NATIONAL_NUMBERS.values()


def test_names_numbers_and_phones_follow_the_order_of_the_table() -> None:
    first, *_, last = demo.PEOPLE.values()
    assert (first.name, first.customer_number.digits) == ("Test Customer 01", "10000001")
    assert (last.name, last.customer_number.digits) == ("Test Customer 19", "10000019")
    assert [p.phone.e164 for p in (first, last) if p.phone] == ["+46701740605", "+46701740623"]


@pytest.mark.parametrize(
    ("today", "due"),
    [
        (date(2026, 11, 20), date(2026, 11, 28)),
        (date(2026, 11, 27), date(2026, 11, 28)),
        (date(2026, 11, 28), date(2026, 12, 28)),
        (date(2026, 12, 31), date(2027, 1, 28)),
        (date(2027, 1, 31), date(2027, 2, 28)),
    ],
)
def test_a_bill_of_the_demo_is_due_on_the_28th_to_come(today: date, due: date) -> None:
    assert demo.next_due_date(today) == due


def test_seeding_again_changes_nothing(seeded: Engine, cipher: Cipher) -> None:
    before = _everything(seeded)
    seed(seeded, cipher, LATER, fresh=False)
    assert _everything(seeded) == before


def test_a_fresh_seed_restores_people_and_dates(sql_line: Line, seeded: Engine, cipher: Cipher) -> None:
    with seeded.begin() as connection:
        connection.execute(text("UPDATE accounts SET status = 'Closed', due_date = '2020-01-28'"))
        connection.execute(text("DELETE FROM applications"))
    seed(seeded, cipher, LATER, fresh=True)
    with sql_line.transactions.begin() as work:
        for person in demo.PEOPLE.values():
            assert work.people.get(person.ref) == person
            assert list(work.accounts.of(person.ref)) == [a for a in demo.accounts(LATER) if a.person == person.ref]
            assert list(work.applications.of(person.ref)) == [
                a for a in demo.applications(LATER) if a.person == person.ref
            ]


def test_a_fresh_seed_forgets_calls_and_messages_and_keeps_the_audit(
    sql_line: Line, seeded: Engine, cipher: Cipher
) -> None:
    _call_and_be_told(sql_line)
    Handset(seeded, cipher).add("+46701740605", "Your code is 123456", NOON)
    seed(seeded, cipher, LATER, fresh=True)
    with seeded.connect() as connection:
        counts = {name: connection.execute(text(f"SELECT count(*) FROM {name}")).scalar() for name in _TABLES}  # noqa: S608 - our own names
    assert counts["audit"] == 1
    assert all(counts[name] == 0 for name in ("calls", "challenges", "outbox", "handset_messages"))
    assert counts["people"] == 19


def test_a_fresh_seed_leaves_other_people_alone(seeded: Engine, cipher: Cipher) -> None:
    with seeded.begin() as connection:
        connection.execute(text("DELETE FROM account_limits WHERE account = 'demo-account-01'"))
        connection.execute(text("DELETE FROM accounts WHERE ref = 'demo-account-01'"))
        another = {"ref": "other", "national_number_index": b"1", "customer_number_index": b"1"}
        connection.execute(update(tables.people).where(tables.people.c.ref == "demo-01").values(another))
    seed(seeded, cipher, LATER, fresh=True)
    with seeded.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM people")).scalar() == 20


def test_a_seed_gives_way_to_who_holds_a_row_and_begins_again(seeded: Engine, cipher: Cipher) -> None:
    impatient = open_engine(seeded.url.render_as_string(hide_password=False), NO_PATIENCE)
    with writing(seeded).connect() as other:
        other.execute(text("UPDATE accounts SET status = 'Closed'"))
        _let_go_at_the_second_attempt(impatient, other)
        seed(impatient, cipher, LATER, fresh=True)
    impatient.dispose()
    with seeded.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM accounts WHERE due_date > '2027-01-01'")).scalar()


def _let_go_at_the_second_attempt(engine: Engine, holder: Connection) -> None:
    attempts = count(1)
    event.listen(engine, "checkout", lambda *_: holder.rollback() if next(attempts) == 2 else None)


@pytest.fixture
def files(seeded: Engine, tmp_path: Path, request: pytest.FixtureRequest) -> Files:
    """All that is on the disk of the database by now."""

    def of_sqlite() -> list[bytes]:
        return [path.read_bytes() for path in tmp_path.iterdir()]

    def of_postgresql() -> list[bytes]:
        server: Postgres = request.getfixturevalue("postgres")
        return server.files(str(seeded.url.database))

    return of_sqlite if seeded.dialect.name == "sqlite" else of_postgresql


def test_nobody_can_be_read_in_the_files(sql_line: Line, seeded: Engine, cipher: Cipher, files: Files) -> None:
    """Security reference, data at rest."""
    _call_and_be_told(sql_line)
    Handset(seeded, cipher).add("+46701740605", "Your code is 123456", NOON)
    written = files()
    assert {secret for secret in _secrets() for content in written if secret.encode() in content} == set()
    assert any(b"demo-account-18" in content or b"demo-account-17" in content for content in written), "searched"


def test_the_search_would_find_what_is_in_the_clear(seeded: Engine, files: Files) -> None:
    secret = demo.PEOPLE["customer-open"].name
    with seeded.begin() as connection:
        connection.execute(text("UPDATE offers SET title = :secret"), {"secret": secret})
    assert any(secret.encode() in content for content in files())


_TABLES = [table.name for table in tables.metadata.sorted_tables]


def _everything(engine: Engine) -> list[object]:
    with engine.connect() as connection:
        return [row for table in tables.metadata.sorted_tables for row in connection.execute(table.select())]


def _call_and_be_told(line: Line) -> None:
    caller = line.call("berit")
    caller.asks(StartVerification(demo.PEOPLE["customer-open"].national_number))
    assert isinstance(caller.keys(caller.newest_code), CodeAccepted)


def _secrets() -> set[str]:
    spellings: list[Callable[[Person], str]] = [
        lambda person: person.national_number.digits,
        lambda person: person.national_number.digits[2:],
        lambda person: person.customer_number.digits,
        lambda person: person.name,
        lambda person: person.email,
        lambda person: person.phone.e164[1:] if person.phone else person.name,
    ]
    return {spell(person) for person in demo.PEOPLE.values() for spell in spellings} | {"123456"}
