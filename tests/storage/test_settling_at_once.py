"""An order that two bring to its end at the same moment, on either database: a call, a worker, another worker."""

from dataclasses import dataclass, replace

import pytest
from sqlalchemy import Engine

from domain.applications import ApplicationStatus
from domain.errors import Fault, Unavailable
from domain.ports import Outcome, Progress
from domain.requests import Signed
from domain.services.reconcile import SETTLES_WITHIN, Reconciler
from domain.services.settling import Settlement
from domain.services.sign_agreement import UnderWay
from domain.signing_orders import SigningOrder
from ivr.outbound.payex import wire
from ivr.outbound.payex.mirror import Mirror
from tests.domain.line import NOON, Line
from tests.domain.signing import READY_REF, SlowSigner, application_of, signs_by_token, verified
from tests.outbound.payex.ledger import APPLICATION
from tests.outbound.payex.test_books import account
from tests.storage.between import in_between
from tests.storage.test_signing_at_once import THE_LOCK_OF_THE_PERSON, numbers, on, takes_it_back


@dataclass(frozen=True)
class Completing:
    """A ledger that completes whatever it is asked for."""

    asked: SlowSigner

    def begin(self, order: SigningOrder) -> Progress:
        self.asked.begin(order)
        return Progress(Outcome.COMPLETED)

    def outcome(self, order: SigningOrder) -> Progress:
        return Progress(Outcome.COMPLETED if order.ref in self.asked.asked else Outcome.UNKNOWN)


def ordered(line: Line, signer: SlowSigner) -> SigningOrder:
    answer = signs_by_token(line, READY_REF, signer=signer)
    assert isinstance(answer, UnderWay)
    assert answer.order
    signer.begin(answer.order)
    return answer.order


@pytest.mark.parametrize("before", [THE_LOCK_OF_THE_PERSON, "INSERT INTO accounts"], ids=["before", "after the lock"])
def test_an_order_that_two_settle_at_once_comes_to_one_end(sql_line: Line, seeded: Engine, before: str) -> None:
    """A second worker, or the call itself: what is approved does not become a failure."""
    signer = SlowSigner()
    ordered(sql_line, signer)
    signer.ends(Outcome.COMPLETED)
    sql_line.clock.advance(SETTLES_WITHIN)

    def reconciles(engine: Engine) -> int:
        there = on(sql_line, engine)
        return Reconciler(there.transactions, there.lending_with(signer), there.clock).run()

    with in_between(seeded, before, reconciles):
        Reconciler(sql_line.transactions, sql_line.lending_with(signer), sql_line.clock).run()
    after = application_of(sql_line)
    assert after.status is ApplicationStatus.APPROVED
    assert numbers(sql_line) == [after.account]
    with sql_line.transactions.reading() as work:
        assert work.signing_orders.of_application(READY_REF) is None


def test_an_order_that_failed_meanwhile_opens_no_account(sql_line: Line, seeded: Engine) -> None:
    """Everything or nothing, whoever of the two is first."""
    order = ordered(sql_line, SlowSigner())

    def settle(line: Line, outcome: Outcome) -> bool:
        try:
            with line.transactions.begin() as work:
                Settlement(work, line.lending, NOON, NOON.date()).end(order, Progress(outcome))
        except Unavailable:
            raise
        except Fault:
            return False
        return True

    def fails(engine: Engine) -> bool:
        return settle(on(sql_line, engine), Outcome.FAILED)

    with in_between(seeded, THE_LOCK_OF_THE_PERSON, fails) as other:
        is_opened = settle(sql_line, Outcome.COMPLETED)
    assert other.answer
    after = application_of(sql_line)
    if is_opened:
        assert (after.status, numbers(sql_line)) == (ApplicationStatus.APPROVED, [after.account])
    else:
        assert (after.status, numbers(sql_line)) == (ApplicationStatus.SIGNING_FAILED, [])


def test_what_is_changed_here_while_the_ledger_is_mirrored_is_mirrored_the_next_time(
    sql_line: Line, seeded: Engine
) -> None:
    """Nothing is kept of an application that is another one by now, least of all its account."""
    its_account = {"status": "Approved", "account": "/accounts/123456"}
    said = wire.Application.model_validate(APPLICATION | {"@id": f"/applications/{READY_REF}"} | its_account)
    opened = {"123456": wire.Account.model_validate(account("123456"))}
    with (
        in_between(seeded, "UPDATE applications", takes_it_back(sql_line)) as other,
        sql_line.transactions.begin() as work,
    ):
        Mirror(work, sql_line.lending, NOON).keep_application(said, "kontotyp-1", opened)
    after = application_of(sql_line)
    if other.answer:
        assert (after.status, after.in_review, numbers(sql_line)) == (ApplicationStatus.AWAITING_SIGN, True, [])
    else:
        assert (after.status, numbers(sql_line)) == (ApplicationStatus.APPROVED, ["123456"])


def test_a_call_and_the_worker_that_settle_an_order_at_once_open_one_account(sql_line: Line, seeded: Engine) -> None:
    """The ledger has completed it, and both are about to say so."""
    signer = SlowSigner()
    line = replace(sql_line, ledger=Completing(signer))
    ready = verified(line, "applicant-ready")
    ready.gets_a_code()

    def reconciles(engine: Engine) -> int:
        there = on(line, engine)
        there.clock.advance(SETTLES_WITHIN)
        return Reconciler(there.transactions, there.lending, there.clock).run()

    with in_between(seeded, "INSERT INTO evidence", reconciles):
        answer = ready.keys(ready.caller.newest_code)
    assert isinstance(answer, Signed)
    assert len(numbers(line)) == 1
    assert application_of(line).status is ApplicationStatus.APPROVED
