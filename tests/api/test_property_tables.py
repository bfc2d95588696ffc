"""One violation for each row of the contract's tables, and for what the service adds to them.

Onboarding API, revision of 2020-03-12: tables of the applications resource, the offers resource and sign-agreement.
"""

from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from ivr.api.examples import OFFER
from ivr.api.schemas.answering import CreatedAccount, Offer
from tests.api.applicants import MISSING, changed
from tests.api.conftest import APPLICATIONS, System, faults_in

REQUIRED = "is required."
LINE = "must be one line of text."
COUNTRY = "must be an ISO 3166-1 alpha-2 country code, such as SE."
NUMBER = "must be a valid Swedish personal identity or coordination number."
DATED = "must be written YYYYMMDD-NNNC."
AMOUNT = "must be a number with at most two decimals and no exponent."
EMAIL = "must be an e-mail address."
IP = "must be an IP address or network, such as 1.1.1.1."
PHONE = "must be a phone number written as +46701234567."
TEXT = "must be text."
UNKNOWN = "is unknown."

POSTED = [
    # @id, status and account are the service's to say.
    ("@id", "/x", "@id", UNKNOWN),
    ("status", "Approved", "Status", UNKNOWN),
    ("account", "https://example.com", "Account", UNKNOWN),
    ("nationalConsumerIdentifier", MISSING, "NationalConsumerIdentifier", REQUIRED),
    ("nationalConsumerIdentifier", "19101010-1010", "NationalConsumerIdentifier", "must be an object."),
    ("nationalConsumerIdentifier__value", MISSING, "NationalConsumerIdentifier.Value", REQUIRED),
    ("nationalConsumerIdentifier__value", "191010101010", "NationalConsumerIdentifier.Value", DATED),
    ("nationalConsumerIdentifier__value", "101010-1010", "NationalConsumerIdentifier.Value", DATED),
    ("nationalConsumerIdentifier__value", "19101010-1010\n", "NationalConsumerIdentifier.Value", DATED),
    ("nationalConsumerIdentifier__value", "19101010-1011", "NationalConsumerIdentifier.Value", NUMBER),
    ("nationalConsumerIdentifier__value", "19101310-1010", "NationalConsumerIdentifier.Value", NUMBER),
    ("nationalConsumerIdentifier__value", 191010101010, "NationalConsumerIdentifier.Value", TEXT),
    ("nationalConsumerIdentifier__countryCode", MISSING, "NationalConsumerIdentifier.CountryCode", REQUIRED),
    ("nationalConsumerIdentifier__countryCode", "SWE", "NationalConsumerIdentifier.CountryCode", COUNTRY),
    (
        "nationalConsumerIdentifier__countryCode",
        "NO",
        "NationalConsumerIdentifier.CountryCode",
        "must be SE: applicants are identified by a Swedish national number.",
    ),
    ("customerNo", MISSING, "CustomerNo", REQUIRED),
    ("customerNo", "", "CustomerNo", REQUIRED),
    ("customerNo", "9" * 16, "CustomerNo", "must have at most 15 characters."),
    ("creditLimit", MISSING, "CreditLimit", REQUIRED),
    ("creditLimit", None, "CreditLimit", REQUIRED),
    ("creditLimit", "5000.00", "CreditLimit", AMOUNT),
    ("creditLimit", True, "CreditLimit", AMOUNT),
    ("creditLimit", 1e22, "CreditLimit", AMOUNT),
    ("creditLimit", 0.001, "CreditLimit", AMOUNT),
    ("creditLimit", Decimal("0.00"), "CreditLimit", "must be greater than 0."),
    ("creditLimit", 10**30, "CreditLimit", "must be at most 999999999.99."),
    ("emailAddress", MISSING, "EmailAddress", REQUIRED),
    ("emailAddress", "a@" + "b" * 250 + ".se", "EmailAddress", "must have at most 254 characters."),
    ("emailAddress", "test.testshop.se", "EmailAddress", EMAIL),
    ("emailAddress", "a@b@c.se", "EmailAddress", EMAIL),
    ("emailAddress", "test@testshop.se\nBcc: all@testshop.se", "EmailAddress", EMAIL),
    ("cellPhone", MISSING, "CellPhone", REQUIRED),
    ("cellPhone", "+467012344567890", "CellPhone", "must have at most 15 characters."),
    ("cellPhone", "", "CellPhone", REQUIRED),
    ("cellPhone", "call me", "CellPhone", PHONE),
    ("cellPhone", "070-123", "CellPhone", PHONE),
    ("cellPhone", "+46", "CellPhone", PHONE),
    ("cellPhone", "+46701", "CellPhone", PHONE),
    ("cellPhone", "+999701740605", "CellPhone", PHONE),
    ("cellPhone", 46701740605, "CellPhone", TEXT),
    ("ipAddress", "1" * 44, "IpAddress", "must have at most 43 characters."),
    ("ipAddress", "1.1.1.1;", "IpAddress", IP),
    ("ipAddress", "1.1.1.256", "IpAddress", IP),
    ("legalAddress", MISSING, "LegalAddress", REQUIRED),
    ("legalAddress__name", MISSING, "LegalAddress.Name", REQUIRED),
    ("legalAddress__name", "   ", "LegalAddress.Name", REQUIRED),
    ("legalAddress__name", "x" * 73, "LegalAddress.Name", "must have at most 72 characters."),
    ("legalAddress__name", "John\nSmith", "LegalAddress.Name", LINE),
    ("legalAddress__streetAddress", "x" * 36, "LegalAddress.StreetAddress", "must have at most 35 characters."),
    ("legalAddress__city", MISSING, "LegalAddress.City", REQUIRED),
    ("legalAddress__city", "x" * 31, "LegalAddress.City", "must have at most 30 characters."),
    ("legalAddress__coAddress", "x" * 36, "LegalAddress.CoAddress", "must have at most 35 characters."),
    ("legalAddress__zipCode", MISSING, "LegalAddress.ZipCode", REQUIRED),
    ("legalAddress__zipCode", "1" * 16, "LegalAddress.ZipCode", "must have at most 15 characters."),
    ("legalAddress__zipCode", "123 45", "LegalAddress.ZipCode", "must not have whitespace in it."),
    ("legalAddress__countryCode", MISSING, "LegalAddress.CountryCode", REQUIRED),
    ("legalAddress__countryCode", "XX", "LegalAddress.CountryCode", COUNTRY),
    ("legalAddress__countryCode", "se", "LegalAddress.CountryCode", COUNTRY),
    ("kyc", MISSING, "Kyc", REQUIRED),
    ("kyc__questions", MISSING, "Kyc.Questions", REQUIRED),
    ("kyc__questions", {}, "Kyc.Questions", "must be a list."),
    ("kyc__questions__0__code", MISSING, "Kyc.Questions[0].Code", REQUIRED),
    ("kyc__questions__1__text", MISSING, "Kyc.Questions[1].Text", REQUIRED),
    ("kyc__questions__2__answer__code", MISSING, "Kyc.Questions[2].Answer.Code", REQUIRED),
    ("kyc__questions__5__answer__text", MISSING, "Kyc.Questions[5].Answer.Text", REQUIRED),
    ("kyc__questions__0__answer__text", 7, "Kyc.Questions[0].Answer.Text", TEXT),
    ("kyc__questions__0__aswer", {}, "Kyc.Questions[0].Aswer", UNKNOWN),
    ("legalAddress__street_address", "Teststreet", "LegalAddress.Street_address", UNKNOWN),
]

OFFERED: list[tuple[str, Any]] = [
    ("@id", None),
    ("accountProfile", "x" * 51),
    ("title", "x" * 51),
    ("currency", "kronor"),
    ("maxCreditLimit", "a lot"),
    ("interestFreePurchaseMonth", "P1M"),  # the table says bool, "ISO 8601"
    ("monthlyAdminFee", None),
    ("reminderFee", None),
    ("termsAndConditions", {"accountTerms": "https://example.com/terms.pdf"}),
    ("termsAndConditions", {"standardEuropeeanAgreements": "https://example.com/agreements.pdf"}),
]


@pytest.mark.parametrize(("path", "value", "parameter", "words"), POSTED)
def test_a_violated_row_is_named_alone(shop: System, path: str, value: object, parameter: str, words: str) -> None:
    answer = shop.post(APPLICATIONS, changed(**{path: value}))
    assert faults_in(answer) == {parameter: f"The {parameter.rpartition('.')[2]} field {words}"}


@pytest.mark.parametrize(("name", "value"), OFFERED)
def test_an_offer_that_violates_its_table_is_no_offer(name: str, value: object) -> None:
    with pytest.raises(ValidationError):
        Offer.model_validate(OFFER | {name: value})


def test_what_was_created_is_named() -> None:
    with pytest.raises(ValidationError):
        CreatedAccount.model_validate({"createdAccount": None})


def test_every_fault_is_listed_at_once(shop: System) -> None:
    """The contract's own example of a problem."""
    posted = changed(cellPhone=MISSING, emailAddress=MISSING, legalAddress__name=MISSING)
    answer = shop.post(APPLICATIONS, posted)
    assert list(faults_in(answer).items()) == [
        ("CellPhone", "The CellPhone field is required."),
        ("EmailAddress", "The EmailAddress field is required."),
        ("LegalAddress.Name", "The Name field is required."),
    ]


def test_an_empty_object_lacks_all_that_is_required(shop: System) -> None:
    required = {"NationalConsumerIdentifier", "CustomerNo", "CreditLimit", "EmailAddress", "CellPhone"}
    assert faults_in(shop.post(APPLICATIONS, {})).keys() == required | {"LegalAddress", "Kyc"}


def test_a_name_that_a_client_made_up_comes_back_short(shop: System) -> None:
    (name,) = faults_in(shop.post(APPLICATIONS, changed(**{"\x1b[31m" + "x" * 10_000: 1})))
    assert name == "[31m" + "x" * 45
