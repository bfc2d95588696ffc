"""What the dialogue may ask of the domain, and what comes back. One request is one transaction."""

from domain.requests.asking import NoNumber, Origin, Refused, TurnKey
from domain.requests.call_backs import AskCallBack, CallBackAsked
from domain.requests.messages import LinkSent, MessageAnswer, MessageRequest, SendLink, SendText, TextSent, Topic
from domain.requests.signing import (
    NotSignable,
    ReadTerms,
    SignAgreement,
    Signed,
    SigningAnswer,
    SigningRequest,
    StartSigning,
    TermsRead,
)
from domain.requests.telling import (
    ApplicationRead,
    DetailsRead,
    OffersRead,
    ReadApplication,
    ReadDetails,
    ReadOffers,
    ReadSummary,
    SummaryRead,
    TellingAnswer,
    TellingRequest,
    WhichApplication,
)
from domain.requests.verification import (
    CheckCode,
    CodeAccepted,
    CodeSent,
    CodeWrong,
    NoCodes,
    ResendCode,
    ResendTooSoon,
    StartVerification,
    VerificationAnswer,
    VerificationRequest,
)

__all__ = [
    "ApplicationRead",
    "AskCallBack",
    "CallBackAsked",
    "CheckCode",
    "CodeAccepted",
    "CodeSent",
    "CodeWrong",
    "DetailsRead",
    "DomainAnswer",
    "DomainRequest",
    "LinkSent",
    "NoCodes",
    "NoNumber",
    "NotSignable",
    "OffersRead",
    "Origin",
    "ReadApplication",
    "ReadDetails",
    "ReadOffers",
    "ReadSummary",
    "ReadTerms",
    "Refused",
    "ResendCode",
    "ResendTooSoon",
    "SendLink",
    "SendText",
    "SignAgreement",
    "Signed",
    "StartSigning",
    "StartVerification",
    "SummaryRead",
    "TermsRead",
    "TextSent",
    "Topic",
    "TurnKey",
    "WhichApplication",
]

DomainRequest = VerificationRequest | TellingRequest | SigningRequest | MessageRequest | AskCallBack
DomainAnswer = VerificationAnswer | TellingAnswer | SigningAnswer | MessageAnswer | CallBackAsked | NoNumber | Refused
