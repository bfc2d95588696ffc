"""What applying and signing store: one contract for memory and both databases."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.accounts import Account, AccountStatus, Limit, LimitType
from domain.agreements import make_agreement
from domain.applications import ApplicationStatus
from domain.disclosure import Fact
from domain.documents import PDF, Document
from domain.evidence import Evidence
from domain.idempotency import Mismatch, StoredAnswer
from domain.identifiers import CustomerNumber
from domain.money import Money
from domain.requests import TurnKey
from domain.services.sign_agreement import AgreementSigned
from domain.signing import Heard
from domain.signing_orders import KeyedConsent, SigningOrder
from domain.unit_of_work import UnitOfWork
from storage import demo
from tests.domain.line import NOON, Line
from tests.domain.signing import READY_REF, signs_by_token, verified

READY = next(one for one in demo.applications(NOON) if one.ref == READY_REF)
AGREEMENT = make_agreement(demo.LEDGER, "Demo Credit", READY, demo.offers()[0])
TOKEN_EVIDENCE = Evidence(
    READY.ref, READY.person, AGREEMENT.hash, "token", "a client", NOON, date(2026, 12, 4), order="order"
)
NEWCOMER = replace(
    demo.PEOPLE["customer-open"],
    ref="newcomer",
    national_number=demo.IN_NO_TABLE,
    customer_number=CustomerNumber("4711"),
    phone_since=NOON,
    phone_confirmed_at=None,
)
STARTED = replace(READY, status=ApplicationStatus.INITIALIZED_SIGNING)


@pytest.fixture
def work(line: Line) -> Iterator[UnitOfWork]:
    with line.transactions.begin() as work:
        yield work


def test_a_new_person_is_found_and_neither_number_is_given_twice(work: UnitOfWork) -> None:
    assert work.people.add(NEWCOMER)
    assert work.people.find(demo.IN_NO_TABLE) == work.people.get("newcomer") == NEWCOMER
    assert not work.people.add(replace(NEWCOMER, ref="twin", customer_number=CustomerNumber("4712")))
    assert not work.people.add(
        replace(NEWCOMER, ref="twin", national_number=demo.PEOPLE["customer-new"].national_number)
    )


def test_an_application_comes_back_as_it_was_added(work: UnitOfWork) -> None:
    new = replace(READY, ref="new", created_at=NOON, in_review=True, approval_expires_at=None)
    work.applications.add(new, "a client")
    assert work.applications.get("new") == new
    assert work.applications.of_profile("kontotyp-1", limit=100, skip=0)[-1] == new
    assert new in work.applications.in_status(ApplicationStatus.AWAITING_SIGN)
    assert new not in work.applications.in_status(ApplicationStatus.REJECTED)
    assert len(work.applications.in_status(None)) == 13


def test_applications_of_a_profile_come_oldest_first_page_by_page(work: UnitOfWork) -> None:
    everything = [work.applications.of_profile("kontotyp-1", limit=1, skip=skip)[0].created_at for skip in range(9)]
    assert everything == sorted(everything)
    assert not work.applications.of_profile("kontotyp-1", limit=1, skip=9)


def test_what_is_not_complete_is_in_no_profile(work: UnitOfWork) -> None:
    [started] = work.applications.in_status(ApplicationStatus.STARTED)
    assert started.person == demo.PEOPLE["applicant-started"].ref
    assert started not in work.applications.of_profile(started.profile, limit=100, skip=0)
    assert work.applications.of(started.person) == [started]


def test_a_change_is_made_once_and_makes_a_version(work: UnitOfWork) -> None:
    changed = work.applications.change(READY, STARTED, "a client", NOON)
    assert changed == work.applications.get(READY.ref) == replace(STARTED, version=2)
    assert work.applications.change(READY, STARTED, "another", NOON) is None
    assert work.applications.change(replace(changed, status=READY.status), STARTED, "another", NOON) is None


def test_an_account_is_opened_with_its_evidence(work: UnitOfWork) -> None:
    work.documents.add(AGREEMENT.document)
    opened = work.accounts.open(iter([_account("1")]), TOKEN_EVIDENCE)
    assert opened == work.accounts.numbered("1") == _account("1")
    assert work.evidence.of_application(READY.ref) == TOKEN_EVIDENCE
    assert work.evidence.proven_by("a client") is None, "a token's subject is no challenge"
    assert work.evidence.of_application("demo-09-kontotyp-1") is None


def test_a_number_that_is_taken_is_left_to_whoever_has_it(work: UnitOfWork) -> None:
    work.documents.add(AGREEMENT.document)
    taken = demo.accounts(NOON)[0].number
    assert work.accounts.open(iter([_account(taken), _account("2")]), TOKEN_EVIDENCE).number == "2"
    numbered = work.accounts.numbered(taken)
    assert numbered is not None
    assert numbered.person != READY.person


def test_an_account_takes_what_the_books_elsewhere_say_and_keeps_whose_it_is(work: UnitOfWork) -> None:
    known, new = work.accounts.of("demo-01")[0], replace(_account("77"), as_of=NOON)
    told = replace(known, status=AccountStatus.CLOSED, limits=new.limits, balance=Money(7), due_date=None, as_of=NOON)
    for account in (replace(told, person=READY.person, profile="kontotyp-9"), new):
        work.accounts.put(account)
    assert work.accounts.of("demo-01") == [told]
    assert work.accounts.numbered("77") == new


def test_documents_are_kept_by_what_is_in_them(work: UnitOfWork) -> None:
    document = Document("https://lender.test/terms.pdf", PDF, b"%PDF-1.7\0")
    for _ in range(2):
        work.documents.add(document)
    assert work.documents.get(document.sha256) == document
    assert work.documents.get("0" * 64) is None


def test_offers_are_put_in_place_of_their_profiles(work: UnitOfWork) -> None:
    changed = replace(demo.offers()[0], title="another", interest=None, closed_at=NOON)
    work.offers.put(changed)
    work.offers.put(replace(changed, profile="kontotyp-4"))
    assert work.offers.get("kontotyp-1") == changed
    assert [offer.profile for offer in work.offers.list()] == [f"kontotyp-{number}" for number in range(1, 5)]
    assert work.offers.get("kontotyp-5") is None


CONSENT = KeyedConsent("call.4", TurnKey("call", 5), "sv-SE", Heard("terms-agreement", "0" * 64, "1" * 64, "1"))


@pytest.mark.parametrize("keyed", [None, CONSENT], ids=["by a token", "by a call"])
def test_orders_are_open_until_they_are_closed(work: UnitOfWork, keyed: KeyedConsent | None) -> None:
    work.documents.add(AGREEMENT.document)
    order = SigningOrder("order", READY.ref, AGREEMENT.hash, "a client", NOON, keyed)
    work.signing_orders.add(order)
    assert work.signing_orders.of_application(READY.ref) == order
    assert list(work.signing_orders.open(NOON)) == [order]
    assert not work.signing_orders.open(NOON - timedelta(microseconds=1))
    assert list(work.signing_orders.open(NOON - timedelta(days=1))) == [order]  # the clock was set back since
    work.signing_orders.close("order")
    assert not work.signing_orders.open(NOON)


def test_a_repeated_request_finds_its_answer_and_another_one_does_not(line: Line) -> None:
    answer = StoredAnswer(201, b'{"@id": 1}', "/somewhere")
    with line.transactions.begin() as work:
        assert work.idempotency.claim("key", b"fingerprint", NOON) is None
        work.idempotency.store("key", answer)
    with line.transactions.begin() as work:
        assert work.idempotency.claim("key", b"fingerprint", NOON) == answer
        assert work.idempotency.claim("key", b"another", NOON) == Mismatch()
        assert work.idempotency.claim("other key", b"fingerprint", NOON) is None


def test_a_refused_request_leaves_its_key_free(line: Line) -> None:
    with pytest.raises(ZeroDivisionError):
        _claim_and_fail(line)
    with line.transactions.begin() as work:
        assert work.idempotency.claim("key", b"another", NOON) is None


def _claim_and_fail(line: Line) -> None:
    with line.transactions.begin() as work:
        work.idempotency.claim("key", b"fingerprint", NOON)
        raise ZeroDivisionError


def test_a_caller_signs_on_every_database(line: Line) -> None:
    """The same call as on memory: text, e-mail, account, evidence and audit come together."""
    ready = verified(line, "applicant-ready")
    signed = ready.signs()
    with line.transactions.reading() as work:
        application = work.applications.get(READY.ref)
        evidence = work.evidence.proven_by(ready.caller.challenge)
    assert application is not None
    assert application.account is not None
    assert application.account.endswith(signed.account_ending)
    assert evidence is not None
    assert (evidence.application, evidence.withdraw_until) == (READY.ref, signed.withdraw_until)
    assert [row.facts for row in line.disclosures()][-1] == (Fact.NEW_ACCOUNT,)


def test_a_token_signs_on_every_database(line: Line) -> None:
    first = signs_by_token(line, READY.ref)
    assert isinstance(first, AgreementSigned)
    assert signs_by_token(line, READY.ref) == first


def _account(number: str) -> Account:
    nothing = Money(0)
    limit = Limit(LimitType.ACCOUNT, READY.credit_limit, READY.credit_limit)
    return Account(
        f"account-{number}",
        number,
        READY.person,
        READY.profile,
        AccountStatus.OPEN,
        (limit,),
        nothing,
        nothing,
        None,
        nothing,
    )
