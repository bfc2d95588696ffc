"""Signing an agreement on the phone: what is told and sent, and what is there after."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from domain.agreements import Agreement
from domain.applications import ApplicationStatus
from domain.disclosure import Fact
from domain.messages import Channel
from domain.money import Money
from domain.verification import Level
from storage import demo
from tests.domain.line import NOON, Line
from tests.domain.signing import (
    READY_REF,
    Applicant,
    application_of,
    verified,
)


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
    offer = demo.offers()[0]
    terms = [offer.standard_european_agreements_sha256, offer.account_terms_sha256]
    assert list(line.messages()[-1].attachments) == [ready.agreement, *terms]


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


@pytest.mark.parametrize("who", ["applicant-signing-failed", "applicant-coordination"])
def test_an_applicant_whose_signing_failed_or_is_coordinated_can_sign(line: Line, who: str) -> None:
    verified(line, who).signs()
