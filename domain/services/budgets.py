"""What messages and call-backs count against. Each kind has a budget of its own: whoever empties one empties no other.

A decoy's code goes to nobody, so it takes none of those that all have together; what its person has is counted alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.identifiers import PhoneNumber
from domain.limits import EVERYBODY, Counted, Counts, Tally, reached
from domain.services.asked import Asked
from domain.services.callers import shown_number
from domain.services.counting import subject
from domain.verification import Challenge


@dataclass(frozen=True)
class CodeBudget:
    """`to_person`: what is counted for whoever the caller says to be."""

    to_person: Sequence[Tally]
    in_all: Tally

    def spent(self, counts: Counts) -> list[Counted]:
        """Those of the person's limits that had been reached before."""
        return reached(self.to_person, counts)


@dataclass(frozen=True)
class VerifyingBudget(CodeBudget):
    """`to_person`: from elsewhere, and from the phone on record: there also what elsewhere has left."""

    def spent(self, counts: Counts) -> list[Counted]:
        elsewhere, from_record = self.to_person
        had_elsewhere = min(counts[elsewhere.counted] - elsewhere.amount, elsewhere.limit)
        if had_elsewhere + counts[from_record.counted] - from_record.amount >= elsewhere.limit + from_record.limit:
            return [from_record.counted]
        return reached([elsewhere], counts) if elsewhere.amount else []


def code_budget(asked: Asked, challenge: Challenge) -> CodeBudget:
    """Return the budget of a code that verifies or, where the challenge is for an agreement, signs."""
    return _codes(asked, challenge) if challenge.agreement is None else _signing_codes(asked, challenge)


def text_budget(asked: Asked, challenge: Challenge) -> Sequence[Tally]:
    """Counted for whom the call's last code was counted."""
    limits = asked.limits
    return (
        Tally(Counted.TEXTS_TO_PERSON, challenge.claimed, limits.texts_per_person),
        Tally(Counted.TEXTS_IN_ALL, EVERYBODY, limits.texts_in_all),
    )


def link_budget(asked: Asked, number: PhoneNumber) -> Sequence[Tally]:
    """Apart from what a person with this number is sent: neither tells of the other."""
    limits = asked.limits
    return (
        Tally(Counted.LINKS_BY_CALLER, subject(asked, "link-caller", number.e164), limits.links_per_caller),
        Tally(Counted.LINKS_IN_ALL, EVERYBODY, limits.links_in_all),
    )


def call_back_budget(asked: Asked, whose: str) -> Sequence[Tally]:
    limits = asked.limits
    return (
        Tally(Counted.CALL_BACKS_BY_CALLER, subject(asked, "call-back", whose), limits.call_backs_per_caller),
        Tally(Counted.CALL_BACKS_IN_ALL, EVERYBODY, limits.call_backs_in_all),
    )


def _codes(asked: Asked, challenge: Challenge) -> CodeBudget:
    """Count calls from the phone on record apart, be it only claimed: a stranger leaves the person some codes.

    The same rows for everybody, wherever they call from.
    """
    limits, is_known = asked.limits, challenge.person is not None
    from_record = int(_calls_from_record(asked, challenge))
    return VerifyingBudget(
        (
            Tally(Counted.CODES_FROM_ELSEWHERE, challenge.claimed, limits.codes_per_person, 1 - from_record),
            Tally(Counted.CODES_FROM_RECORD, challenge.claimed, limits.codes_from_record, from_record),
        ),
        Tally(Counted.CODES_IN_ALL, EVERYBODY, limits.codes_in_all, int(is_known)),
    )


def _signing_codes(asked: Asked, challenge: Challenge) -> CodeBudget:
    limits = asked.limits
    return CodeBudget(
        (Tally(Counted.SIGNING_CODES_TO_PERSON, challenge.claimed, limits.signing_codes_per_person),),
        Tally(Counted.SIGNING_CODES_IN_ALL, EVERYBODY, limits.signing_codes_in_all),
    )


def _calls_from_record(asked: Asked, challenge: Challenge) -> bool:
    """Looked up by hash alone, for decoys and withheld numbers too."""
    return asked.work.people.has_phone(challenge.person, shown_number(asked.origin))
