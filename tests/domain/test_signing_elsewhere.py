"""The books are kept elsewhere: asked before anything is read, and for each signature, whatever happens on the way."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from domain.accounts import Account
from domain.applications import ApplicationStatus
from domain.errors import Unavailable
from domain.money import Money
from domain.ports import Outcome, Progress
from domain.requests import (
    CodeAccepted,
    CodeWrong,
    DomainAnswer,
    NotSignable,
    ReadDetails,
    ReadSummary,
    Refused,
    Signed,
    SummaryRead,
)
from domain.services.reconcile import Reconciler
from domain.signing import Obstacle
from domain.signing_orders import SigningOrder
from domain.verification import Level
from storage import demo
from tests.domain.line import Line
from tests.domain.signing import READY_REF, Applicant, application_of, tables_of, verified

NUMBER = "77001234"
SIGNED = Progress(Outcome.COMPLETED, NUMBER)
WAITS = Progress(Outcome.PENDING)


@dataclass
class Ledger:
    """Its answers, the last one from then on; None: it does not answer. `asked`: the orders that it was asked for."""

    answers: list[Progress | None] = field(default_factory=lambda: [SIGNED])
    asked: list[str] = field(default_factory=list)

    def begin(self, order: SigningOrder) -> Progress:
        self.asked.append(order.ref)
        return self._next()

    def outcome(self, order: SigningOrder) -> Progress:
        return Progress(Outcome.UNKNOWN) if order.ref not in self.asked else self._next()

    def _next(self) -> Progress:
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if answer is None:
            raise Unavailable("the ledger does not answer")
        return answer


@dataclass
class Elsewhere:
    """Books in which an account has more left than the tables here say. `asked`: whose they were asked for."""

    line: Callable[[], Line]
    is_away: bool = False
    asked: list[str] = field(default_factory=list)

    def refresh(self, person: str) -> bool:
        self.asked.append(person)
        if self.is_away:
            raise Unavailable("the ledger does not answer")
        with self.line().transactions.begin() as work:
            for account in work.accounts.of(person):
                work.accounts.put(with_available(account, "1.00"))
        return True


def with_available(account: Account, amount: str) -> Account:
    return replace(account, limits=tuple(replace(limit, available=Money.of(amount)) for limit in account.limits))


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


@pytest.fixture
def line(line: Line, ledger: Ledger) -> Line:
    return replace(line, ledger=ledger)


@pytest.fixture
def coded(ready: Applicant) -> Applicant:
    """With a code that signs in hand."""
    ready.gets_a_code()
    return ready


def keys(applicant: Applicant) -> DomainAnswer:
    return applicant.keys(applicant.caller.newest_code)


def keys_again(applicant: Applicant) -> DomainAnswer:
    """The same turn, delivered once more."""
    return applicant.caller.asks_again(applicant.signing(applicant.caller.newest_code))


def reconciled(line: Line) -> int:
    line.clock.advance(timedelta(hours=1))
    return Reconciler(line.transactions, line.lending, line.clock).run()


def accounts(line: Line) -> list[str]:
    with line.transactions.reading() as work:
        return [account.number for account in work.accounts.of(demo.PEOPLE["applicant-ready"].ref)]


def test_the_account_is_the_one_that_the_ledger_has_opened(line: Line, coded: Applicant) -> None:
    signed = keys(coded)
    assert isinstance(signed, Signed)
    assert signed.summary.open(coded.grant).account_ending == NUMBER[-3:]
    assert accounts(line) == [NUMBER]
    with line.transactions.reading() as work:
        evidence = work.evidence.of_application(READY_REF)
    assert evidence is not None
    assert (evidence.method, evidence.consent_key, evidence.proof) == ("keyed", "1", coded.caller.challenge)
    assert line.disclosures()[-1].level is Level.STRONG


def test_a_second_delivery_says_the_same_and_asks_for_nothing(line: Line, coded: Applicant, ledger: Ledger) -> None:
    first = keys(coded)
    assert keys_again(coded) == first
    assert (len(ledger.asked), accounts(line)) == (1, [NUMBER])


def test_a_wrong_code_reaches_no_ledger(coded: Applicant, ledger: Ledger) -> None:
    assert isinstance(coded.keys(coded.caller.wrong_code), CodeWrong)
    assert ledger.asked == []


def test_what_is_under_way_is_said_to_be_and_finished_by_the_worker(
    line: Line, coded: Applicant, ledger: Ledger
) -> None:
    """An hour later too: the code came back in its time."""
    ledger.answers = [WAITS, SIGNED]
    assert keys(coded) == NotSignable(Obstacle.BEING_SIGNED)
    assert accounts(line) == []
    assert reconciled(line) == 1
    assert accounts(line) == [NUMBER]
    assert application_of(line).account == NUMBER
    assert reconciled(line) == 0


def test_where_nobody_knows_a_person_looks_and_the_worker_asks_again(
    line: Line, coded: Applicant, ledger: Ledger
) -> None:
    ledger.answers = [None, SIGNED]
    with pytest.raises(Unavailable):
        keys(coded)
    assert application_of(line).status is ApplicationStatus.INITIALIZED_SIGNING
    assert reconciled(line) == 1
    assert accounts(line) == [NUMBER]
    assert isinstance(keys_again(coded), Signed)


def test_a_turn_that_was_cut_off_is_finished_by_its_second_delivery(
    line: Line, coded: Applicant, ledger: Ledger
) -> None:
    ledger.answers = [None, SIGNED]
    with pytest.raises(Unavailable):
        keys(coded)
    assert isinstance(keys_again(coded), Signed)
    assert accounts(line) == [NUMBER]


def test_who_brings_another_code_in_the_same_turn_learns_nothing(coded: Applicant, ledger: Ledger) -> None:
    ledger.answers = [None]
    with pytest.raises(Unavailable):
        keys(coded)
    assert coded.caller.asks_again(coded.signing(coded.caller.wrong_code)) == Refused()


def test_a_refusal_of_the_ledger_is_told_as_what_it_is(line: Line, coded: Applicant, ledger: Ledger) -> None:
    ledger.answers = [Progress(Outcome.REJECTED)]
    assert keys(coded) == NotSignable(Obstacle.REJECTED)
    assert application_of(line).status is ApplicationStatus.REJECTED
    assert accounts(line) == []


def test_a_failure_for_no_reason_of_ours_reaches_a_person_and_can_be_tried_again(
    line: Line, coded: Applicant, ledger: Ledger
) -> None:
    ledger.answers = [Progress(Outcome.FAILED), SIGNED]
    with pytest.raises(Unavailable):
        keys(coded)
    assert application_of(line).status is ApplicationStatus.SIGNING_FAILED
    line.clock.advance(timedelta(hours=1, seconds=1))
    verified(line, "applicant-ready", "another call").signs()
    assert accounts(line) == [NUMBER]


def test_an_account_number_that_is_somebody_elses_opens_nothing(line: Line, coded: Applicant, ledger: Ledger) -> None:
    ledger.answers = [Progress(Outcome.COMPLETED, tables_of(line).tables.accounts[0].number)]
    with pytest.raises(Exception, match="under a number that is another"):
        keys(coded)
    assert application_of(line).status is ApplicationStatus.INITIALIZED_SIGNING


@pytest.fixture
def books(line: Line) -> Elsewhere:
    return Elsewhere(lambda: line)


def test_a_right_code_tells_what_the_books_say_now_and_is_audited_once(line: Line, books: Elsewhere) -> None:
    caller = replace(line, books=books).call("call")
    caller.identifies_as(demo.PEOPLE["customer-open"].national_number.digits)
    assert books.asked == [], "before the code nobody is looked up"
    caller.keys(caller.wrong_code)
    assert books.asked == [], "nor for a wrong one"
    accepted = caller.keys(caller.newest_code)
    assert isinstance(accepted, CodeAccepted)
    summary = accepted.summary.open(accepted.grant)
    assert getattr(summary, "available", None) == Money.of("1.00")
    assert len(line.disclosures()) == 1
    told = caller.asks(ReadSummary(accepted.grant))
    assert isinstance(told, SummaryRead)
    assert books.asked == ["demo-01"] * 2


def test_books_that_do_not_answer_leave_nothing_to_tell(line: Line, books: Elsewhere) -> None:
    applicant = verified(replace(line, books=books), "customer-open")
    books.is_away = True
    with pytest.raises(Unavailable):
        applicant.caller.asks(ReadDetails(applicant.grant))
    assert len(line.disclosures()) == 1


def test_after_a_failure_the_books_are_looked_at_before_anything_is_told(
    line: Line, ledger: Ledger, books: Elsewhere
) -> None:
    """The ledger may have changed the application while it failed."""
    coded = verified(replace(line, books=books), "applicant-ready")
    coded.gets_a_code()
    ledger.answers = [Progress(Outcome.FAILED)]
    books.asked.clear()
    with pytest.raises(Unavailable):
        keys(coded)
    assert books.asked == [demo.PEOPLE["applicant-ready"].ref]
