"""What each working state asks of the domain."""

from domain.requests import CheckCode, DomainRequest, ReadOffers, ReadSummary, ResendCode, StartVerification
from ivr.dialogue.states import (
    CheckingCode,
    ReadingOffers,
    ReadingSummary,
    ResendingCode,
    StartingVerification,
    Working,
)


def request(state: Working) -> DomainRequest:
    match state:
        case StartingVerification():
            return StartVerification(state.identifier)
        case ResendingCode():
            return ResendCode(state.asked_in.challenge)
        case CheckingCode():
            return CheckCode(state.asked_in.challenge, state.code)
        case ReadingSummary():
            return ReadSummary(state.grant)
        case ReadingOffers():
            return ReadOffers()
