"""The ledger signs once, whatever becomes of its answers: what is lost is looked up, and never taken for an end."""

from dataclasses import replace
from typing import Any

import pytest

from domain.applications import ApplicationStatus
from domain.errors import Unavailable
from domain.ports import Outcome, Progress
from domain.services.reconcile import SETTLES_WITHIN, Reconciler
from domain.services.sign_agreement import UnderWay
from domain.signing_orders import SigningOrder
from ivr.outbound.payex.client import LedgerClient
from ivr.outbound.payex.signer import LedgerSigner
from storage import demo
from tests.domain.line import NOON, Line
from tests.domain.signing import READY_REF, application_of, signs_by_token
from tests.outbound.payex.ledger import APPLICATION, CREATED, PATHS, Ledger, Recorded

READY = next(one for one in demo.applications(NOON) if one.ref == READY_REF)
AT = PATHS.application(READY)
SIGN = f"{AT}/sign-agreement"
ORDER = SigningOrder("order-1", READY_REF, "5f" * 32, "a client of ours", NOON)
NUMBER = "123456"
SIGNED = Progress(Outcome.COMPLETED, NUMBER)

LOST = Recorded(201, CREATED, is_lost=True)
TOO_SLOW = Recorded(201, CREATED, drips=True)
FAULT = Recorded(500, {"type": "ledger.internal"})
UNREADABLE = Recorded(201, b"<html>")
UNDER_WAY = Recorded(202, APPLICATION)
MOVED = Recorded(303, {})
NO_ANSWERS = [LOST, FAULT, UNREADABLE, UNDER_WAY, MOVED]


def said(status: str = "awaiting-sign", *, may_sign: bool = False, account: str | None = None) -> dict[str, Any]:
    """The application, as the ledger shows it."""
    operations = [{"rel": "sign-agreement", "href": SIGN, "method": "POST"}] if may_sign else []
    address = f"/ledger/credit-account/v1/501/accounts/{account}" if account else None
    return APPLICATION | {"@id": AT, "status": status, "operations": operations, "account": address}


TO_BE_SIGNED = said(may_sign=True)
APPROVED = said("approved", account=NUMBER)
IN_PROGRESS = said("initialized-signing")


@pytest.fixture
def signer(client: LedgerClient, line: Line) -> LedgerSigner:
    return LedgerSigner(client, PATHS, line.transactions)


def posts(ledger: Ledger) -> list[str]:
    return [path for method, path in ledger.asked if method == "POST"]


def test_an_account_is_asked_for_once_under_the_orders_own_key(ledger: Ledger, signer: LedgerSigner) -> None:
    ledger.says_of(READY, TO_BE_SIGNED)
    ledger.says(SIGN, Recorded(201, CREATED))
    assert signer.begin(ORDER) == SIGNED
    assert ledger.asked == [("GET", AT), ("POST", SIGN)]
    assert ledger.keys == ["order-1"]


def test_the_same_wish_has_the_same_key_and_another_one_has_its_own(ledger: Ledger, signer: LedgerSigner) -> None:
    """What was lost is repeated under its key; a new wish under an old key would be answered what the old one was."""
    ledger.says_of(READY, TO_BE_SIGNED)
    ledger.says(SIGN, FAULT)
    for order in (ORDER, ORDER, replace(ORDER, ref="order-2")):
        with pytest.raises(Unavailable):
            signer.begin(order)
    assert ledger.keys == ["order-1", "order-1", "order-2"]


def test_a_wish_that_was_not_taken_for_its_token_is_repeated_under_its_key(
    ledger: Ledger, signer: LedgerSigner
) -> None:
    ledger.says_of(READY, TO_BE_SIGNED)
    ledger.says(SIGN, Recorded(401, {}), Recorded(201, CREATED))
    assert signer.begin(ORDER) == SIGNED
    assert ledger.keys == ["order-1", "order-1"]


@pytest.mark.parametrize("answer", NO_ANSWERS, ids=lambda one: f"{one.status}{' lost' * one.is_lost}")
@pytest.mark.parametrize(
    ("then", "progress"),
    [
        (APPROVED, SIGNED),
        (IN_PROGRESS, Progress(Outcome.PENDING)),
        (said("approved"), Progress(Outcome.PENDING)),
        (said("rejected"), Progress(Outcome.REJECTED)),
    ],
    ids=["approved", "in progress", "approved without its account", "rejected"],
)
def test_where_the_answer_is_lost_the_ledger_is_looked_at_again(
    ledger: Ledger, signer: LedgerSigner, answer: Recorded, then: dict[str, Any], progress: Progress
) -> None:
    ledger.says_of(READY, TO_BE_SIGNED, then)
    ledger.says(SIGN, answer)
    assert signer.begin(ORDER) == progress
    assert [method for method, _ in ledger.asked] == ["GET", "POST", "GET"]


@pytest.mark.parametrize("answer", NO_ANSWERS, ids=lambda one: f"{one.status}{' lost' * one.is_lost}")
@pytest.mark.parametrize(
    "then", [TO_BE_SIGNED, said(), said("signing-failed", may_sign=True)], ids=["as before", "withdrawn", "failed"]
)
def test_where_nothing_is_to_be_seen_of_a_signing_nobody_knows(
    ledger: Ledger, signer: LedgerSigner, answer: Recorded, then: dict[str, Any]
) -> None:
    """It may be doing it right now: neither a success nor a failure is made of a lost answer."""
    ledger.says_of(READY, TO_BE_SIGNED, then)
    ledger.says(SIGN, answer)
    with pytest.raises(Unavailable):
        signer.begin(ORDER)
    assert len(posts(ledger)) == 1


def test_an_answer_that_comes_too_late_is_a_lost_one(ledger: Ledger, signer: LedgerSigner) -> None:
    ledger.says_of(READY, TO_BE_SIGNED, APPROVED)
    ledger.says(SIGN, TOO_SLOW)
    assert signer.begin(ORDER) == SIGNED


def test_where_not_even_the_second_look_is_answered_nobody_knows(ledger: Ledger, signer: LedgerSigner) -> None:
    ledger.says(AT, Recorded(200, TO_BE_SIGNED), FAULT)
    ledger.says(SIGN, LOST)
    with pytest.raises(Unavailable):
        signer.begin(ORDER)


@pytest.mark.parametrize("status", [400, 404, 409, 422])
@pytest.mark.parametrize(
    ("then", "progress"),
    [
        (TO_BE_SIGNED, Progress(Outcome.FAILED)),
        (said(), Progress(Outcome.FAILED)),
        (IN_PROGRESS, Progress(Outcome.PENDING)),
        (APPROVED, SIGNED),
        (said("rejected"), Progress(Outcome.REJECTED)),
    ],
    ids=["as before", "withdrawn", "in progress", "approved", "rejected"],
)
def test_a_refusal_is_one_where_nobody_else_has_signed_meanwhile(
    ledger: Ledger, signer: LedgerSigner, status: int, then: dict[str, Any], progress: Progress
) -> None:
    ledger.says_of(READY, TO_BE_SIGNED, then)
    ledger.says(SIGN, Recorded(status, {}))
    assert signer.begin(ORDER) == progress


@pytest.mark.parametrize(
    ("first", "progress"),
    [
        (APPROVED, SIGNED),
        (IN_PROGRESS, Progress(Outcome.PENDING)),
        (said(), Progress(Outcome.FAILED)),
        (said("rejected"), Progress(Outcome.REJECTED)),
        (said("signing-failed"), Progress(Outcome.FAILED)),
        (said("awaiting-co-signer"), Progress(Outcome.PENDING)),
    ],
    ids=["approved", "in progress", "not offered", "rejected", "failed", "unknown word"],
)
def test_what_cannot_be_signed_now_is_not_asked_for(
    ledger: Ledger, signer: LedgerSigner, first: dict[str, Any], progress: Progress
) -> None:
    ledger.says_of(READY, first)
    assert signer.begin(ORDER) == signer.outcome(ORDER) == progress
    assert posts(ledger) == []


def test_to_look_at_an_order_asks_for_nothing(ledger: Ledger, signer: LedgerSigner) -> None:
    ledger.says_of(READY, TO_BE_SIGNED)
    assert signer.outcome(ORDER) == Progress(Outcome.UNKNOWN)
    assert posts(ledger) == []


def test_a_ledger_that_is_silent_is_asked_for_nothing(ledger: Ledger, signer: LedgerSigner) -> None:
    ledger.says(AT, FAULT)
    with pytest.raises(Unavailable):
        signer.begin(ORDER)
    assert posts(ledger) == []


def test_a_signature_whose_answer_was_lost_is_finished_by_the_worker_and_asked_for_once(
    ledger: Ledger, signer: LedgerSigner, line: Line
) -> None:
    """The ledger has done it, and shows it a while later."""
    answer = signs_by_token(line, READY_REF, signer=signer)
    assert isinstance(answer, UnderWay)
    assert answer.order is not None
    ledger.says_of(READY, TO_BE_SIGNED, TO_BE_SIGNED, APPROVED)
    ledger.says(SIGN, LOST)
    with pytest.raises(Unavailable):
        signer.begin(answer.order)
    assert application_of(line).status is ApplicationStatus.INITIALIZED_SIGNING
    line.clock.advance(SETTLES_WITHIN)
    assert Reconciler(line.transactions, line.lending_with(signer), line.clock).run() == 1
    assert application_of(line).account == NUMBER
    assert ledger.keys == [answer.order.ref]


def test_a_wish_that_never_arrived_is_repeated_by_the_worker_under_its_key(
    ledger: Ledger, signer: LedgerSigner, line: Line
) -> None:
    answer = signs_by_token(line, READY_REF, signer=signer)
    assert isinstance(answer, UnderWay)
    assert answer.order is not None
    ledger.says_of(READY, TO_BE_SIGNED)
    ledger.says(SIGN, LOST, Recorded(201, CREATED))
    with pytest.raises(Unavailable):
        signer.begin(answer.order)
    line.clock.advance(SETTLES_WITHIN)
    assert Reconciler(line.transactions, line.lending_with(signer), line.clock).run() == 1
    assert application_of(line).account == NUMBER
    assert ledger.keys == [answer.order.ref] * 2
