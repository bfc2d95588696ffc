"""Applicants who sign on the phone, and all the ways in which they do not. In every language, on either database."""

from collections.abc import Callable, Iterator
from hashlib import sha256

import pytest
from sqlalchemy import Engine, func, select

from ivr import wiring
from ivr.config import load_settings
from ivr.dialogue.voice import prompt
from ivr.phone.line import Line
from ivr.prompts.catalogue import LANGUAGES, spoken
from ivr.voice.schema import parse
from ivr.wiring import Parts
from storage import demo, seeding, tables
from tests.journeys.conftest import Phones
from tests.journeys.test_calls import another_code
from tests.journeys.test_demo_people import PEOPLE, PHONES
from tests.phone.caller import Person
from tests.service import WEB, Service, until
from tests.wording import words_of

NUMBERS = {person.key: person.number for person in PEOPLE}
SIGNED = {"en-GB": "signed", "sv-SE": "signerat"}
LENDER = "Demo Credit"

pytestmark = pytest.mark.parametrize("language", LANGUAGES)

Applicants = Callable[[str], Person]


@pytest.fixture(scope="session")
def parts(service: Service) -> Iterator[Parts]:
    shared = wiring.parts(load_settings(service.env))
    yield shared
    shared.engine.dispose()


@pytest.fixture
def line(parts: Parts, line: Line) -> Iterator[Line]:
    """Who signs is no applicant any more: everybody is as before, for each test and after it."""
    start_afresh(parts)
    yield line
    start_afresh(parts)


def start_afresh(parts: Parts) -> None:
    seeding.seed(parts.engine, parts.cipher, parts.clock.now(), fresh=True)
    parts.sessions.clear()


@pytest.fixture
def verified(caller: Phones, language: str) -> Applicants:
    """Has heard how the application stands."""

    def applicant(key: str) -> Person:
        return caller(PHONES[key]).dials_in(language).enters(f"{NUMBERS[key]}#").enters("{code}")

    return applicant


@pytest.fixture
def asked(verified: Applicants) -> Person:
    """applicant-ready, who has heard the terms and is asked for a yes."""
    return hears_the_terms(verified("applicant-ready"))


@pytest.fixture
def agreed(asked: Person) -> Person:
    return asked.presses("1").hears_prompt("signing-code")


def hears_the_terms(person: Person, *choice: str) -> Person:
    """`choice`: the key for the application that is meant, where there are two."""
    person.hears_prompt("option-sign").presses("2")
    for key in choice:
        person.hears_prompt("which-application").presses(key)
    person.hears_prompt("terms-documents", "option-go-on")
    person.presses("2").hears(spoken(prompt("terms-withdrawal", days=14), person.language))
    return person.presses("2").hears_prompt("consent", "option-agree", "option-disagree", "option-consent-again")


def signs(person: Person, *choice: str) -> Person:
    return (
        hears_the_terms(person, *choice)
        .presses("1")
        .hears_prompt("signing-code")
        .enters("{code}")
        .hears_prompt("signed")
    )


def messages_to(service: Service, recipient: str) -> list[str]:
    """`recipient`: a number or an e-mail address."""
    answer = WEB.get(f"{service.url}/phone/messages", params={"to": recipient})
    return [message["text"] for message in answer.json()]


def first_words(person: Person) -> str:
    """Of the last document, before its options."""
    return next(element.text or "" for element in parse(person.documents[-1].xml).iter("Say"))


def accounts_opened(database: Engine) -> int:
    with database.connect() as connection:
        return connection.execute(select(func.count()).select_from(tables.evidence)).scalar_one()


def test_evidence_has_the_words_that_were_heard_and_the_key_that_agreed(
    verified: Applicants, parts: Parts, language: str
) -> None:
    """security-reliability.md, data at rest: prompt ids and versions, the spoken text's hash, the consent key."""
    person = verified("applicant-ready").presses("2")
    pages = [first_words(person), first_words(person.presses("2"))]
    person.presses("2").presses("1").enters("{code}").hears_prompt("signed")
    with parts.engine.connect() as connection:
        evidence = connection.execute(select(tables.evidence)).one()
    assert evidence.spoken == sha256(" ".join(pages).encode()).hexdigest()
    assert evidence.prompts.split()[0] == "terms-agreement"
    assert evidence.prompts.split()[-1] == "terms-withdrawal"
    assert (evidence.consent_key, evidence.direction, evidence.language) == ("1", "inbound", language)
    assert len(evidence.wording) == 64


def test_whoever_agrees_and_keys_the_code_has_an_account(verified: Applicants, database: Engine) -> None:
    person = verified("applicant-ready").presses("2").hears("kontotyp 1").hears_amount("25000")
    person.presses("1").hears("kontotyp 1").presses("2").presses("2").presses("1").enters("{code}")
    person.hears_prompt("signed", "signed-confirmation", "option-account")
    assert accounts_opened(database) == 1
    person.presses("1").hears_amount("25000").does_not_hear(words_of("option-sign", person.language))
    assert person.presses("9").hears_prompt("goodbye-ended").ended
    assert verified("applicant-ready").hears_amount("25000").presses("2").hears_prompt("transfer-something-wrong").ended


def test_the_text_of_the_code_names_lender_product_and_amount(agreed: Person, service: Service) -> None:
    """In the person's own language, whatever the call's is."""
    code = agreed.newest_code()
    text = next(text for text in messages_to(service, PHONES["applicant-ready"]) if code in text)
    assert LENDER in text
    assert "kontotyp 1" in text
    assert "25 000,00 kr" in text


def test_the_terms_and_then_the_signature_come_by_e_mail_and_a_text_says_so(asked: Person, service: Service) -> None:
    """What reminds of the right to withdraw waits for its day."""
    terms, signed, withdrawal = "villkoren för kontotyp 1", "signerat kontotyp 1", "kan du ångra"
    phone, address = PHONES["applicant-ready"], demo.PEOPLE["applicant-ready"].email
    assert address

    def comes(words: str, recipient: str) -> None:
        until(lambda: any(words in text.lower() for text in messages_to(service, recipient)))

    comes(terms, phone)
    comes(terms, address)
    asked.presses("1").enters("{code}").hears_prompt("signed")
    comes(signed, phone)
    comes(signed, address)
    assert not any(withdrawal in text for text in messages_to(service, phone))


@pytest.mark.parametrize("key", ["applicant-signing-failed", "applicant-coordination"])
def test_every_other_applicant_who_may_sign_signs(verified: Applicants, key: str) -> None:
    signs(verified(key))


def test_a_customer_signs_the_application_beside_the_account_and_goes_back_to_it(verified: Applicants) -> None:
    person = verified("customer-also-applicant").presses("3").hears_amount("20000")
    person.presses("3").hears_amount("18300").presses("3")
    signs(person)


@pytest.mark.parametrize(("key", "product", "amount"), [("1", "kontotyp 3", "10000"), ("2", "kontotyp 1", "20000")])
def test_of_two_applications_the_one_that_was_chosen_is_signed(
    verified: Applicants, key: str, product: str, amount: str
) -> None:
    asked = verified("applicant-two").presses("2").hears_prompt("which-application")
    person = asked.hears_amount("10000").hears_amount("20000").presses(key).hears(product).hears_amount(amount)
    person.presses("1").hears(product)
    person.presses("2").presses("2").presses("1").enters("{code}").hears_prompt("signed")


@pytest.mark.parametrize(
    "key", ["applicant-kyc", "applicant-kyc-failed", "applicant-pep", "applicant-signing", "applicant-rejected"]
)
def test_nobody_else_is_offered_to_sign(verified: Applicants, key: str) -> None:
    person = verified(key)
    person.does_not_hear(words_of("option-sign", person.language))
    person.presses("5").hears_prompt("menu-unreadable-1").presses("0").hears_prompt("transfer-asked")


def test_a_no_is_taken_kindly_and_may_become_a_yes(asked: Person, database: Engine) -> None:
    asked.presses("2").hears_prompt("declined", "option-sign")
    assert accounts_opened(database) == 0
    signs(asked)


def test_the_terms_are_told_again_as_often_as_wanted(asked: Person) -> None:
    for _ in range(3):
        asked.presses("3").hears_amount("25000").presses("2").presses("2").hears_prompt("consent")


def test_whoever_keeps_silent_has_not_agreed(asked: Person, database: Engine) -> None:
    asked.stays_silent().hears_prompt("consent-silent-1").stays_silent().hears_prompt("consent-silent-2")
    asked.stays_silent().hears_prompt("transfer-not-understood")
    assert accounts_opened(database) == 0


def test_silence_alone_listens_to_the_terms_and_signs_nothing(verified: Applicants, database: Engine) -> None:
    person = verified("applicant-ready").presses("2").stays_silent().stays_silent().hears_prompt("consent")
    person.stays_silent().stays_silent().stays_silent().hears_prompt("transfer-not-understood")
    assert accounts_opened(database) == 0


def test_whoever_gets_no_code_gets_a_person(agreed: Person, database: Engine) -> None:
    agreed.stays_silent().hears_prompt("code-patient-2").stays_silent().hears_prompt("code-patient-3")
    agreed.stays_silent().hears_prompt("transfer-no-code")
    assert accounts_opened(database) == 0


def test_wrong_codes_sign_nothing_and_the_third_reaches_a_person(agreed: Person, database: Engine) -> None:
    code = agreed.newest_code()
    agreed.enters(another_code(code, 0)).hears_prompt("code-wrong-1")
    agreed.enters(another_code(code, 1)).hears_prompt("code-wrong-2")
    agreed.enters(another_code(code, 2)).hears_prompt("transfer-no-try-left").does_not_hear(SIGNED[agreed.language])
    assert accounts_opened(database) == 0


def test_a_slip_of_the_finger_is_no_hindrance(agreed: Person) -> None:
    code = agreed.newest_code()
    agreed.enters(another_code(code)).hears_prompt("code-wrong-1").enters(code).hears_prompt("signed")


def test_a_star_goes_back_to_the_question(agreed: Person, database: Engine) -> None:
    agreed.enters("*#").hears_prompt("consent").presses("2").hears_prompt("declined")
    assert accounts_opened(database) == 0


def test_the_code_of_the_greeting_signs_nothing(caller: Phones, language: str) -> None:
    person = caller(PHONES["applicant-ready"]).dials_in(language).enters(f"{NUMBERS['applicant-ready']}#")
    greeting = person.newest_code()
    hears_the_terms(person.enters(greeting)).presses("1")
    if greeting != person.newest_code():  # once in a million
        person.enters(greeting).hears_prompt("code-wrong-1")


def test_hanging_up_before_the_code_leaves_the_agreement_to_be_signed(
    agreed: Person, verified: Applicants, database: Engine
) -> None:
    agreed.newest_code()
    agreed.hangs_up()
    assert accounts_opened(database) == 0
    signs(verified("applicant-ready"))


def test_signed_is_not_said_before_it_is(verified: Applicants) -> None:
    """In all that is said from the greeting up to the last digit of the code."""
    person = verified("applicant-ready")
    hears_the_terms(person).presses("1")
    assert spoken(prompt("signed"), person.language) not in person.heard_in_all


def test_who_signs_in_two_calls_at_once_signs_once(verified: Applicants, database: Engine) -> None:
    """The one who comes too late hears that all is done."""
    first = hears_the_terms(verified("applicant-ready")).presses("1")
    first_code = first.newest_code()
    second = hears_the_terms(verified("applicant-ready")).presses("1")
    first.enters(first_code).hears_prompt("signed")
    second.enters("{code}").hears_prompt("cannot-sign-already-signed").presses("1").hears_amount("25000")
    assert accounts_opened(database) == 1
