"""What each working state asks of the domain."""

from domain.requests import (
    AskCallBack,
    CheckCode,
    DomainRequest,
    ReadApplication,
    ReadDetails,
    ReadOffers,
    ReadSummary,
    ReadTerms,
    ResendCode,
    SendLink,
    SendText,
    SignAgreement,
    StartSigning,
    StartVerification,
)
from ivr.dialogue.application_states import ReadingApplication
from ivr.dialogue.detail_states import ReadingDetails
from ivr.dialogue.identify_states import CheckingCode, ResendingCode, StartingVerification
from ivr.dialogue.offer_states import ReadingOffers, SendingLink
from ivr.dialogue.reach_states import AskingCallBack
from ivr.dialogue.signing_states import ReadingTerms, ResendingSigningCode, SigningAgreement, StartingSigning
from ivr.dialogue.states import ReadingSummary, SendingText, Working


def request(state: Working) -> DomainRequest:  # noqa: C901, PLR0911, PLR0912 - one line for each state, checked by mypy
    match state:
        case StartingVerification():
            return StartVerification(state.identifier)
        case ResendingCode() | ResendingSigningCode():
            return ResendCode(state.asked_in.challenge)
        case CheckingCode():
            return CheckCode(state.asked_in.challenge, state.code)
        case ReadingSummary():
            return ReadSummary(state.grant, state.part)
        case ReadingDetails():
            return ReadDetails(state.grant)
        case ReadingApplication():
            return ReadApplication(state.grant, state.application)
        case SendingText():
            return SendText(state.grant, state.topic, state.part, state.application)
        case AskingCallBack():
            return AskCallBack(state.context.grant, state.queue, state.reason)
        case SendingLink():
            return SendLink()
        case ReadingOffers():
            return ReadOffers()
        case ReadingTerms():
            return ReadTerms(state.grant, state.application)
        case StartingSigning():
            return StartSigning(state.grant, state.agreement, state.spoken)
        case SigningAgreement():
            told = state.asked_in
            return SignAgreement(state.grant, told.agreement, told.spoken, told.challenge, state.code)
