"""The main terms of an agreement, and how they sound in a call."""

from domain.agreements import Agreement
from domain.services.asked import Asked
from domain.signing import Heard, TermsSummary


def heard_today(asked: Asked, agreement: Agreement) -> Heard:
    """Say how they sound to whoever hears them from this version of the line, in the language of the call."""
    return asked.lending.wordings.terms(terms_of(agreement), asked.record.language)


def terms_of(agreement: Agreement) -> TermsSummary:
    return TermsSummary(
        agreement=agreement.hash,
        application=agreement.application,
        product=agreement.product,
        credit_limit=agreement.credit_limit,
        nominal_rate=agreement.nominal_rate,
        effective_rate=agreement.effective_rate,
        monthly_fee=agreement.monthly_fee,
        reminder_fee=agreement.reminder_fee,
        total_cost=agreement.total_cost,
        total_payable=agreement.total_payable,
        withdrawal_days=agreement.withdrawal_days,
    )
