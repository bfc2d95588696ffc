"""Signing an agreement on the phone and by a token: what must be true before, and what is there after."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from domain.agreements import Agreement, make_agreement
from domain.applications import Application, ApplicationStatus
from domain.disclosure import Fact, Grant
from domain.errors import Unproven
from domain.evidence import KeyedProof, Proof, TokenProof
from domain.kyc import KycStatus
from domain.messages import Channel
from domain.money import Money
from domain.offers import Offer
from domain.requests import (
    CheckCode,
    CodeSent,
    CodeWrong,
    NotSignable,
    ReadTerms,
    Refused,
    ResendTooSoon,
    SignAgreement,
    StartSigning,
    TurnKey,
)
from domain.services.opening import AccountProfileExists, Opened, Signing
from domain.services.sign_agreement import AgreementSigned, NoSuchApplication, NotSigned, UnderWay
from domain.signing import Obstacle
from domain.verification import Challenge, Level
from storage import demo
from storage.memory import MemoryTransactions
from tests.domain.line import NOON, Line, SettableClock
from tests.domain.signing import READY_REF, TOKEN, Applicant, signs_by_token, verified


@pytest.fixture
def ready(line: Line) -> Applicant:
    """An applicant whose approval of 25,000 waits for a signature."""
    return verified(line, "applicant-ready")


def tables_of(line: Line) -> MemoryTransactions:
    assert isinstance(line.transactions, MemoryTransactions)
    return line.transactions


def with_application(line: Line, **changes: object) -> None:
    """The ready applicant's, changed behind everybody's back."""
    rows = tables_of(line).tables.applications
    [place] = [number for number, one in enumerate(rows) if one.ref == READY_REF]
    rows[place] = replace(rows[place], **changes)  # type: ignore[arg-type] # checked by the dataclass


def with_offer(line: Line, **changes: object) -> None:
    rows = tables_of(line).tables.offers
    rows[0] = replace(rows[0], **changes)  # type: ignore[arg-type] # checked by the dataclass


def with_person(line: Line, **changes: object) -> None:
    rows = tables_of(line).tables.people
    [place] = [number for number, one in enumerate(rows) if one.ref == demo.PEOPLE["applicant-ready"].ref]
    rows[place] = replace(rows[place], **changes)  # type: ignore[arg-type] # checked by the dataclass


def application_of(line: Line, ref: str = READY_REF) -> Application:
    with line.transactions.reading() as work:
        found = work.applications.get(ref)
    assert found
    return found


def test_the_main_terms_are_told(ready: Applicant) -> None:
    terms = ready.hears_terms()
    assert (terms.product, terms.credit_limit, terms.nominal_rate) == ("kontotyp 1", Money.of(25000), Decimal(35))
    assert (terms.monthly_fee, terms.reminder_fee, terms.withdrawal_days) == (Money.of(35), Money.of(35), 14)
    assert terms.total_payable.minor == terms.credit_limit.minor + terms.total_cost.minor
    assert terms.effective_rate > terms.nominal_rate


def test_terms_go_out_by_e_mail_and_a_text_says_so_once(line: Line, ready: Applicant) -> None:
    ready.hears_terms()
    ready.hears_terms()
    sent = [(message.wording, message.channel) for message in line.messages()[1:]]
    assert sent == [("text-terms-sent", Channel.TEXT), ("mail-terms", Channel.EMAIL)]
    assert line.messages()[-1].attachments == (ready.agreement,)


def test_the_code_names_lender_product_and_amount(line: Line, ready: Applicant) -> None:
    ready.gets_a_code()
    text = line.messages()[-1]
    assert text.wording == "text-code-signing"
    assert {**text.values} == {
        "code": ready.caller.newest_code,
        "lender": "Demo Credit",
        "product": "kontotyp 1",
        "amount": Money.of(25000),
    }


def test_the_code_signs(line: Line, ready: Applicant) -> None:
    signed = ready.signs()
    approved = application_of(line)
    assert approved.status is ApplicationStatus.APPROVED
    assert approved.account is not None
    assert approved.account.endswith(signed.account_ending)
    assert signed.withdraw_until == (NOON + timedelta(days=14)).date()
    with line.transactions.reading() as work:
        account = work.accounts.numbered(approved.account)
        evidence = work.evidence.of_application(READY_REF)
        assert evidence is not None
        stored = work.documents.get(evidence.agreement)
    assert account is not None
    assert [limit.credit_limit for limit in account.limits] == [Money.of(25000)]
    assert (evidence.method, evidence.proof, evidence.call) == ("keyed", ready.caller.challenge, "call")
    assert stored is not None
    assert Agreement.read(stored.content).hash == ready.agreement


def test_who_has_signed_gets_a_text_an_e_mail_and_a_reminder_three_days_before_the_end(
    line: Line, ready: Applicant
) -> None:
    ready.signs()
    sent = [(message.wording, message.not_before) for message in line.messages()[-4:]]
    reminded = datetime(2026, 12, 1, 12, tzinfo=UTC)
    assert sent == [
        ("text-signed", None),
        ("mail-signed", None),
        ("text-withdrawal", reminded),
        ("mail-withdrawal", reminded),
    ]


def test_what_was_told_and_signed_is_in_the_audit(line: Line, ready: Applicant) -> None:
    ready.signs()
    [terms, signed] = line.disclosures()[-2:]
    assert terms.facts == (Fact.AGREEMENT_TERMS,)
    assert (signed.facts, signed.level) == ((Fact.NEW_ACCOUNT,), Level.STRONG)


@pytest.mark.parametrize("who", ["applicant-signing-failed", "applicant-two", "applicant-coordination"])
def test_others_can_sign_too(line: Line, who: str) -> None:
    verified(line, who).signs()


def test_of_two_applications_the_newest_is_signed_first_and_then_the_other(line: Line) -> None:
    first = verified(line, "applicant-two", "monday")
    assert first.hears_terms().product == "kontotyp 3"
    first.signs()
    line.clock.advance(timedelta(hours=1))
    assert verified(line, "applicant-two", "tuesday").hears_terms().product == "kontotyp 1"


@pytest.mark.parametrize(
    ("who", "obstacle"),
    [
        ("applicant-kyc", Obstacle.IDENTITY_PENDING),
        ("applicant-kyc-failed", Obstacle.IDENTITY_FAILED),
        ("applicant-pep", Obstacle.NEEDS_A_PERSON),
        ("applicant-signing", Obstacle.BEING_SIGNED),
        ("applicant-rejected", Obstacle.REJECTED),
        ("customer-open", Obstacle.NOTHING_TO_SIGN),
    ],
)
def test_who_cannot_sign_is_told_why(line: Line, who: str, obstacle: Obstacle) -> None:
    assert verified(line, who).obstacle() == obstacle


CHANGES: dict[Obstacle, Callable[[Line], object]] = {
    Obstacle.IN_REVIEW: lambda line: with_application(line, in_review=True),
    Obstacle.EXPIRED: lambda line: with_application(line, approval_expires_at=NOON),
    Obstacle.OFFER_CLOSED: lambda line: with_offer(line, closed_at=NOON),
    Obstacle.IDENTITY_FAILED: lambda line: with_application(line, kyc=KycStatus.FAILED),
    Obstacle.PHONE_CHANGED: lambda line: with_person(line, phone_changed_at=NOON - timedelta(hours=71, minutes=59)),
    Obstacle.REJECTED: lambda line: with_application(line, status=ApplicationStatus.REJECTED),
    Obstacle.TERMS_CHANGED: lambda line: with_offer(line, monthly_admin_fee=Money.of(36)),
    Obstacle.BEING_SIGNED: lambda line: with_application(line, status=ApplicationStatus.INITIALIZED_SIGNING),
    Obstacle.ALREADY_SIGNED: lambda line: signs_by_token(line, READY_REF),
}


@pytest.mark.parametrize("obstacle", CHANGES)
def test_what_changes_after_the_terms_stops_the_code(line: Line, ready: Applicant, obstacle: Obstacle) -> None:
    ready.hears_terms()
    CHANGES[obstacle](line)
    assert ready.says_yes() == NotSignable(obstacle)


@pytest.mark.parametrize("obstacle", CHANGES)
def test_what_changes_after_the_code_stops_the_signature(line: Line, ready: Applicant, obstacle: Obstacle) -> None:
    ready.gets_a_code()
    CHANGES[obstacle](line)
    before = len(tables_of(line).tables.accounts)
    assert ready.keys(ready.caller.newest_code) == NotSignable(obstacle)
    assert len(tables_of(line).tables.accounts) == before


def test_a_phone_number_that_has_settled_may_sign(line: Line, ready: Applicant) -> None:
    with_person(line, phone_changed_at=NOON - timedelta(hours=72))
    ready.signs()


def test_nobody_signs_in_a_call_that_we_placed(line: Line) -> None:
    assert verified(line, "applicant-ready", is_inbound=False).obstacle() == Obstacle.PLACED_BY_US


def test_a_line_that_takes_no_keys_signs_nothing(line: Line) -> None:
    assert verified(replace(line, takes_keys=False), "applicant-ready").obstacle() == Obstacle.NOT_BY_KEYS


def test_a_wrong_code_leaves_a_try_and_three_of_a_call_are_the_end(ready: Applicant) -> None:
    ready.gets_a_code()
    wrong = ready.caller.wrong_code
    assert [ready.keys(wrong) for _ in range(3)] == [CodeWrong(), CodeWrong(), Refused()]
    assert ready.keys(ready.caller.newest_code) == Refused()
    assert ready.says_yes() == Refused()


def test_wrong_codes_of_the_verification_count_here_too(line: Line) -> None:
    caller = line.call("call")
    caller.identifies_as(demo.PEOPLE["applicant-ready"].national_number.digits)
    assert caller.keys(caller.wrong_code) == CodeWrong()
    accepted = caller.keys(caller.newest_code)
    ready = Applicant(caller, accepted.grant)  # type: ignore[union-attr] # it was the right one
    ready.gets_a_code()
    assert [ready.keys(ready.caller.wrong_code) for _ in range(2)] == [CodeWrong(), Refused()]


def test_a_code_that_signs_is_good_for_five_minutes(clock: SettableClock, ready: Applicant) -> None:
    ready.gets_a_code()
    clock.advance(timedelta(minutes=5, seconds=1))
    assert ready.keys(ready.caller.newest_code) == Refused()


def test_another_code_names_its_purpose_again_and_signs(clock: SettableClock, line: Line, ready: Applicant) -> None:
    ready.gets_a_code()
    assert ready.caller.asks_for_another_code() == ResendTooSoon()
    clock.advance(timedelta(seconds=30))
    assert isinstance(ready.caller.asks_for_another_code(), CodeSent)
    assert line.messages()[-1].wording == "text-code-signing"
    assert ready.keys(ready.caller.newest_code) != Refused()
    assert application_of(line).account is not None


def test_messages_have_a_limit_here_too(ready: Applicant) -> None:
    ready.gets_a_code()
    ready.says_yes()
    assert ready.says_yes() == Refused()


def test_the_code_of_one_agreement_signs_no_other(line: Line, ready: Applicant) -> None:
    ready.gets_a_code()
    request = ready.signing(ready.caller.newest_code)
    assert ready.caller.asks(replace(request, agreement="0" * 64)) == Refused()
    assert application_of(line).account is None


def test_the_code_that_verified_does_not_sign_and_the_one_that_signs_does_not_verify(ready: Applicant) -> None:
    verifying, code = ready.caller.challenge, ready.caller.newest_code
    ready.hears_terms()
    assert ready.caller.asks(SignAgreement(ready.grant, ready.agreement, verifying, code)) == Refused()
    ready.says_yes()
    assert ready.caller.asks(CheckCode(ready.caller.challenge, ready.caller.newest_code)) == Refused()


@pytest.mark.parametrize(
    "ask",
    [
        lambda grant, _: ReadTerms(grant),
        lambda grant, ready: StartSigning(grant, ready.agreement),
        lambda grant, ready: replace(ready.signing(ready.caller.newest_code), grant=grant),
    ],
)
def test_somebody_elses_grant_opens_nothing(ready: Applicant, ask: Callable[[Grant, Applicant], ReadTerms]) -> None:
    ready.gets_a_code()
    for grant in (Grant("demo-01", Level.VERIFIED), replace(ready.grant, level=Level.STRONG)):
        assert ready.caller.asks(ask(grant, ready)) == Refused()


def test_somebody_elses_agreement_is_none_of_mine(line: Line, ready: Applicant) -> None:
    ready.hears_terms()
    other = verified(line, "applicant-coordination", "another")
    other.agreement = ready.agreement
    assert other.says_yes() == NotSignable(Obstacle.TERMS_CHANGED)


def test_the_same_turn_again_gets_the_same_answer(line: Line, ready: Applicant) -> None:
    ready.gets_a_code()
    request = ready.signing(ready.caller.newest_code)
    assert ready.caller.asks(request) == ready.caller.asks_again(request) == ready.caller.asks_again(request)
    assert ready.caller.asks_again(replace(request, code=ready.caller.wrong_code)) == Refused()
    assert len([d for d in line.disclosures() if Fact.NEW_ACCOUNT in d.facts]) == 1


def test_the_same_code_in_a_later_turn_finds_it_signed(ready: Applicant) -> None:
    ready.gets_a_code()
    code = ready.caller.newest_code
    assert ready.keys(code) == ready.keys(code)


def test_of_two_calls_one_signs_and_the_other_hears_that_it_is_signed(line: Line, ready: Applicant) -> None:
    other = verified(line, "applicant-ready", "another")
    ready.gets_a_code()
    other.hears_terms()
    code = ready.caller.newest_code
    assert ready.keys(code) != Refused()
    assert other.says_yes() == NotSignable(Obstacle.ALREADY_SIGNED)


def test_an_obstacle_is_told_again_to_a_second_delivery(line: Line, ready: Applicant) -> None:
    with_application(line, in_review=True)
    request = ReadTerms(ready.grant)
    assert ready.caller.asks(request) == NotSignable(Obstacle.IN_REVIEW)
    with_application(line, in_review=False)
    assert ready.caller.asks_again(request) == NotSignable(Obstacle.IN_REVIEW)


def test_a_token_signs_and_signing_again_answers_the_same_account(line: Line) -> None:
    first = signs_by_token(line, READY_REF)
    assert isinstance(first, AgreementSigned)
    assert signs_by_token(line, READY_REF) == first
    assert application_of(line).account == first.account
    assert len([m for m in line.messages() if m.wording == "text-signed"]) == 1


@pytest.mark.parametrize("who", ["demo-09-kontotyp-1", "demo-10-kontotyp-1", "demo-15-kontotyp-1"])
def test_a_lender_with_a_token_decides_on_identity_and_exposure_itself(line: Line, who: str) -> None:
    assert isinstance(signs_by_token(line, who), AgreementSigned)


@pytest.mark.parametrize(
    ("change", "obstacle"),
    [
        ({"in_review": True}, Obstacle.IN_REVIEW),
        ({"approval_expires_at": NOON}, Obstacle.EXPIRED),
        ({"status": ApplicationStatus.REJECTED}, Obstacle.REJECTED),
    ],
)
def test_but_not_on_review_and_expiry(line: Line, change: dict[str, object], obstacle: Obstacle) -> None:
    with_application(line, **change)
    assert signs_by_token(line, READY_REF) == NotSigned(obstacle)


def test_what_was_granted_is_signed_by_token_also_once_its_offer_is_closed(line: Line) -> None:
    with_offer(line, closed_at=NOON)
    assert isinstance(signs_by_token(line, READY_REF), AgreementSigned)


def test_what_a_signer_has_is_under_way(line: Line) -> None:
    assert signs_by_token(line, "demo-11-kontotyp-1") == UnderWay(application_of(line, "demo-11-kontotyp-1"))


def test_another_profiles_application_is_not_found(line: Line) -> None:
    assert signs_by_token(line, "demo-08-kontotyp-3") == NoSuchApplication()


def test_a_second_account_of_one_profile_is_refused(line: Line) -> None:
    with line.transactions.begin() as work:
        twin = replace(application_of(line), ref="twin-kontotyp-1")
        work.applications.add(twin, "test")
    assert isinstance(signs_by_token(line, READY_REF), AgreementSigned)
    assert signs_by_token(line, "twin-kontotyp-1") == AccountProfileExists()
    assert application_of(line, "twin-kontotyp-1") == twin


PERSON = demo.PEOPLE["applicant-ready"].ref


def keyed(**changes: object) -> Callable[[Agreement], Proof]:
    """A proof that would do, but for `changes` of its challenge."""

    def proof(agreement: Agreement) -> Proof:
        challenge = Challenge("call.4", "call", PERSON, b"", b"", NOON, 0, True, agreement.hash)
        return KeyedProof(replace(challenge, **changes), TurnKey("call", 5), "sv-SE")  # type: ignore[arg-type] # checked by the dataclass

    return proof


@pytest.mark.parametrize(
    "proof",
    [
        keyed(is_used=False),
        keyed(agreement=None),
        keyed(agreement="0" * 64),
        keyed(person="demo-01"),
        keyed(person=None),
        keyed(call="another"),
        keyed(sent_at=NOON - timedelta(minutes=5, seconds=1)),
        lambda _: TokenProof("a reader", frozenset({"onboarding:read", "onboarding:write"})),
    ],
)
def test_the_service_itself_refuses_what_proves_nothing(line: Line, proof: Callable[[Agreement], Proof]) -> None:
    """Threat: signing without identity; whoever calls it directly gets no account."""
    signing = _signing(line, proof)
    with pytest.raises(Unproven):
        signing()
    assert application_of(line).status is ApplicationStatus.AWAITING_SIGN


def test_and_takes_what_proves_it(line: Line) -> None:
    assert isinstance(_signing(line, keyed())(), Opened)


def _signing(line: Line, proof: Callable[[Agreement], Proof]) -> Callable[[], object]:
    application = application_of(line)
    agreement = make_agreement(demo.LEDGER, "Demo Credit", application, demo.offers()[0])

    def sign() -> object:
        with line.transactions.begin() as work:
            return Signing(work, line.lending, application, agreement, proof(agreement), NOON, NOON.date()).open()

    return sign


def test_an_agreement_of_another_application_is_proven_by_nothing(line: Line) -> None:
    application = application_of(line)
    agreement = make_agreement(demo.LEDGER, "Demo Credit", replace(application, ref="another"), demo.offers()[0])
    with pytest.raises(Unproven), line.transactions.begin() as work:
        Signing(work, line.lending, application, agreement, TOKEN, NOON, NOON.date()).open()


def test_an_agreement_is_read_back_as_it_was_made() -> None:
    agreement = make_agreement(demo.LEDGER, "Kredit å ä ö AB", demo.applications(NOON)[0], demo.offers()[0])
    assert Agreement.read(agreement.document.content) == agreement


@pytest.mark.parametrize(
    ("offer", "lender"),
    [
        (replace(demo.offers()[0], title="another"), "Demo Credit"),
        (replace(demo.offers()[0], interest=Decimal(34)), "Demo Credit"),
        (replace(demo.offers()[0], account_terms_sha256="0" * 64), "Demo Credit"),
        (demo.offers()[0], "Another Credit"),
    ],
)
def test_whatever_changes_in_an_agreement_changes_its_hash(offer: Offer, lender: str) -> None:
    application = demo.applications(NOON)[0]
    agreement = make_agreement(demo.LEDGER, "Demo Credit", application, demo.offers()[0])
    assert make_agreement(demo.LEDGER, lender, application, offer).hash != agreement.hash
