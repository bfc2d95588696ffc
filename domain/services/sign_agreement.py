"""Sign an agreement for the lender's own systems: at once, or by a slow signer who is asked once this is committed."""

from dataclasses import dataclass
from datetime import date, datetime

from domain.agreements import Agreement, make_agreement
from domain.applications import Application, ApplicationStatus
from domain.errors import Unproven
from domain.evidence import SIGNING_SCOPE, TokenProof
from domain.obstacles import lenders_obstacle
from domain.services.lending import Lending
from domain.services.onboarding import find_application
from domain.services.opening import AccountProfileExists, Opened, Overtaken, Signing, begun, has_profile
from domain.signing import Obstacle
from domain.signing_orders import SigningOrder
from domain.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class AgreementSigned:
    """`account`: the number of the account that was opened, now or by an earlier request."""

    account: str


@dataclass(frozen=True)
class UnderWay:
    """A slow signer has it. `order` is to be given to `begin` once this transaction is committed; None: it was."""

    application: Application
    order: SigningOrder | None = None


@dataclass(frozen=True)
class NotSigned:
    obstacle: Obstacle


@dataclass(frozen=True)
class NoSuchApplication:
    pass


SigningAnswer = AgreementSigned | UnderWay | NotSigned | AccountProfileExists | NoSuchApplication


def sign_by_token(
    work: UnitOfWork, lending: Lending, profile: str, ref: str, proof: TokenProof, *, now: datetime, today: date
) -> SigningAnswer:
    """Raises Unproven for a token that may not sign. Signing again answers the same account."""
    if SIGNING_SCOPE not in proof.scopes:
        raise Unproven("this token may not sign")
    signing = _TokenSigning(work, lending, proof, now, today)
    answer: SigningAnswer | Overtaken = Overtaken()
    while isinstance(answer, Overtaken):  # by somebody who changed the application, so there is an end to it
        answer = signing.attempt(find_application(work, profile, ref))
    return answer


def begin(lending: Lending, order: SigningOrder) -> None:
    """Outside of any transaction. Raises Unavailable: the reconciler of the worker begins it later."""
    if lending.outside is not None:
        lending.outside.begin(order)


def agreement_with(work: UnitOfWork, lending: Lending, application: Application) -> Agreement:
    """Stored by its hash, to be found by whoever reads the evidence."""
    offer = work.offers.get(application.profile)
    if offer is None:
        raise LookupError("an application is for an offer")
    agreement = make_agreement(work.ledger, lending.lender, application, offer)
    work.documents.add(agreement.document)
    return agreement


@dataclass(frozen=True)
class _TokenSigning:
    work: UnitOfWork
    lending: Lending
    proof: TokenProof
    now: datetime
    today: date

    def attempt(self, application: Application | None) -> SigningAnswer | Overtaken:
        if application is None:
            return NoSuchApplication()
        if application.account is not None:
            return AgreementSigned(application.account)
        if application.status is ApplicationStatus.INITIALIZED_SIGNING:
            return UnderWay(application)
        if obstacle := lenders_obstacle(application, self.now):
            return NotSigned(obstacle)
        return self._ordered(application) if self.lending.outside else self._opened(application)

    def _opened(self, application: Application) -> AgreementSigned | AccountProfileExists | Overtaken:
        agreement = agreement_with(self.work, self.lending, application)
        opened = Signing(self.work, self.lending, application, agreement, self.proof, self.now, self.today).open()
        return AgreementSigned(opened.account.number) if isinstance(opened, Opened) else opened

    def _ordered(self, application: Application) -> UnderWay | AccountProfileExists | Overtaken:
        """Stored before the signer is asked: an order that nobody began is found by the reconciler."""
        if has_profile(self.work, application.person, application.profile):
            return AccountProfileExists()
        started = begun(self.work, application, self.proof.by, self.now)
        if started is None:
            return Overtaken()
        agreement = agreement_with(self.work, self.lending, application)
        ref = self.lending.numbers.reference()
        order = SigningOrder(ref, application.ref, agreement.hash, self.proof.subject, self.now)
        self.work.signing_orders.add(order)
        return UnderWay(started, order)
