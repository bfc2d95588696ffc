"""A text with what is told: to the phone on record, counted like a code, recorded like a telling."""

from dataclasses import replace

import pytest

from domain.disclosure import Fact, Grant
from domain.journey import CUSTOMER_FACTS
from domain.messages import Message, sentences_of
from domain.requests import CodeAccepted, Refused, SendText, TextSent, Topic
from domain.verification import Level
from ivr.prompts.catalogue import written
from storage import demo
from tests.domain.line import Caller, Line
from tests.fakes.transactions import MemoryTransactions


def verified(line: Line, key: str, call: str = "call") -> tuple[Caller, Grant]:
    caller = line.call(call)
    caller.identifies_as(demo.PEOPLE[key].national_number.digits)
    accepted = caller.keys(caller.newest_code)
    assert isinstance(accepted, CodeAccepted)
    return caller, accepted.grant


def text_of(message: Message, language: str = "en-GB") -> str:
    return " ".join(written(sentence.wording, language, sentence.values) for sentence in sentences_of(message))


def texted(line: Line, key: str, topic: Topic) -> Message:
    caller, grant = verified(line, key)
    assert caller.asks(SendText(grant, topic)) == TextSent()
    message = line.messages()[-1]
    assert message.recipient == demo.PEOPLE[key].ref
    return message


def test_the_summary_is_written_in_the_words_that_are_said(line: Line) -> None:
    text = text_of(texted(line, "customer-open", Topic.SUMMARY))
    assert text == (
        "Demo Credit: You can spend 37,654.50 kr. Your limit is 50,000.00 kr. Due on 28 November 2026: 1,250.00 kr."
    )


def test_an_applicant_gets_how_the_application_stands(line: Line) -> None:
    text = text_of(texted(line, "applicant-two", Topic.SUMMARY))
    assert text.startswith("Demo Credit: You have 2 applications, newest first. Your application for 10,000.00 kr")
    assert "20,000.00 kr" in text


def test_how_to_pay_names_the_account_the_reference_and_what_is_owed(line: Line) -> None:
    text = text_of(texted(line, "customer-arrears", Topic.PAYMENT))
    assert text == (
        "Demo Credit: Pay to bankgiro 5050-1055, with the reference 5010 0003. From earlier bills, 2,480.00 kr is"
        " still to be paid. We can help. Due on 28 November 2026: 980.00 kr."
    )


def test_of_a_pay_down_account_all_that_is_left_is_owed(line: Line) -> None:
    assert text_of(texted(line, "customer-paydown", Topic.PAYMENT)).endswith("You have 12,400.00 kr left to pay.")


@pytest.mark.parametrize(
    ("topic", "facts"),
    [(Topic.SUMMARY, set(CUSTOMER_FACTS)), (Topic.PAYMENT, {Fact.ACCOUNT_NUMBER, Fact.AMOUNT_DUE, Fact.DUE_DATE})],
)
def test_a_text_leaves_one_row_in_the_audit(line: Line, topic: Topic, facts: set[Fact]) -> None:
    texted(line, "customer-open", topic)
    _greeting, row = line.disclosures()
    assert (row.person, row.level) == (demo.PEOPLE["customer-open"].ref, Level.VERIFIED)
    assert facts <= set(row.facts)


def test_a_request_for_a_text_that_is_delivered_twice_sends_one_text(line: Line) -> None:
    caller, grant = verified(line, "customer-open")
    assert [caller.asks(SendText(grant, Topic.SUMMARY)), caller.asks_again(SendText(grant, Topic.SUMMARY))] == [
        TextSent(),
        TextSent(),
    ]
    assert len(line.messages()) == 2


def test_a_person_gets_five_texts_in_an_hour(line: Line) -> None:
    """Beside the code."""
    caller, grant = verified(line, "customer-open")
    answers = [caller.asks(SendText(grant, topic)) for topic in [Topic.SUMMARY, Topic.PAYMENT] * 3]
    assert answers == [TextSent()] * 5 + [Refused()]
    assert len(line.messages()) == len(line.disclosures()) == 1 + 5


def test_a_grant_that_the_call_has_not_earned_sends_nothing(line: Line) -> None:
    caller, _ = verified(line, "customer-open")
    stolen = Grant(demo.PEOPLE["customer-arrears"].ref, Level.VERIFIED)
    assert caller.asks(SendText(stolen, Topic.SUMMARY)) == Refused()
    assert line.call("other").asks(SendText(stolen, Topic.SUMMARY)) == Refused()
    assert len(line.messages()) == 1


@pytest.mark.parametrize("key", ["customer-fraud", "customer-chargeoff"])
@pytest.mark.parametrize("topic", Topic)
def test_of_an_account_of_which_nothing_is_read_nothing_is_written(line: Line, key: str, topic: Topic) -> None:
    caller, grant = verified(line, key)
    assert caller.asks(SendText(grant, topic)) == Refused()


def may_pay(line: Line, key: str) -> bool:
    caller = line.call("call")
    caller.identifies_as(demo.PEOPLE[key].national_number.digits)
    accepted = caller.keys(caller.newest_code)
    assert isinstance(accepted, CodeAccepted)
    return bool(getattr(accepted.summary.open(accepted.grant), "may_pay", False))


@pytest.mark.parametrize(("key", "owes"), [("customer-open", True), ("customer-new", False), ("applicant-kyc", False)])
def test_how_to_pay_is_for_whoever_owes_something(line: Line, key: str, owes: bool) -> None:
    assert may_pay(line, key) is owes


def test_how_to_pay_is_not_offered_where_the_lender_has_not_said_it(line: Line) -> None:
    silent = replace(line, payment_account="")
    assert not may_pay(silent, "customer-open")
    caller, grant = verified(silent, "customer-open", "another")
    assert caller.asks(SendText(grant, Topic.PAYMENT)) == Refused()


def test_a_reference_of_six_digits_is_not_taken_for_a_code(line: Line) -> None:
    transactions = line.transactions
    assert isinstance(transactions, MemoryTransactions)
    first, *others = transactions.tables.accounts
    transactions.tables.accounts[:] = [replace(first, number="501001"), *others]
    assert "reference 5010 01." in text_of(texted(line, "customer-open", Topic.PAYMENT))
