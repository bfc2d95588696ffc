"""What was answered before, said again: the word that is stored of an answer, and how an answer is made of it."""

from collections.abc import Callable

from domain.requests import (
    ApplicationRead,
    Asking,
    CallBackAsked,
    CodeAccepted,
    CodeSent,
    CodeWrong,
    DetailsRead,
    DomainAnswer,
    LinkSent,
    NoNumber,
    NotSignable,
    ReadTerms,
    Refused,
    ResendTooSoon,
    Signed,
    SummaryRead,
    TermsRead,
    TextSent,
    WhichApplication,
)
from domain.services.asked import Asked
from domain.services.check_code import accepted_again
from domain.services.read_application import application_read_again
from domain.services.read_details import details_read
from domain.services.read_summary import summary_read
from domain.services.read_terms import terms_read_again
from domain.services.sign_by_code import signed_again
from domain.services.sign_outside import Ordered
from domain.signing import Obstacle


def word_of(answer: DomainAnswer | Ordered) -> str:
    name = type(answer).__name__
    return f"{name}:{answer.obstacle}" if isinstance(answer, NotSignable) else name


def _which_again(asked: Asked, request: Asking) -> DomainAnswer:
    return (
        terms_read_again(asked, request) if isinstance(request, ReadTerms) else application_read_again(asked, request)
    )


def _recall_of(obstacle: Obstacle) -> Callable[[Asked, Asking], DomainAnswer]:
    return lambda *_: NotSignable(obstacle)


RECALL: dict[str, Callable[[Asked, Asking], DomainAnswer | Ordered]] = {
    CodeSent.__name__: lambda asked, _: CodeSent(asked.record.challenge or ""),
    ResendTooSoon.__name__: lambda *_: ResendTooSoon(),
    CodeAccepted.__name__: accepted_again,
    CodeWrong.__name__: lambda *_: CodeWrong(),
    Refused.__name__: lambda *_: Refused(),
    SummaryRead.__name__: summary_read,
    ApplicationRead.__name__: application_read_again,
    DetailsRead.__name__: lambda asked, _: details_read(asked),
    TextSent.__name__: lambda *_: TextSent(),
    CallBackAsked.__name__: lambda *_: CallBackAsked(),
    LinkSent.__name__: lambda *_: LinkSent(),
    NoNumber.__name__: lambda *_: NoNumber(),
    TermsRead.__name__: terms_read_again,
    WhichApplication.__name__: _which_again,
    Signed.__name__: signed_again,
    Ordered.__name__: signed_again,
    **{word_of(NotSignable(found)): _recall_of(found) for found in Obstacle},
}


def answered_before(asked: Asked, request: Asking) -> DomainAnswer | Ordered:
    if asked.key.turn != asked.record.last_turn:
        return Refused()
    return RECALL[asked.record.last_answer or Refused.__name__](asked, request)
