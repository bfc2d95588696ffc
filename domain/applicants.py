"""What an applicant told when applying, kept as it was posted."""

import re
from dataclasses import dataclass, field
from decimal import Decimal

from domain.identifiers import NationalNumber

PEP_QUESTION, PEP_YES = "ispep", "true"  # compared without regard to case


@dataclass(frozen=True)
class LegalAddress:
    """`country_code`: ISO 3166-1 alpha-2."""

    name: str = field(repr=False)
    city: str = field(repr=False)
    zip_code: str = field(repr=False)
    country_code: str
    street_address: str | None = field(default=None, repr=False)
    co_address: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class KycAnswer:
    """`text`: what the applicant chose, as it was shown."""

    code: str = field(repr=False)
    text: str = field(repr=False)


@dataclass(frozen=True)
class KycQuestion:
    """`text`: what the applicant was shown or told. Codes are passed through untouched."""

    code: str
    text: str
    answer: KycAnswer


@dataclass(frozen=True)
class ApplicantDetails:
    """`national_identifier`: YYYYMMDD-NNNC of `country_code` (SE). A remote ledger's `cell_phone` may be anything."""

    national_identifier: str = field(repr=False)
    country_code: str
    customer_no: str = field(repr=False)
    email_address: str = field(repr=False)
    cell_phone: str = field(repr=False)
    legal_address: LegalAddress
    questions: tuple[KycQuestion, ...] = field(repr=False)
    ip_address: str | None = field(default=None, repr=False)

    @property
    def national_number(self) -> NationalNumber:
        """Raises InvalidIdentifier."""
        return NationalNumber.parse(re.sub("[-+]", "", self.national_identifier))

    @property
    def is_pep(self) -> bool:
        """Whether the applicant said to be politically exposed, to the question that asks for it."""
        return any(q.code.casefold() == PEP_QUESTION and q.answer.code.casefold() == PEP_YES for q in self.questions)


@dataclass(frozen=True)
class NewApplication:
    """What is posted; its form is checked already. `credit_limit`: at most two decimals, in the offer's currency."""

    credit_limit: Decimal
    details: ApplicantDetails
