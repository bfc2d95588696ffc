"""What a use case is, and how a turn that is delivered twice is answered the second time."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, Generic, TypeVar, get_args, get_type_hints

from domain.people import NOBODY
from domain.requests import DomainAnswer, DomainRequest, NotSignable, Refused
from domain.services.asked import Asked
from domain.services.lending import Lending
from domain.services.offered_agreement import not_signable
from domain.services.sign_outside import Ordered
from domain.signing import Obstacle
from domain.unit_of_work import UnitOfWork

R = TypeVar("R", bound=DomainRequest)

Answered = DomainAnswer | Ordered


def refuse(_asked: Asked, _request: DomainRequest) -> Refused:
    return Refused()


@dataclass(frozen=True)
class UseCase(Generic[R]):
    """A request in the turn of a call, and how it is answered.

    `handler`: answers it, in one transaction. Its return annotation names every answer.
    `answer_again`: answers a second delivery where the stored word does not say everything, so figures are read again.
    `reads_books_of`: the person whose books the handler reads; they are brought up to date before it.
    `opens_books_of`: the person whose books an answer opens; they are brought up to date after it, and read again.
    """

    request: type[R]
    handler: Callable[[Asked, R], Answered]
    answer_again: Callable[[Asked, R], Answered] = refuse
    reads_books_of: Callable[[R], str] | None = None
    opens_books_of: Callable[[Answered], str | None] = lambda _: None

    @cached_property
    def answers(self) -> Mapping[str, type]:
        """By the name that is stored of them."""
        annotation = get_type_hints(self.handler)["return"]
        return {kind.__name__: kind for kind in get_args(annotation) or (annotation,)}


@dataclass(frozen=True)
class PublicUseCase:
    """A request for what everybody may know. It writes nothing, so its turn is not claimed."""

    request: type[DomainRequest]
    handler: Callable[[UnitOfWork, Lending], DomainAnswer]


def word_of(answer: Answered) -> str:
    """What is stored of an answer: its kind, and which obstacle it names. Nothing personal."""
    name = type(answer).__name__
    return f"{name}:{answer.obstacle}" if isinstance(answer, NotSignable) else name


def answer_before(use_case: UseCase[R], asked: Asked, request: R) -> Answered:
    """The answer that this turn got. Refused for an older turn, and where the word is no answer to this request."""
    name, _, obstacle = (asked.record.last_answer or Refused.__name__).partition(":")
    kind: Any = use_case.answers.get(name)
    if kind is None or asked.key.turn != asked.record.last_turn:
        return Refused()
    if kind is NotSignable:
        return not_signable(asked, asked.record.person or NOBODY, Obstacle(obstacle))
    answer: Answered = use_case.answer_again(asked, request) if has_more_than_its_word(kind) else kind()
    return answer


def has_more_than_its_word(kind: Any) -> bool:
    return kind is not NotSignable and bool(fields(kind))
