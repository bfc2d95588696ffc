"""Bring an order to its end, once whoever was asked outside has said how it went."""

from dataclasses import dataclass
from datetime import date, datetime

from domain.agreements import Agreement
from domain.applications import Application, ApplicationStatus
from domain.errors import Unproven
from domain.evidence import SIGNING_SCOPE, KeyedProof, Proof, TokenProof
from domain.ports import Outcome, Progress
from domain.services.lending import Lending
from domain.services.opening import Opened, Signing
from domain.signing_orders import KeyedConsent, SigningOrder
from domain.unit_of_work import UnitOfWork

SYSTEM = "system"


@dataclass(frozen=True)
class Settlement:
    """One transaction's. Whoever comes second finds nothing left to be decided."""

    work: UnitOfWork
    lending: Lending
    now: datetime
    today: date

    def end(self, order: SigningOrder, progress: Progress) -> None:
        """`progress`: not one that is under way."""
        application = self.work.applications.get(order.application)
        if application and application.status is ApplicationStatus.INITIALIZED_SIGNING:
            self._decide(order, application, progress)
        self.work.signing_orders.close(order.ref)

    def _decide(self, order: SigningOrder, application: Application, progress: Progress) -> None:
        if progress.outcome is Outcome.REJECTED:
            self._move(application, ApplicationStatus.REJECTED)
        elif progress.outcome is Outcome.FAILED or not self._is_opened(order, application, progress):
            self._move(application, ApplicationStatus.SIGNING_FAILED)

    def _move(self, application: Application, status: ApplicationStatus) -> None:
        self.work.applications.change(application, application.moved_to(status), SYSTEM, self.now)

    def _is_opened(self, order: SigningOrder, application: Application, progress: Progress) -> bool:
        document = self.work.documents.get(order.agreement)
        if document is None:
            raise LookupError("an order's agreement is stored with it")
        return isinstance(
            Signing(
                work=self.work,
                lending=self.lending,
                application=application,
                agreement=Agreement.read(document.content),
                proof=self._proof(order),
                now=self.now,
                today=self.today,
                order=order.ref,
                number=progress.account,
            ).open(),
            Opened,
        )

    def _proof(self, order: SigningOrder) -> Proof:
        if order.keyed is None:
            return TokenProof(order.subject, frozenset({SIGNING_SCOPE}))
        return self._keyed(order.keyed, order.begun_at)

    def _keyed(self, consent: KeyedConsent, at: datetime) -> KeyedProof:
        challenge = self.work.challenges.lock(consent.challenge)
        if challenge is None:
            raise Unproven("the code of this order is forgotten")
        return KeyedProof(challenge, consent.key, consent.language, consent.heard, at)
