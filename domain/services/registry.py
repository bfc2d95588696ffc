"""Every request that can be asked of the domain, with what answers it."""

from collections.abc import Mapping
from typing import Any, Protocol

from domain.disclosure import Grant
from domain.requests import (
    AskCallBack,
    CheckCode,
    CodeAccepted,
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
from domain.services.ask_call_back import ask_call_back
from domain.services.check_code import accepted_again, check_code
from domain.services.codes import code_sent_again
from domain.services.read_application import read_application
from domain.services.read_details import read_details
from domain.services.read_offers import read_offers
from domain.services.read_summary import read_summary
from domain.services.read_terms import read_terms
from domain.services.send_link import send_link
from domain.services.send_text import send_text
from domain.services.sign_by_code import sign_by_code, signed_again
from domain.services.start_signing import start_signing
from domain.services.start_verification import resend_code, start_verification
from domain.services.use_case import Answered, PublicUseCase, UseCase


class _OfVerifiedCaller(Protocol):
    @property
    def grant(self) -> Grant: ...


def _caller(request: _OfVerifiedCaller) -> str:
    return request.grant.person


def _accepted(answer: Answered) -> str | None:
    return answer.grant.person if isinstance(answer, CodeAccepted) else None


REGISTERED: tuple[UseCase[Any] | PublicUseCase, ...] = (
    UseCase(StartVerification, start_verification, answer_again=code_sent_again),
    UseCase(ResendCode, resend_code, answer_again=code_sent_again),
    UseCase(CheckCode, check_code, answer_again=accepted_again, opens_books_of=_accepted),
    PublicUseCase(ReadOffers, read_offers),
    UseCase(ReadSummary, read_summary, answer_again=read_summary, reads_books_of=_caller),
    UseCase(ReadDetails, read_details, answer_again=read_details, reads_books_of=_caller),
    UseCase(ReadApplication, read_application, answer_again=read_application, reads_books_of=_caller),
    UseCase(ReadTerms, read_terms, answer_again=read_terms, reads_books_of=_caller),
    UseCase(StartSigning, start_signing, answer_again=code_sent_again, reads_books_of=_caller),
    UseCase(SignAgreement, sign_by_code, answer_again=signed_again),
    UseCase(SendText, send_text, reads_books_of=_caller),
    UseCase(SendLink, send_link),
    UseCase(AskCallBack, ask_call_back),
)

USE_CASES: Mapping[type[DomainRequest], UseCase[Any] | PublicUseCase] = {
    use_case.request: use_case for use_case in REGISTERED
}
