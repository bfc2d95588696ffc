"""Text to a verified person what is told on the phone: to the phone on record."""

from collections.abc import Sequence

from domain.disclosure import Fact, Grant
from domain.journey import Customer, CustomerSummary, NeedsSpecialist, Part, told_account
from domain.messages import Message, Sentence, joined
from domain.repositories import Disclosure
from domain.requests import Refused, SendText, TextSent, Topic
from domain.services.asked import Asked
from domain.services.budgets import text_budget
from domain.services.read_application import tell_application
from domain.services.read_details import tell_details
from domain.services.read_summary import grant_of, journey_of, summary_of, tell
from domain.services.room import has_room

PAYMENT_FACTS = (Fact.ACCOUNT_NUMBER, Fact.AMOUNT_DUE, Fact.DUE_DATE, Fact.ARREARS, Fact.BALANCE)
GROUP = 4  # digits: a reference in groups is easier to key in, and is never taken for a code


def send_text(asked: Asked, request: SendText) -> TextSent | Refused:
    """Refused where none leaves for anybody, or no message is left for this person: a person takes over."""
    if not asked.work.outbox.texts_leave(asked.now):
        return Refused()
    grant = grant_of(asked.record)
    if grant is None or request.grant != grant or not _has_room(asked, grant):
        return Refused()
    sentences = SENTENCES[request.topic](asked, request)
    if not sentences:
        return Refused()
    asked.work.outbox.add(_message(asked, grant, sentences))
    return TextSent()


def _message(asked: Asked, grant: Grant, sentences: Sequence[Sentence]) -> Message:
    wording, values = joined([Sentence("text-from", {"lender": asked.lending.lender}), *sentences])
    return Message(
        dedupe=f"text:{asked.key.call}:{asked.key.turn}",
        recipient=grant.person,
        language=asked.record.language,
        wording=wording,
        values=values,
        created_at=asked.now,
    )


def _has_room(asked: Asked, grant: Grant) -> bool:
    last = asked.work.challenges.lock(asked.record.challenge or "")
    return last is not None and last.person == grant.person and has_room(asked, text_budget(asked, last))


def _standing(asked: Asked, request: SendText) -> Sequence[Sentence]:
    told = tell(asked, request.grant, request.part)
    summary = told.open(request.grant) if told else NeedsSpecialist()
    return () if isinstance(summary, NeedsSpecialist) else asked.lending.wordings.standing(summary)


def _details(asked: Asked, request: SendText) -> Sequence[Sentence]:
    grant = request.grant
    if request.part is Part.APPLICATION:
        application = tell_application(asked, grant, request.application)
        return asked.lending.wordings.application(application.open(grant)) if application else ()
    account = tell_details(asked, grant)
    return asked.lending.wordings.details(account.open(grant)) if account else ()


def _payment(asked: Asked, request: SendText) -> Sequence[Sentence]:
    """Where to, with the account's number as the reference; then what is owed."""
    grant = request.grant
    journey = journey_of(asked, grant)
    summary = summary_of(asked, journey) if isinstance(journey, Customer) else None
    if not isinstance(journey, Customer) or not isinstance(summary, CustomerSummary) or not summary.may_pay:
        return ()
    asked.work.audit.add(Disclosure(asked.key, grant.person, grant.level, PAYMENT_FACTS, asked.now))
    reference = _in_groups(told_account(journey.accounts).number)
    pay_to = Sentence("text-payment", {"account": asked.lending.payment_account, "reference": reference})
    return (pay_to, *asked.lending.wordings.owed(summary))


SENTENCES = {Topic.SUMMARY: _standing, Topic.DETAILS: _details, Topic.PAYMENT: _payment}


def _in_groups(digits: str) -> str:
    return " ".join(digits[place : place + GROUP] for place in range(0, len(digits), GROUP))
