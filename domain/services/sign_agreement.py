"""Sign an agreement, exactly once: the one use case that opens an account, for the phone and for the API."""

from dataclasses import dataclass
from datetime import date, datetime

from domain.applications import Application
from domain.evidence import TokenProof
from domain.ports import SigningOrder, UnitOfWork
from domain.services.lending import Lending
from domain.signing import Obstacle


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


SigningAnswer = AgreementSigned | UnderWay | NotSigned | NoSuchApplication


def sign_by_token(
    work: UnitOfWork, lending: Lending, profile: str, ref: str, proof: TokenProof, *, now: datetime, today: date
) -> SigningAnswer:
    """Raises Unproven for a token that may not sign. Signing again answers the same account."""
    raise NotImplementedError


def begin(lending: Lending, order: SigningOrder) -> None:
    """Outside of any transaction. Raises Unavailable: the reconciler of the worker begins it later."""
    raise NotImplementedError
