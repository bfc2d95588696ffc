"""A signer that takes its time, and the reconciler that finishes what it was asked for, crash or no crash."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from domain.applications import ApplicationStatus
from domain.errors import Unavailable
from domain.ports import Outcome, Progress
from domain.services.onboarding import find_application
from domain.services.reconcile import Reconciler
from domain.services.sign_agreement import AgreementSigned, UnderWay, begin
from domain.signing_orders import SigningOrder
from tests.domain.line import Line
from tests.domain.signing import READY_REF, SlowSigner, signs_by_token

FAILED = "demo-12-kontotyp-1"  # whose signing has failed once


@pytest.fixture
def signer() -> SlowSigner:
    return SlowSigner()


def ordered(line: Line, signer: SlowSigner, ref: str = READY_REF) -> SigningOrder:
    answer = signs_by_token(line, ref, signer=signer)
    assert isinstance(answer, UnderWay)
    assert answer.order is not None
    return answer.order


def reconciled(line: Line, signer: SlowSigner, after: timedelta = timedelta(minutes=1)) -> int:
    line.clock.advance(after)
    return Reconciler(line.transactions, line.lending_with(signer), line.clock).run()


def status_of(line: Line, ref: str = READY_REF) -> ApplicationStatus:
    with line.transactions.reading() as work:
        application = find_application(work, "kontotyp-1", ref)
    assert application
    return application.status


def test_an_order_is_stored_before_its_signer_hears_of_it(line: Line, signer: SlowSigner) -> None:
    order = ordered(line, signer)
    assert signer.asked == []
    assert status_of(line) is ApplicationStatus.INITIALIZED_SIGNING
    begin(line.lending_with(signer), order)
    assert signer.asked == [order.ref]


def test_who_signs_again_meanwhile_hears_that_it_is_under_way(line: Line, signer: SlowSigner) -> None:
    ordered(line, signer)
    again = signs_by_token(line, READY_REF, signer=signer)
    assert isinstance(again, UnderWay)
    assert again.order is None


def test_what_is_under_way_is_asked_for_once_however_often_it_is_looked_at(line: Line, signer: SlowSigner) -> None:
    order = ordered(line, signer)
    assert [reconciled(line, signer) for _ in range(3)] == [0, 0, 0]
    assert signer.asked == [order.ref]


def test_a_signature_that_came_opens_the_account(line: Line, signer: SlowSigner) -> None:
    order = ordered(line, signer)
    begin(line.lending_with(signer), order)
    assert reconciled(line, signer) == 0
    signer.ends(Outcome.COMPLETED)
    assert reconciled(line, signer) == 1
    assert reconciled(line, signer) == 0
    assert isinstance(signs_by_token(line, READY_REF, signer=signer), AgreementSigned)
    with line.transactions.reading() as work:
        evidence = work.evidence.of_application(READY_REF)
    assert evidence is not None
    assert (evidence.order, evidence.proof) == (order.ref, order.subject)


def test_a_signing_that_failed_at_the_signer_can_be_tried_again(line: Line, signer: SlowSigner) -> None:
    begin(line.lending_with(signer), ordered(line, signer))
    signer.ends(Outcome.FAILED)
    assert reconciled(line, signer) == 1
    assert status_of(line) is ApplicationStatus.SIGNING_FAILED
    assert ordered(line, signer).ref not in signer.outcomes


def test_an_order_that_a_crash_kept_from_its_signer_is_begun(line: Line, signer: SlowSigner) -> None:
    order = ordered(line, signer)
    assert reconciled(line, signer, after=timedelta(seconds=4)) == 0
    assert signer.asked == [], "whoever stored it may be about to tell"
    reconciled(line, signer)
    assert signer.asked == [order.ref]


def test_what_no_order_of_ours_stands_behind_is_left_alone(line: Line, signer: SlowSigner) -> None:
    assert reconciled(line, signer) == 0
    assert status_of(line, "demo-11-kontotyp-1") is ApplicationStatus.INITIALIZED_SIGNING


def test_a_signer_that_is_away_for_one_order_does_not_keep_the_others(line: Line) -> None:
    signer = Moody(lambda order: order == orders[0].ref)
    orders = [ordered(line, signer, ref) for ref in (READY_REF, FAILED)]
    signer.outcomes = {order.ref: Outcome.COMPLETED for order in orders}
    with pytest.raises(Unavailable):
        reconciled(line, signer)
    assert status_of(line) is ApplicationStatus.INITIALIZED_SIGNING
    assert status_of(line, FAILED) is ApplicationStatus.APPROVED


class Moody(SlowSigner):
    """Away for some orders."""

    def __init__(self, is_away: Callable[[str], bool]) -> None:
        super().__init__()
        self._is_away = is_away

    def outcome(self, order: SigningOrder) -> Progress:
        if self._is_away(order.ref):
            raise Unavailable("the signer does not answer")
        return super().outcome(order)
