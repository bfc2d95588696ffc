"""Statements that the driver runs itself: the same values in and out on both databases, and no value in an error."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from sqlalchemy import Engine, bindparam, func, select, text, update
from sqlalchemy.dialects.postgresql import insert

from domain.errors import Unavailable
from storage import tables
from storage.statements import Prepared
from storage.transactions import BrokenRule, Database, Transaction
from tests.domain.line import NOON

CHALLENGE = {
    "ref": "call.1",
    "call": "call",
    "person": None,
    "claimed": b"\0claimed\xff",
    "mac": b"",
    "sent_at": NOON + timedelta(microseconds=1),
    "wrong_codes": 3,
    "is_used": True,
    "agreement": None,
    "message": "code:call:1",
    "keyed": b"keyed",
}
ACCOUNT = dict.fromkeys(tables.accounts.columns.keys()) | {
    "ref": "account",
    "ledger": 501,
    "number": "1",
    "person": "berit",
    "profile": "another",
    "status": "Open",
    "currency": "SEK",
    "balance": -(2**60),
    "current_due": 0,
    "due_date": date(2026, 11, 28),
    "arrears": 2**60,
}
ADD = Prepared(insert(tables.challenges))
FIND = Prepared(select(tables.challenges).where(tables.challenges.c.ref == bindparam("of_ref")))
ALL = Prepared(select(tables.challenges.c.ref, tables.challenges.c.call).order_by(tables.challenges.c.ref))


@pytest.fixture
def database(engine: Engine) -> Database:
    return Database(engine)


def test_what_went_in_comes_out_as_it_was(database: Database) -> None:
    with database.writing() as transaction:
        ADD.run(transaction, **CHALLENGE)
    with database.reading() as transaction:
        found = FIND.one(transaction, of_ref="call.1")
    assert found._asdict() == CHALLENGE
    assert {name: type(value) for name, value in found._asdict().items()} == {
        name: type(value) for name, value in CHALLENGE.items()
    }


def test_days_and_great_sums_come_back_as_they_were(seeded: Engine) -> None:
    accounts = tables.accounts
    add, find = Prepared(insert(accounts)), Prepared(select(accounts).where(accounts.c.ref == bindparam("of_ref")))
    person = select(tables.people.c.ref).limit(1)
    with Database(seeded).writing() as transaction:
        account = ACCOUNT | {"person": Prepared(person).one(transaction).ref}
        add.run(transaction, **account)
        assert find.one(transaction, of_ref="account")._asdict() == account


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=2))])
def test_an_instant_comes_back_in_utc(database: Database, zone: timezone) -> None:
    with database.writing() as transaction:
        ADD.run(transaction, **CHALLENGE | {"sent_at": NOON.astimezone(zone)})
        sent_at: datetime = FIND.one(transaction, of_ref="call.1").sent_at
    assert (sent_at, sent_at.tzinfo) == (NOON, UTC)


def test_an_instant_without_a_zone_is_refused(database: Database) -> None:
    with pytest.raises(ValueError, match="time zone"), database.writing() as transaction:
        ADD.run(transaction, **CHALLENGE | {"sent_at": NOON.replace(tzinfo=None)})


def test_rows_have_names_and_come_in_order(database: Database) -> None:
    with database.writing() as transaction:
        assert ALL.all(transaction) == []
        assert ALL.first(transaction) is None
        for ref in ("b", "a"):
            ADD.run(transaction, **CHALLENGE | {"ref": ref})
        assert ALL.all(transaction) == [("a", "call"), ("b", "call")]
        assert [row.ref for row in ALL.all(transaction)] == ["a", "b"]
        assert ALL.first(transaction) == ("a", "call")


def test_a_change_tells_how_many_rows_it_changed(database: Database) -> None:
    wrong = tables.challenges.c.wrong_codes
    count = Prepared(
        update(tables.challenges).where(wrong < 4, wrong == bindparam("seen")).values(wrong_codes=wrong + 1)
    )
    with database.writing() as transaction:
        ADD.run(transaction, **CHALLENGE)
        assert [count.run(transaction, seen=3), count.run(transaction, seen=4)] == [1, 0]
        assert FIND.one(transaction, of_ref="call.1").wrong_codes == 4


def test_a_change_returns_what_it_was_told_to(database: Database) -> None:
    add = Prepared(insert(tables.challenges).on_conflict_do_nothing().returning(tables.challenges.c.sent_at))
    with database.writing() as transaction:
        assert add.all(transaction, **CHALLENGE) == [(CHALLENGE["sent_at"],)]
        assert add.all(transaction, **CHALLENGE) == []


def test_a_missing_value_is_named(database: Database) -> None:
    with pytest.raises(KeyError, match="of_ref"), database.reading() as transaction:
        FIND.first(transaction)


def test_a_list_is_refused(database: Database) -> None:
    some = Prepared(select(tables.calls).where(tables.calls.c.starts.in_([1, 2])))
    with pytest.raises(TypeError, match="list"), database.reading() as transaction:
        some.all(transaction)


def test_what_breaks_a_rule_is_named_without_its_values(database: Database) -> None:
    with database.writing() as transaction:
        ADD.run(transaction, **CHALLENGE | {"ref": "canary"})
    with pytest.raises(BrokenRule) as fault, database.writing() as transaction:
        ADD.run(transaction, **CHALLENGE | {"ref": "canary"})
    assert "challenges" in str(fault.value)
    assert "canary" not in repr(fault.value)
    assert fault.value.__suppress_context__


def test_what_no_column_takes_is_a_fault_without_its_values(database: Database) -> None:
    with pytest.raises((BrokenRule, Unavailable)) as fault, database.writing() as transaction:
        ADD.run(transaction, **CHALLENGE | {"ref": "canary\0", "wrong_codes": object()})
    assert "canary" not in repr(fault.value)


def test_a_database_that_cannot_answer_is_unavailable(engine: Engine, database: Database) -> None:
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE challenges"))
    with pytest.raises(Unavailable, match=r"no such table|does not exist") as fault, database.reading() as transaction:
        FIND.first(transaction, of_ref="canary")
    assert "canary" not in repr(fault.value)
    assert fault.value.__suppress_context__


def test_a_block_that_fails_is_rolled_back_and_its_connection_used_again(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), _failing(database) as transaction:
        ADD.run(transaction, **CHALLENGE)
    with database.writing() as transaction:
        assert Prepared(select(func.count().label("count")).select_from(tables.challenges)).one(transaction) == (0,)


@contextmanager
def _failing(database: Database) -> Iterator[Transaction]:
    with database.writing() as transaction:
        yield transaction
        raise ZeroDivisionError
