"""What nobody is told of the demo people before it is sure who calls: figures, dates, standing, their own digits."""

import re
from collections.abc import Iterator
from functools import cache

from domain.agreements import make_agreement
from domain.money import Money
from domain.signing import Obstacle
from ivr.dialogue import tell
from ivr.dialogue.representatives import (
    SIGNED,
    TERMS,
    applicant_summaries,
    customer_summaries,
    details,
    not_signable,
)
from ivr.dialogue.voice import Prompt, Value, prompt
from ivr.prompts.catalogue import spoken
from ivr.prompts.languages import LANGUAGES
from ivr.prompts.speech import said
from storage import demo
from tests.model.line import NOON

PUBLIC = {figure for offer in demo.offers() for figure in (offer.max_credit_limit, offer.monthly_admin_fee)}
OWN = re.compile(
    "|".join(
        re.escape(own)
        for person in demo.PEOPLE.values()
        for own in (person.national_number.digits, person.customer_number.digits, person.name)
    )
)


SHORTEST = 3  # words of a phrase that tells something: "Thank you." does not


@cache
def figures_of(key: str) -> frozenset[Value]:
    """All that is kept of a person, zero apart, which tells nobody from another."""
    ref = demo.PEOPLE[key].ref
    accounts = [account for account in demo.accounts(NOON) if account.person == ref]
    limits = (money for a in accounts for limit in a.limits for money in (limit.credit_limit, limit.available))
    owed = (money for a in accounts for money in (a.balance, a.current_due, a.arrears))
    paid = [payment for a in accounts for payment in a.last_payments]
    dates = (*(a.due_date for a in accounts if a.due_date), *(payment.day for payment in paid))
    amounts = (*limits, *owed, *(payment.amount for payment in paid), *_applied_for(ref))
    return frozenset({*(money for money in amounts if money.minor), *dates})


def _applied_for(ref: str) -> Iterator[Money]:
    """With what it would cost."""
    offers = {offer.profile: offer for offer in demo.offers()}
    for application in demo.applications(NOON):
        if application.person == ref:
            terms = make_agreement(demo.LEDGER, "", application, offers[application.profile])
            yield from (terms.credit_limit, terms.reminder_fee, terms.total_cost, terms.total_payable)


@cache
def _vocabulary() -> dict[str, Value]:
    """Every figure of everybody, as it is said in each language."""
    figures = PUBLIC.union(*(figures_of(key) for key in demo.PEOPLE))
    return {said(figure, language): figure for figure in figures for language in LANGUAGES}


@cache
def _figure_pattern() -> re.Pattern[str]:
    """The longest one first: "two thousand kronor" ends others."""
    longest_first = sorted(_vocabulary(), key=len, reverse=True)
    return re.compile(r"(?<!\w)(" + "|".join(map(re.escape, longest_first)) + r")(?!\w)")


def private_figures(words: str) -> set[Value]:
    return {_vocabulary()[found] for found in _figure_pattern().findall(words)} - PUBLIC


@cache
def phrases_of_the_verified() -> frozenset[str]:
    """Of every sentence that tells how somebody stands, to them or to an agent, the part that no figure is in."""
    standing = [*map(tell.customer, customer_summaries()), *map(tell.applicant, applicant_summaries())]
    more = [page for told in details() for page in tell.details(told.closed)]
    signing = [tell.terms(TERMS, 1), tell.terms(TERMS, 2), tell.signed(SIGNED)]
    others = [prompt("whisper-verified"), prompt("transfer-specialist"), *map(cannot_sign, Obstacle)]
    prompts = [*(each for told in (*standing, *more, *signing) for each in told), *others]
    parts = (_fixed_part(each, own) for each in prompts for own in LANGUAGES)
    return frozenset(part for part in parts if len(part.split()) >= SHORTEST)


def cannot_sign(obstacle: Obstacle) -> Prompt:
    return tell.cannot_sign(obstacle, not_signable(obstacle).signs_from)


def _fixed_part(sentence: Prompt, language: str) -> str:
    text = spoken(sentence, language)
    for _, value in sentence.values:
        text = text.replace(said(value, language), "\n")
    return max(text.split("\n"), key=len)


def faults(document: str, words: str, proved: str | None) -> Iterator[str]:
    """What a caller may not be told who has proved to be `proved`: the key of a demo person, or None."""
    if OWN.search(document):
        yield "digits or the name of a person"
    if private_figures(words) - (figures_of(proved) if proved else frozenset()):
        yield "figures of somebody who has not proved to be on the line"
    if not proved and any(phrase in words for phrase in phrases_of_the_verified()):
        yield "what only the verified are told"
