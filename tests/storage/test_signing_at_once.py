"""Two who decide about one application or one person at the same moment, on either database.

On SQLite the second waits for the first. On PostgreSQL it may come in between, where no lock is taken yet, and then the
first one decides anew; each test lets it come just there.
"""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import Engine, insert

from domain.applications import Application, ApplicationStatus
from domain.errors import IllegalTransition
from domain.requests import DomainAnswer, NotSignable, Signed, TurnKey
from domain.services.opening import AccountProfileExists
from domain.services.review import review
from domain.services.sign_agreement import AgreementSigned, NotSigned, SigningAnswer, UnderWay
from domain.signing import Obstacle
from storage import demo, tables
from storage.repositories.applications import row_of_application
from storage.unit_of_work import SqlTransactions
from tests.domain.line import INBOUND, NOON, Line
from tests.domain.signing import READY_REF, SlowSigner, application_of, signs_by_token, verified
from tests.storage.between import in_between

READY = next(one for one in demo.applications(NOON) if one.ref == READY_REF)
SECOND = replace(READY, ref="second-kontotyp-1")
IN_REVIEW = replace(READY, ref="in-review-kontotyp-1", in_review=True, approval_expires_at=None)
THE_LOCK_OF_THE_PERSON = "SELECT people.ref \nFROM"


def on(line: Line, engine: Engine) -> Line:
    return replace(line, transactions=SqlTransactions(engine, line.cipher, demo.LEDGER))


def signs(line: Line, ref: str = READY_REF) -> Callable[[Engine], SigningAnswer]:
    return lambda engine: signs_by_token(on(line, engine), ref)


def takes_it_back(line: Line) -> Callable[[Engine], bool]:
    """Into review, as the lender's own books may; whether it was not too late for that."""

    def note(engine: Engine) -> bool:
        with on(line, engine).transactions.begin() as work:
            return work.applications.change(READY, replace(READY, in_review=True), "anna", NOON) is not None

    return note


def add(engine: Engine, line: Line, application: Application) -> None:
    with engine.begin() as connection:
        row = row_of_application(application, line.cipher, demo.LEDGER)
        connection.execute(insert(tables.applications), row)


def numbers(line: Line) -> list[str]:
    with line.transactions.reading() as work:
        return [account.number for account in work.accounts.of(READY.person)]


def test_what_is_taken_back_while_a_token_signs_is_not_signed(sql_line: Line, seeded: Engine) -> None:
    """The application has the status that it was read with, and is another version."""
    with in_between(seeded, "UPDATE applications", takes_it_back(sql_line)) as other:
        answer = signs_by_token(sql_line, READY_REF)
    if other.answer:
        assert answer == NotSigned(Obstacle.IN_REVIEW)
        assert (application_of(sql_line).in_review, numbers(sql_line)) == (True, [])
    else:
        assert isinstance(answer, AgreementSigned)
        assert not application_of(sql_line).in_review


def test_what_is_taken_back_while_a_caller_signs_is_not_signed(sql_line: Line, seeded: Engine) -> None:
    ready = verified(sql_line, "applicant-ready")
    ready.gets_a_code()
    with in_between(seeded, "UPDATE applications", takes_it_back(sql_line)) as other:
        answer = ready.keys(ready.caller.newest_code)
    if other.answer:
        assert answer == NotSignable(Obstacle.IN_REVIEW)
        assert (application_of(sql_line).in_review, numbers(sql_line)) == (True, [])
    else:
        assert isinstance(answer, Signed)


def test_what_is_taken_back_while_an_order_is_stored_is_not_ordered(sql_line: Line, seeded: Engine) -> None:
    signer = SlowSigner()
    with in_between(seeded, "UPDATE applications", takes_it_back(sql_line)) as other:
        answer = signs_by_token(sql_line, READY_REF, signer=signer)
    with sql_line.transactions.reading() as work:
        order = work.signing_orders.of_application(READY_REF)
    if other.answer:
        assert (answer, order) == (NotSigned(Obstacle.IN_REVIEW), None)
    else:
        assert isinstance(answer, UnderWay)
        assert order == answer.order is not None


def test_a_caller_whose_application_is_taken_back_orders_nothing_at_the_ledger(sql_line: Line, seeded: Engine) -> None:
    signer = SlowSigner()
    line = replace(sql_line, ledger=signer)
    ready = verified(line, "applicant-ready")
    ready.gets_a_code()
    with in_between(seeded, "UPDATE applications", takes_it_back(line)) as other:
        answer = ready.keys(ready.caller.newest_code)
    expected = (Obstacle.IN_REVIEW, 0) if other.answer else (Obstacle.BEING_SIGNED, 1)
    assert (answer, len(signer.asked)) == (NotSignable(expected[0]), expected[1])


@pytest.mark.parametrize("before", [THE_LOCK_OF_THE_PERSON, "INSERT INTO accounts"], ids=["before", "after the lock"])
def test_two_tokens_that_sign_at_once_hear_of_one_account(sql_line: Line, seeded: Engine, before: str) -> None:
    with in_between(seeded, before, signs(sql_line)) as other:
        answer = signs_by_token(sql_line, READY_REF)
    assert isinstance(answer, AgreementSigned)
    assert other.answer == answer
    assert numbers(sql_line) == [answer.account]
    assert application_of(sql_line).version == READY.version + 2


@pytest.mark.parametrize("before", [THE_LOCK_OF_THE_PERSON, "INSERT INTO accounts"], ids=["before", "after the lock"])
def test_a_token_and_a_caller_who_sign_at_once_open_one_account(sql_line: Line, seeded: Engine, before: str) -> None:
    ready = verified(sql_line, "applicant-ready")
    ready.gets_a_code()
    with in_between(seeded, before, signs(sql_line)) as other:
        answer = ready.keys(ready.caller.newest_code)
    assert isinstance(other.answer, AgreementSigned)
    assert numbers(sql_line) == [other.answer.account]
    if other.has_waited:
        assert isinstance(answer, Signed)
    else:
        assert answer == NotSignable(Obstacle.ALREADY_SIGNED)


def test_a_code_that_signs_delivered_twice_at_once_signs_once(sql_line: Line, seeded: Engine) -> None:
    ready = verified(sql_line, "applicant-ready")
    ready.gets_a_code()
    request = ready.signing(ready.caller.newest_code)

    def again(engine: Engine) -> DomainAnswer:
        return on(sql_line, engine).desk.answer(request, TurnKey("call", 5), "en-GB", INBOUND)

    with in_between(seeded, "INSERT INTO accounts", again) as other:
        answer = ready.caller.asks(request)
    assert isinstance(answer, Signed)
    assert other.answer == answer
    assert len(numbers(sql_line)) == 1


@pytest.mark.parametrize("before", [THE_LOCK_OF_THE_PERSON, "INSERT INTO accounts"], ids=["before", "after the lock"])
def test_two_applications_of_one_profile_that_are_signed_at_once_open_one_account(
    sql_line: Line, seeded: Engine, before: str
) -> None:
    """Whoever comes second is told so: it is no fault."""
    add(seeded, sql_line, SECOND)
    with in_between(seeded, before, signs(sql_line, SECOND.ref)) as other:
        answer = signs_by_token(sql_line, READY_REF)
    assert sorted([type(answer).__name__, type(other.answer).__name__]) == [
        AccountProfileExists.__name__,
        AgreementSigned.__name__,
    ]
    assert len(numbers(sql_line)) == 1


def test_a_token_orders_nothing_once_another_application_of_the_profile_is_signed(
    sql_line: Line, seeded: Engine
) -> None:
    add(seeded, sql_line, SECOND)
    assert isinstance(signs_by_token(sql_line, SECOND.ref), AgreementSigned)
    assert signs_by_token(sql_line, READY_REF, signer=SlowSigner()) == AccountProfileExists()
    assert application_of(sql_line) == READY


def test_a_caller_orders_nothing_once_another_application_of_the_profile_is_signed(
    sql_line: Line, seeded: Engine
) -> None:
    """It was, after the code was sent."""
    signer = SlowSigner()
    ready = verified(replace(sql_line, ledger=signer), "applicant-ready")
    ready.gets_a_code()
    add(seeded, sql_line, SECOND)
    assert isinstance(signs_by_token(sql_line, SECOND.ref), AgreementSigned)
    assert ready.keys(ready.caller.newest_code) == NotSignable(Obstacle.ALREADY_SIGNED)
    assert (application_of(sql_line), signer.asked) == (READY, [])


def test_two_who_have_one_application_signed_outside_at_once_store_one_order(sql_line: Line, seeded: Engine) -> None:
    signer = SlowSigner()

    def orders(engine: Engine) -> SigningAnswer:
        return signs_by_token(on(sql_line, engine), READY_REF, signer=signer)

    with in_between(seeded, "INSERT INTO signing_orders", orders) as other:
        answer = signs_by_token(sql_line, READY_REF, signer=signer)
    assert isinstance(answer, UnderWay)
    assert isinstance(other.answer, UnderWay)
    assert answer.order is not None
    assert other.answer.order is None, "what is under way is begun by whoever has ordered it"


def test_two_who_review_one_application_at_once_do_not_decide_twice(sql_line: Line, seeded: Engine) -> None:
    add(seeded, sql_line, IN_REVIEW)

    def decides(line: Line, *, is_granted: bool) -> bool:
        try:
            with line.transactions.begin() as work:
                review(work, IN_REVIEW.ref, is_granted=is_granted, by="anna", now=NOON)
        except IllegalTransition:
            return False
        return True

    with in_between(
        seeded, "UPDATE applications", lambda engine: decides(on(sql_line, engine), is_granted=False)
    ) as other:
        is_first = decides(sql_line, is_granted=True)
    assert is_first is not other.answer
    expected = ApplicationStatus.AWAITING_SIGN if is_first else ApplicationStatus.REJECTED
    after = application_of(sql_line, IN_REVIEW.ref)
    assert (after.status, after.version) == (expected, IN_REVIEW.version + 1)
