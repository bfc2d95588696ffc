"""Applications for an account: their status table, and where each stands in words a caller understands."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from domain.applicants import ApplicantDetails
from domain.errors import IllegalTransition
from domain.kyc import KycStatus
from domain.money import Money


class ApplicationStatus(StrEnum):
    """The wire's words (onboarding API). `Started`, not yet complete, is the customer journey's alone."""

    STARTED = "Started"
    AWAITING_SIGN = "AwaitingSign"
    INITIALIZED_SIGNING = "InitializedSigning"
    APPROVED = "Approved"
    REJECTED = "Rejected"
    SIGNING_FAILED = "SigningFailed"


TRANSITIONS: dict[ApplicationStatus, frozenset[ApplicationStatus]] = {
    ApplicationStatus.STARTED: frozenset({ApplicationStatus.AWAITING_SIGN}),
    ApplicationStatus.AWAITING_SIGN: frozenset({ApplicationStatus.INITIALIZED_SIGNING}),
    ApplicationStatus.INITIALIZED_SIGNING: frozenset(
        {ApplicationStatus.APPROVED, ApplicationStatus.REJECTED, ApplicationStatus.SIGNING_FAILED}
    ),
    ApplicationStatus.SIGNING_FAILED: frozenset({ApplicationStatus.INITIALIZED_SIGNING}),
    ApplicationStatus.APPROVED: frozenset(),
    ApplicationStatus.REJECTED: frozenset(),
}


APPROVAL_LIFETIME = timedelta(days=30)
"""How long what was granted can be signed."""


@dataclass(frozen=True)
class Application:
    """`decided_at`: when it was approved or rejected. `pep`: the applicant said to be politically exposed.

    `version` grows with each change that is stored. `in_review`: a person of the lender has yet to grant it.
    `approval_expires_at`: until then it can be signed; None while in review. `account`: the number of the account that
    was made by signing. `details`: None only where it was not posted to us.
    """

    ref: str
    person: str
    profile: str
    status: ApplicationStatus
    kyc: KycStatus
    pep: bool
    credit_limit: Money
    created_at: datetime
    decided_at: datetime | None = None
    version: int = 1
    in_review: bool = False
    approval_expires_at: datetime | None = None
    account: str | None = None
    details: ApplicantDetails | None = field(default=None, repr=False)

    def moved_to(self, status: ApplicationStatus) -> "Application":
        """Raises IllegalTransition."""
        if status not in TRANSITIONS[self.status]:
            raise IllegalTransition(f"an application cannot go from {self.status} to {status}")
        return replace(self, status=status)


class Stage(StrEnum):
    """Where an application stands, for the ear of the applicant."""

    STARTED = "started"
    READY_TO_SIGN = "ready-to-sign"
    IDENTITY_PENDING = "identity-pending"
    IDENTITY_FAILED = "identity-failed"
    NEEDS_A_PERSON = "needs-a-person"
    IN_REVIEW = "in-review"
    EXPIRED = "expired"
    OFFER_CLOSED = "offer-closed"
    BEING_SIGNED = "being-signed"
    SIGNING_FAILED = "signing-failed"
    APPROVED = "approved"
    REJECTED = "rejected"


STAGES_BY_STATUS = {
    ApplicationStatus.STARTED: Stage.STARTED,
    ApplicationStatus.AWAITING_SIGN: Stage.READY_TO_SIGN,
    ApplicationStatus.INITIALIZED_SIGNING: Stage.BEING_SIGNED,
    ApplicationStatus.SIGNING_FAILED: Stage.SIGNING_FAILED,
    ApplicationStatus.APPROVED: Stage.APPROVED,
    ApplicationStatus.REJECTED: Stage.REJECTED,
}
STAGES_BY_KYC = {KycStatus.INITIATED: Stage.IDENTITY_PENDING, KycStatus.FAILED: Stage.IDENTITY_FAILED}
MAY_BE_SIGNED = frozenset({Stage.READY_TO_SIGN, Stage.SIGNING_FAILED})


def stage(application: Application, now: datetime, *, is_offer_open: bool) -> Stage:
    """On the phone nobody signs without a checked identity, politically exposed, or for an offer that is closed."""
    found = lenders_stage(application, now)
    if found not in MAY_BE_SIGNED:
        return found
    if application.pep:
        return Stage.NEEDS_A_PERSON
    unchecked = STAGES_BY_KYC.get(application.kyc)
    return unchecked or (found if is_offer_open else Stage.OFFER_CLOSED)


def lenders_stage(application: Application, now: datetime) -> Stage:
    """As the lender's own systems have it, who look after identity and exposure themselves (onboarding API)."""
    found = STAGES_BY_STATUS[application.status]
    if found not in MAY_BE_SIGNED:
        return found
    if application.in_review:
        return Stage.IN_REVIEW
    until = application.approval_expires_at
    return Stage.EXPIRED if until is not None and until <= now else found


def reviewed(application: Application, now: datetime, *, is_granted: bool) -> Application:
    """As a person of the lender decides. Raises IllegalTransition where nothing is to be decided."""
    if not application.in_review:
        raise IllegalTransition("this application is not in review")
    if is_granted:
        return replace(application, in_review=False, approval_expires_at=now + APPROVAL_LIFETIME)
    return replace(application, in_review=False, status=ApplicationStatus.REJECTED, decided_at=now)


def checked(application: Application, kyc: KycStatus) -> Application:
    """With this outcome of the identity check. Raises IllegalTransition where it comes too early or too late."""
    if STAGES_BY_STATUS[application.status] not in MAY_BE_SIGNED:
        raise IllegalTransition(f"an application that is {application.status} is not checked")
    return replace(application, kyc=kyc)
