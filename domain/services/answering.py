"""The door to the use cases: one request, one transaction, one answer, however often it is delivered.

The call is locked first, in the same transaction as everything that the request writes. A second delivery finds the
stored answer, a short word; what was to be told is read again, so nothing personal waits in that table. Turns ask one
after another, so a call keeps the answer of its last one only: whoever brings an older turn is refused, and changes
nothing. Where the books are kept elsewhere they are asked outside of any transaction: before one that reads, or, for a
signature, between one that stores the order and one that settles it.
"""

from dataclasses import dataclass, field

from domain.books import Books, OwnTables
from domain.checkpoint import Checkpoint
from domain.ports import BlindIndexes, Clock, Codes, Outcome
from domain.repositories import CallRecord
from domain.requests import (
    AskCallBack,
    Asking,
    CheckCode,
    CodeAccepted,
    DomainAnswer,
    DomainRequest,
    OffersRead,
    Origin,
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
    TurnKey,
)
from domain.services.ask_call_back import ask_call_back
from domain.services.asked import Asked
from domain.services.check_code import check_code
from domain.services.checkpoints import checkpoint_of
from domain.services.lending import Lending
from domain.services.read_application import read_application
from domain.services.read_details import read_details
from domain.services.read_summary import read_summary
from domain.services.read_terms import read_terms
from domain.services.recalling import answered_before, word_of
from domain.services.send_link import send_link
from domain.services.send_text import send_text
from domain.services.sign_by_code import sign_by_code
from domain.services.sign_outside import Ordered, ask_for, known, settle
from domain.services.start_signing import start_signing
from domain.services.start_verification import resend_code, start_verification
from domain.signing_orders import SigningOrder
from domain.unit_of_work import Transactions, UnitOfWork
from domain.verification import VerificationLimits

Reads = ReadSummary | ReadDetails | ReadApplication | SendText | ReadTerms | StartSigning
"""What is answered from a person's applications and accounts."""


@dataclass(frozen=True)
class Desk:
    """What the use cases stand on."""

    transactions: Transactions
    clock: Clock
    codes: Codes
    indexes: BlindIndexes
    limits: VerificationLimits
    lending: Lending
    books: Books = field(default_factory=OwnTables)

    def answer(self, request: DomainRequest, key: TurnKey, language: str, origin: Origin) -> DomainAnswer:
        """`language` and `origin` are the call's. Raises Unavailable; refusals are answers."""
        if isinstance(request, ReadOffers):
            return self._offers()
        if isinstance(request, Reads):
            self.books.refresh(request.grant.person)
        answer = self._answered(request, key, language, origin)
        if isinstance(answer, CodeAccepted) and self.books.refresh(answer.grant.person):
            answer = self._answered(request, key, language, origin)
        if isinstance(answer, Ordered):
            answer = self._settled(answer.order, request, key, language, origin)
        return answer

    def _answered(self, request: Asking, key: TurnKey, language: str, origin: Origin) -> DomainAnswer | Ordered:
        with self.transactions.begin() as work:
            record = work.calls.lock(key.call, language)
            asked = self.asked(work, key, record, origin)
            if record.last_turn is not None and key.turn <= record.last_turn:
                return answered_before(asked, request)
            answer = _answer_anew(asked, request)
            work.calls.answered(key, word_of(answer))
            return answer

    def _settled(
        self, order: SigningOrder, request: Asking, key: TurnKey, language: str, origin: Origin
    ) -> DomainAnswer:
        """Where it fails the order stays open: a repetition looks again, and so does the worker."""
        progress = ask_for(order, self.lending)
        with self.transactions.begin() as work:
            settle(self.asked(work, key, work.calls.lock(key.call, language), origin), order, progress)
        if progress.outcome is Outcome.FAILED and isinstance(request, SignAgreement):
            self.books.refresh(request.grant.person)
        return known(self._answered(request, key, language, origin))

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
        )

    def checkpoint(self, call: str) -> Checkpoint:
        """What is stored of a call. Raises Unavailable."""
        with self.transactions.reading() as work:
            return checkpoint_of(work.calls.find(call))

    def _offers(self) -> OffersRead:
        """Public, and read without a claim: there is nothing to do twice."""
        with self.transactions.reading() as work:
            offers = tuple(offer for offer in work.offers.list() if offer.is_open)
        return OffersRead(offers, may_apply=bool(offers and self.lending.apply_url))


def _answer_anew(  # noqa: PLR0911 - one for each, checked by mypy
    asked: Asked, request: Asking
) -> DomainAnswer | Ordered:
    match request:
        case StartVerification():
            return start_verification(asked, request)
        case ResendCode():
            return resend_code(asked, request)
        case CheckCode():
            return check_code(asked, request)
        case ReadSummary() | ReadDetails() | ReadApplication() | SendText():
            return _answer_of_reading(asked, request)
        case AskCallBack():
            return ask_call_back(asked, request)
        case SendLink():
            return send_link(asked)
        case ReadTerms() | StartSigning() | SignAgreement():
            return _answer_of_signing(asked, request)


def _answer_of_reading(asked: Asked, request: ReadSummary | ReadDetails | ReadApplication | SendText) -> DomainAnswer:
    match request:
        case ReadSummary():
            return read_summary(asked, request)
        case ReadDetails():
            return read_details(asked, request)
        case ReadApplication():
            return read_application(asked, request)
        case SendText():
            return send_text(asked, request)


def _answer_of_signing(asked: Asked, request: ReadTerms | StartSigning | SignAgreement) -> DomainAnswer | Ordered:
    match request:
        case ReadTerms():
            return read_terms(asked, request)
        case StartSigning():
            return start_signing(asked, request)
        case SignAgreement():
            return sign_by_code(asked, request)
