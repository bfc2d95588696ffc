"""The door to the use cases: one request, one transaction, one answer, however often it is delivered.

The call is locked first, in the same transaction as everything that the request writes. A second delivery finds the
stored answer, a short word; what was to be told is read again, so nothing personal waits in that table. Turns ask one
after another, so a call keeps the answer of its last one only: whoever brings an older turn is refused, and changes
nothing. Where the books are kept elsewhere they are asked outside of any transaction: before one that reads, or, for a
signature, between one that stores the order and one that settles it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from domain.books import Books, OwnTables
from domain.checkpoint import Checkpoint
from domain.limits import Counted
from domain.ports import BlindIndexes, Clock, Codes, Outcome
from domain.repositories import CallRecord
from domain.requests import DomainAnswer, DomainRequest, Origin, TurnKey
from domain.services.asked import Asked
from domain.services.checkpoints import checkpoint_of
from domain.services.lending import Lending
from domain.services.registry import USE_CASES
from domain.services.sign_outside import Ordered, ask_for, known, settle
from domain.services.use_case import Answered, PublicUseCase, R, UseCase, answer_before, word_of
from domain.unit_of_work import Transactions, UnitOfWork
from domain.verification import VerificationLimits


def keep_silent(_limit: Counted) -> None:
    """Report to nobody."""


@dataclass(frozen=True)
class Desk:
    """What the use cases stand on. `report_limit`: told of a limit each time that it stops something."""

    transactions: Transactions
    clock: Clock
    codes: Codes
    indexes: BlindIndexes
    limits: VerificationLimits
    lending: Lending
    books: Books = field(default_factory=OwnTables)
    report_limit: Callable[[Counted], None] = keep_silent

    def answer(self, request: DomainRequest, key: TurnKey, language: str, origin: Origin) -> DomainAnswer:
        """`language` and `origin` are the call's. Raises Unavailable; refusals are answers."""
        use_case = USE_CASES[type(request)]
        if isinstance(use_case, PublicUseCase):
            with self.transactions.reading() as work:
                return use_case.handler(work, self.lending)
        if use_case.reads_books_of:
            self.books.refresh(use_case.reads_books_of(request))
        ask = partial(self._ask, use_case, request, key, language, origin)
        answer = ask()
        opened = use_case.opens_books_of(answer)
        if opened and self.books.refresh(opened):
            answer = ask()
        if isinstance(answer, Ordered):
            self._settle(answer, key, language, origin)
            return known(ask())
        return answer

    def _ask(self, use_case: UseCase[R], request: R, key: TurnKey, language: str, origin: Origin) -> Answered:
        with self.transactions.begin() as work:
            record = work.calls.lock(key.call, language)
            asked = self.asked(work, key, record, origin)
            if record.last_turn is not None and key.turn <= record.last_turn:
                return answer_before(use_case, asked, request)
            answer = use_case.handler(asked, request)
            work.calls.answered(key, word_of(answer))
            return answer

    def _settle(self, ordered: Ordered, key: TurnKey, language: str, origin: Origin) -> None:
        """Where it fails the order stays open: a repetition looks again, and so does the worker."""
        progress = ask_for(ordered.order, self.lending)
        with self.transactions.begin() as work:
            settle(self.asked(work, key, work.calls.lock(key.call, language), origin), ordered.order, progress)
        if progress.outcome is Outcome.FAILED:
            self.books.refresh(ordered.person)

    def asked(self, work: UnitOfWork, key: TurnKey, record: CallRecord, origin: Origin) -> Asked:
        return Asked(
            work=work,
            key=key,
            record=record,
            origin=origin,
            now=self.clock.now(),
            today=self.clock.today(),
            codes=self.codes,
            indexes=self.indexes,
            limits=self.limits,
            lending=self.lending,
            report_limit=self.report_limit,
        )

    def checkpoint(self, call: str) -> Checkpoint:
        """What is stored of a call. Raises Unavailable."""
        with self.transactions.reading() as work:
            return checkpoint_of(work.calls.find(call))
