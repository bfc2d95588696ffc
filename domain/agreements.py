"""What a credit costs, by the assumptions of the law, and the agreement that states it."""

import json
from dataclasses import asdict, dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any, Self

from domain.applications import Application
from domain.documents import AGREEMENT, Document
from domain.effective_rate import Payment, effective_rate
from domain.money import Money
from domain.offers import Offer

MONTHS = 12
PERCENT = 100
WITHDRAWAL_DAYS = 14  # directive (EU) 2023/2225, article 26


@dataclass(frozen=True)
class CreditTerms:
    """An open-end credit. `nominal_rate`: percent a year; `monthly_admin_fee` falls due with each monthly payment.

    ValueError where nothing is lent, something is negative, or the currencies differ.
    """

    credit_limit: Money
    nominal_rate: Decimal
    monthly_admin_fee: Money

    def __post_init__(self) -> None:
        if self.credit_limit.minor <= 0:
            raise ValueError("terms are of a credit above nothing")
        if self.nominal_rate < 0 or self.monthly_admin_fee.minor < 0:
            raise ValueError("neither a rate nor a fee is negative")
        if self.credit_limit.currency != self.monthly_admin_fee.currency:
            raise ValueError("limit and fee are in one currency")


@dataclass(frozen=True)
class CostExample:
    """`payments`: one a month, the first a month after the drawdown; `total_payable` is their sum, `total_cost` what of
    it is not capital. `effective_rate`: percent a year with one decimal.
    """

    payments: tuple[Money, ...]
    total_cost: Money
    total_payable: Money
    effective_rate: Decimal


def cost_example(terms: CreditTerms) -> CostExample:
    """What the credit costs if it is used as directive (EU) 2023/2225 assumes: Annex III, part II (formerly 2008/48/EC,
    Annex I, part II).

    - The whole credit is drawn at once, on the first day.
    - A credit without end runs for one year. Its capital is repaid in equal monthly payments, beginning a month after
      the drawdown; the last clears what is left, so it takes the minor units that do not divide by twelve.
    - Interest and fees are as agreed, and stay so: each month a twelfth of the nominal rate on the capital still owed,
      rounded half up to a whole minor unit, and the fee, both paid in that month. A month without interest on purchases
      is not counted: where rates differ for a time, the highest holds throughout.
    - What depends on a default, such as a reminder's fee, is no cost of the credit.
    """
    payments = _payments(terms)
    total = sum(payments)
    return CostExample(
        payments=tuple(Money(minor, terms.credit_limit.currency) for minor in payments),
        total_cost=Money(total - terms.credit_limit.minor, terms.credit_limit.currency),
        total_payable=Money(total, terms.credit_limit.currency),
        effective_rate=_rate(terms.credit_limit.minor, payments),
    )


def _payments(terms: CreditTerms) -> list[int]:
    """In minor units: capital, interest and fee of each month."""
    owed, payments = terms.credit_limit.minor, []
    equal = owed // MONTHS
    for left in range(MONTHS, 0, -1):
        capital = owed if left == 1 else equal
        payments.append(capital + _month_of_interest(owed, terms.nominal_rate) + terms.monthly_admin_fee.minor)
        owed -= capital
    return payments


def _month_of_interest(owed: int, nominal_rate: Decimal) -> int:
    return int((owed * nominal_rate / (PERCENT * MONTHS)).quantize(Decimal(1), ROUND_HALF_UP))


def _rate(drawn: int, payments: list[int]) -> Decimal:
    repayments = [Payment(Decimal(minor), Fraction(month, MONTHS)) for month, minor in enumerate(payments, start=1)]
    return effective_rate([Payment(Decimal(drawn), Fraction(0))], repayments)


@dataclass(frozen=True)
class TermsDocument:
    """`sha256` (hex) of its bytes as they are stored; None where they are not."""

    url: str
    sha256: str | None


@dataclass(frozen=True)
class Agreement:
    """What somebody says yes to. Rates in percent a year; the costs are those of the example."""

    ledger: int
    lender: str
    application: str
    profile: str
    product: str
    credit_limit: Money
    nominal_rate: Decimal
    effective_rate: Decimal
    monthly_fee: Money
    reminder_fee: Money
    total_cost: Money
    total_payable: Money
    withdrawal_days: int
    documents: tuple[TermsDocument, ...]

    @property
    def document(self) -> Document:
        """Canonical JSON: equal agreements have equal bytes."""
        text = json.dumps(asdict(self), default=str, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return Document("", AGREEMENT, text.encode())

    @property
    def hash(self) -> str:
        """What a yes, a code and an account are bound to: SHA-256, hex."""
        return self.document.sha256

    @classmethod
    def read(cls, content: bytes) -> Self:
        """From the bytes of its document."""
        plain: dict[str, Any] = json.loads(content)
        money = {name: Money(**value) for name, value in plain.items() if isinstance(value, dict)}
        rates = {name: Decimal(plain[name]) for name in ("nominal_rate", "effective_rate")}
        return cls(**plain | money | rates | {"documents": tuple(TermsDocument(**one) for one in plain["documents"])})


def make_agreement(ledger: int, lender: str, application: Application, offer: Offer) -> Agreement:
    """The same for the same application and offer, whenever it is made."""
    rate = offer.interest or Decimal(0)
    example = cost_example(CreditTerms(application.credit_limit, rate, offer.monthly_admin_fee))
    return Agreement(
        ledger=ledger,
        lender=lender,
        application=application.ref,
        profile=offer.profile,
        product=offer.title,
        credit_limit=application.credit_limit,
        nominal_rate=rate,
        effective_rate=example.effective_rate,
        monthly_fee=offer.monthly_admin_fee,
        reminder_fee=offer.reminder_fee,
        total_cost=example.total_cost,
        total_payable=example.total_payable,
        withdrawal_days=WITHDRAWAL_DAYS,
        documents=(
            TermsDocument(offer.standard_european_agreements, offer.standard_european_agreements_sha256),
            TermsDocument(offer.account_terms, offer.account_terms_sha256),
        ),
    )
