"""The body of POST …/applications."""

from typing import Annotated

from pydantic import Field

from domain.applicants import ApplicantDetails, KycAnswer, KycQuestion, LegalAddress, NewApplication
from ivr.api.schemas.fields import (
    NO_SPACE,
    ONE_LINE,
    CellPhone,
    CountryCode,
    CreditLimit,
    DatedNumber,
    Email,
    IpAddress,
    Line,
    Sweden,
    Wire,
    Words,
)

MOST_QUESTIONS = 100


class PostedIdentifier(Wire):
    value: DatedNumber
    country_code: Sweden


class PostedAddress(Wire):
    name: Annotated[Line, Field(max_length=72, description="The end customer's full name.")]
    street_address: Annotated[str, Field(max_length=35, pattern=ONE_LINE)] | None = None
    city: Annotated[Line, Field(max_length=30)]
    co_address: Annotated[str, Field(max_length=35, pattern=ONE_LINE)] | None = None
    zip_code: Annotated[str, Field(max_length=15, pattern=NO_SPACE)]
    country_code: CountryCode


class PostedAnswer(Wire):
    code: Words
    text: Words = Field(description="The answer as it was shown to the customer.")


class PostedQuestion(Wire):
    code: Words
    text: Words = Field(description="The question as it was shown to the customer.")
    answer: PostedAnswer


class PostedKyc(Wire):
    """Know your customer. Which questions are asked is not checked; codes and texts are passed through untouched."""

    questions: Annotated[list[PostedQuestion], Field(max_length=MOST_QUESTIONS)]


class PostedApplication(Wire):
    national_consumer_identifier: PostedIdentifier
    customer_no: Annotated[Line, Field(max_length=15)]
    credit_limit: CreditLimit
    email_address: Email
    cell_phone: CellPhone
    ip_address: IpAddress | None = None
    legal_address: PostedAddress
    kyc: PostedKyc

    def read(self) -> NewApplication:
        return NewApplication(
            self.credit_limit,
            ApplicantDetails(
                national_identifier=self.national_consumer_identifier.value,
                country_code=self.national_consumer_identifier.country_code,
                customer_no=self.customer_no,
                email_address=self.email_address,
                cell_phone=self.cell_phone,
                legal_address=LegalAddress(**self.legal_address.model_dump()),
                questions=tuple(_question(question) for question in self.kyc.questions),
                ip_address=self.ip_address,
            ),
        )


def _question(asked: PostedQuestion) -> KycQuestion:
    return KycQuestion(asked.code, asked.text, KycAnswer(asked.answer.code, asked.answer.text))
