"""Two who write the same at the same moment, on either database: people, account numbers, keys, documents."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, select

from domain.agreements import make_agreement
from domain.applications import Application
from domain.disclosure import Grant
from domain.evidence import Evidence
from domain.idempotency import Mismatch, StoredAnswer
from domain.identifiers import CustomerNumber, NationalNumber
from domain.limits import WINDOW, Counted, Tally
from domain.unit_of_work import UnitOfWork
from storage import demo, tables
from storage.cipher import Cipher
from storage.retention import COUNTERS_KEPT, KEPT, Retention
from storage.unit_of_work import SqlTransactions
from tests.domain.line import NOON, Line
from tests.domain.signing import READY_REF
from tests.domain.test_applying import granted
from tests.storage.between import in_between
from tests.storage.conftest import KEY
from tests.storage.test_lending import _account
from tests.storage.test_verifying_online import begun, newest_code

READY, FAILED = (
    next(one for one in demo.applications(NOON) if one.ref == ref) for ref in (READY_REF, "demo-12-kontotyp-1")
)
STRANGER, NEW = NationalNumber("197207049987"), "a new secret of the tests, long enough"
ANSWER = StoredAnswer(201, b'{"@id": 1}', "/somewhere")


def on(line: Line, engine: Engine) -> SqlTransactions:
    return SqlTransactions(engine, line.cipher, demo.LEDGER)


@pytest.mark.parametrize("before", ["INSERT INTO people", "COMMIT"], ids=["after the look", "before the commit"])
def test_a_new_person_who_applies_twice_at_once_is_one(sql_line: Line, seeded: Engine, before: str) -> None:
    """Where the other one comes between the look and the adding, and where it has to wait for the first."""

    def applies(engine: Engine) -> Application:
        return granted(replace(sql_line, transactions=on(sql_line, engine)))

    with in_between(seeded, before, applies) as other:
        application = granted(sql_line)
    assert other.answer.person == application.person
    assert other.answer.ref != application.ref


def test_a_person_whom_two_add_under_keys_in_another_order_is_one(seeded: Engine) -> None:
    """While keys rotate no rule of the tables finds the two alike."""
    anew = replace(demo.PEOPLE["customer-open"], national_number=STRANGER, customer_number=CustomerNumber("99887766"))

    def adds(engine: Engine, *keys: str) -> bool:
        with SqlTransactions(engine, Cipher(keys), demo.LEDGER).begin() as work:
            return work.people.add(replace(anew, ref="one" if keys[0] == KEY else "other"))

    with in_between(seeded, "INSERT INTO people", lambda engine: adds(engine, NEW, KEY)) as other:
        assert adds(seeded, KEY, NEW)
    assert (other.answer, other.has_waited) == (False, True)


def opens(work: UnitOfWork, application: Application, *numbers: str) -> str:
    """Under the first number that is free."""
    agreement = make_agreement(demo.LEDGER, "Demo Credit", application, demo.offers()[0])
    work.documents.add(agreement.document)
    proven = Evidence(application.ref, application.person, agreement.hash, "token", "a client", NOON, date(2026, 12, 4))
    candidates = (
        replace(_account(number), ref=f"{application.ref}-{number}", person=application.person) for number in numbers
    )
    return work.accounts.open(candidates, proven).number


def test_two_accounts_that_are_opened_at_once_have_two_numbers(sql_line: Line, seeded: Engine) -> None:
    def another(engine: Engine) -> str:
        with on(sql_line, engine).begin() as work:
            return opens(work, FAILED, "1", "2")

    with in_between(seeded, "COMMIT", another) as other, sql_line.transactions.begin() as work:
        assert opens(work, READY, "1", "2") == "1"
    assert (other.answer, other.has_waited) == ("2", True)


def test_an_account_that_two_bring_up_to_date_at_once_has_its_limits_once(sql_line: Line, seeded: Engine) -> None:
    """As two calls of one person do whose books are kept elsewhere: the row of the account is what they wait for."""
    known = demo.accounts(NOON)[0]

    def puts(engine: Engine) -> None:
        with on(sql_line, engine).begin() as work:
            work.accounts.put(known)

    with in_between(seeded, "INSERT INTO account_limits", puts) as other:
        puts(seeded)
    assert other.has_waited
    with sql_line.transactions.reading() as work:
        assert work.accounts.numbered(known.number) == known


def claims(line: Line, fingerprint: bytes = b"fingerprint") -> Callable[[Engine], StoredAnswer | Mismatch | None]:
    def claim(engine: Engine) -> StoredAnswer | Mismatch | None:
        with on(line, engine).begin() as work:
            answer = work.idempotency.claim("key", fingerprint, NOON)
            if answer is None:
                work.idempotency.store("key", ANSWER)
            return answer

    return claim


def test_a_request_repeated_at_once_waits_for_the_answer_of_the_first(sql_line: Line, seeded: Engine) -> None:
    with in_between(seeded, "UPDATE idempotent_answers", claims(sql_line)) as other:
        assert claims(sql_line)(seeded) is None
    assert (other.answer, other.has_waited) == (ANSWER, True)


def test_another_request_under_a_key_at_once_is_a_mismatch(sql_line: Line, seeded: Engine) -> None:
    with in_between(seeded, "UPDATE idempotent_answers", claims(sql_line, b"another")) as other:
        claims(sql_line)(seeded)
    assert other.answer == Mismatch()


def test_a_request_whose_first_one_is_refused_meanwhile_is_done_itself(sql_line: Line, seeded: Engine) -> None:
    """What is refused leaves its key free, also for whoever waits for it."""
    with (
        in_between(seeded, "SELECT offers", claims(sql_line)) as other,
        suppress(ZeroDivisionError),
        sql_line.transactions.begin() as work,
    ):
        work.idempotency.claim("key", b"fingerprint", NOON)
        work.offers.get("kontotyp-1")
        raise ZeroDivisionError
    assert (other.answer, other.has_waited) == (None, True)


def test_a_key_is_one_ledgers(sql_line: Line, seeded: Engine) -> None:
    """Two lenders' clients may choose the same at the same moment."""

    def elsewhere(engine: Engine) -> StoredAnswer | Mismatch | None:
        with SqlTransactions(engine, sql_line.cipher, demo.LEDGER + 1).begin() as work:
            return work.idempotency.claim("key", b"another", NOON)

    with in_between(seeded, "UPDATE idempotent_answers", elsewhere) as other:
        claims(sql_line)(seeded)
    assert other.answer is None


def test_a_key_whose_old_answer_goes_while_it_is_claimed_is_free_or_answered(sql_line: Line, seeded: Engine) -> None:
    """Never a fault: on SQLite the answer goes afterwards, on PostgreSQL in between."""
    claims(sql_line)(seeded)
    later = NOON + KEPT + timedelta(days=1)
    with in_between(seeded, "SELECT idempotent_answers", lambda engine: Retention(engine).forget_old(later)) as other:
        answer = claims(sql_line)(seeded)
    assert other.answer == 1
    assert answer == (ANSWER if other.has_waited else None)
    assert claims(sql_line)(seeded) == (None if other.has_waited else ANSWER)


def test_a_verification_that_begins_anew_while_old_calls_go_stays(sql_line: Line, seeded: Engine) -> None:
    """Its name was that of one a month ago, whose row is about to go."""
    begun(sql_line)
    sql_line.clock.advance(KEPT + timedelta(days=1))
    begun(sql_line, name="another")  # so that the counters are of today, and nobody waits for them
    with in_between(seeded, "COMMIT", lambda engine: Retention(engine).forget_old(sql_line.clock.now())) as other:
        again = begun(sql_line)
    assert other.answer == 1, "the first code of a month ago"
    assert isinstance(again.check(newest_code(sql_line)), Grant)


def test_a_document_that_two_keep_at_once_is_kept_once(sql_line: Line, seeded: Engine) -> None:
    document = make_agreement(demo.LEDGER, "Demo Credit", READY, demo.offers()[0]).document

    def keeps(engine: Engine) -> None:
        with on(sql_line, engine).begin() as work:
            work.documents.add(document)

    with in_between(seeded, "COMMIT", keeps), sql_line.transactions.begin() as work:
        work.documents.add(document)
    with sql_line.transactions.reading() as work:
        assert work.documents.get(document.sha256) == document


def test_who_applies_does_not_wait_for_a_signature_of_theirs(sql_line: Line, seeded: Engine) -> None:
    """Others may refer to a person who is locked; SQLite has one writer at a time."""

    def applies(engine: Engine) -> None:
        with on(sql_line, engine).begin() as work:
            work.applications.add(replace(READY, ref="another"), "a client")

    with in_between(seeded, "SELECT offers", applies) as other, sql_line.transactions.begin() as work:
        work.people.lock(READY.person)
        work.offers.get("kontotyp-1")
    assert other.has_waited is (seeded.dialect.name == "sqlite")


def test_who_locks_a_person_waits_for_whoever_has_locked_them(sql_line: Line, seeded: Engine) -> None:
    def locks(engine: Engine) -> None:
        with on(sql_line, engine).begin() as work:
            work.people.lock(READY.person)

    with in_between(seeded, "SELECT offers", locks) as other, sql_line.transactions.begin() as work:
        work.people.lock(READY.person)
        work.offers.get("kontotyp-1")
    assert other.has_waited


def test_old_rows_go_while_others_write(sql_line: Line, seeded: Engine) -> None:
    """On SQLite one after the other from the first look on: what has looked is not too old to write."""
    later = NOON + WINDOW + COUNTERS_KEPT + timedelta(seconds=1)
    tally = Tally(Counted.STARTS_BY_CALLER, b"caller", 10)
    with sql_line.transactions.begin() as work:
        work.counters.add([tally], NOON)

    def counts(engine: Engine) -> int:
        with on(sql_line, engine).begin() as work:
            return work.counters.add([replace(tally, subject=b"another")], later)[tally.counted]

    with in_between(seeded, "DELETE FROM counters", counts) as other:
        assert Retention(seeded).forget_old(later) == 1
    assert other.answer == 1


def test_a_counter_that_begins_anew_while_old_ones_go_stays(sql_line: Line, seeded: Engine) -> None:
    tally = Tally(Counted.STARTS_BY_CALLER, b"caller", 10)
    later = NOON + WINDOW + COUNTERS_KEPT + timedelta(seconds=1)
    with sql_line.transactions.begin() as work:
        work.counters.add([tally], NOON)

    def forgets(engine: Engine) -> int:
        return Retention(engine).forget_old(later)

    with in_between(seeded, "COMMIT", forgets) as other, sql_line.transactions.begin() as work:
        work.counters.add([tally], later)
    assert (other.answer, other.has_waited) == (0, True)
    with seeded.connect() as connection:
        assert connection.execute(select(tables.counters.c.amount)).scalar_one() == 1
