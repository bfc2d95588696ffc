"""Applications for an account: their status table, and where each stands in words a caller understands."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from domain.applicants import ApplicantDetails
from domain.errors import IllegalTransition
from domain.kyc import KycStatus
from domain.money import Money


class ApplicationStatus(StrEnum):
    """The wire's words (onboarding API)."""

    AWAITING_SIGN = "AwaitingSign"
    INITIALIZED_SIGNING = "InitializedSigning"
    APPROVED = "Approved"
    REJECTED = "Rejected"
    SIGNING_FAILED = "SigningFailed"


TRANSITIONS: dict[ApplicationStatus, frozenset[ApplicationStatus]] = {
    ApplicationStatus.AWAITING_SIGN: frozenset({ApplicationStatus.INITIALIZED_SIGNING}),
    ApplicationStatus.INITIALIZED_SIGNING: frozenset(
        {ApplicationStatus.APPROVED, ApplicationStatus.REJECTED, ApplicationStatus.SIGNING_FAILED}
    ),
    ApplicationStatus.SIGNING_FAILED: frozenset({ApplicationStatus.INITIALIZED_SIGNING}),
    ApplicationStatus.APPROVED: frozenset(),
    ApplicationStatus.REJECTED: frozenset(),
}


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


SIGNABLE = frozenset(
    status for status, following in TRANSITIONS.items() if ApplicationStatus.INITIALIZED_SIGNING in following
)


def is_expired(application: Application, now: datetime) -> bool:
    """An approval that was never signed."""
    until = application.approval_expires_at
    return application.status in SIGNABLE and until is not None and until <= now


def is_signable(application: Application, now: datetime) -> bool:
    """By status, review and expiry; what signing on the phone asks for beyond it is `domain.signability`'s."""
    return application.status in SIGNABLE and not application.in_review and not is_expired(application, now)


class Stage(StrEnum):
    """Where an application stands, for the ear of the applicant."""

    READY_TO_SIGN = "ready-to-sign"
    IDENTITY_PENDING = "identity-pending"
    IDENTITY_FAILED = "identity-failed"
    NEEDS_A_PERSON = "needs-a-person"
    BEING_SIGNED = "being-signed"
    SIGNING_FAILED = "signing-failed"
    APPROVED = "approved"
    REJECTED = "rejected"


STAGES_BY_STATUS = {
    ApplicationStatus.INITIALIZED_SIGNING: Stage.BEING_SIGNED,
    ApplicationStatus.SIGNING_FAILED: Stage.SIGNING_FAILED,
    ApplicationStatus.APPROVED: Stage.APPROVED,
    ApplicationStatus.REJECTED: Stage.REJECTED,
}
STAGES_BY_KYC = {
    KycStatus.INITIATED: Stage.IDENTITY_PENDING,
    KycStatus.FAILED: Stage.IDENTITY_FAILED,
    KycStatus.AUTHENTICATED: Stage.READY_TO_SIGN,
}


def stage(application: Application) -> Stage:
    """While a signature is awaited the identity check decides; whoever is politically exposed needs a person."""
    if application.status is not ApplicationStatus.AWAITING_SIGN:
        return STAGES_BY_STATUS[application.status]
    return Stage.NEEDS_A_PERSON if application.pep else STAGES_BY_KYC[application.kyc]
