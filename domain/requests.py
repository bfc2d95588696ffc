"""What the dialogue may ask of the domain, and what comes back. One request is one transaction."""

from dataclasses import dataclass, field

from domain.disclosure import Grant, Personal
from domain.identifiers import KeyedIdentifier
from domain.journey import Summary
from domain.offers import Offer
from domain.reach import Reached, Reaching
from domain.reading import Read, Reading
from domain.signing import Obstacle, SignedSummary, TermsSummary


@dataclass(frozen=True)
class TurnKey:
    """Which turn of which call asks. A turn asks at most once, so this key makes a second delivery harmless."""

    call: str
    turn: int


@dataclass(frozen=True)
class Origin:
    """Where a call comes from: the caller's number (E.164), None where it is withheld: a hint, good for counting only.

    `is_inbound`: the caller made it; we did not. `is_online`: it is no call, but somebody at a screen.
    """

    number: str | None = field(repr=False)
    is_inbound: bool
    is_online: bool = False


@dataclass(frozen=True)
class StartVerification:
    """Send a code to whoever is identified, or pretend to."""

    identifier: KeyedIdentifier = field(repr=False)


@dataclass(frozen=True)
class ResendCode:
    """The same challenge gets a new code; its tries stay counted."""

    challenge: str


@dataclass(frozen=True)
class CheckCode:
    challenge: str
    code: str = field(repr=False)


@dataclass(frozen=True)
class ReadOffers:
    """The open offers, public."""


@dataclass(frozen=True)
class ReadTerms:
    """The main terms for this application, or for the one that can be signed; its documents go out by e-mail once."""

    grant: Grant
    application: str | None = None


@dataclass(frozen=True)
class StartSigning:
    """After a yes to this agreement (SHA-256, hex): send a fresh code bound to it."""

    grant: Grant
    agreement: str


@dataclass(frozen=True)
class SignAgreement:
    """The code of a challenge that `StartSigning` made for this agreement."""

    grant: Grant
    agreement: str
    challenge: str
    code: str = field(repr=False)


Signing = ReadTerms | StartSigning | SignAgreement
Asking = StartVerification | ResendCode | CheckCode | Reading | Signing | Reaching
"""What needs a call to be asked in."""

DomainRequest = Asking | ReadOffers


@dataclass(frozen=True)
class CodeSent:
    """Said of known and unknown people alike."""

    challenge: str


@dataclass(frozen=True)
class ResendTooSoon:
    """The last code is still on its way."""


@dataclass(frozen=True)
class CodeAccepted:
    """With what the caller may now hear, read in the same transaction."""

    grant: Grant
    summary: Personal[Summary]


@dataclass(frozen=True)
class CodeWrong:
    """Another try is left."""


@dataclass(frozen=True)
class Refused:
    """The code or the call has no try left, or there is nothing to tell: one answer for every reason."""


@dataclass(frozen=True)
class OffersRead:
    """`may_apply`: the address where one applies can be had as a text."""

    offers: tuple[Offer, ...]
    may_apply: bool = False


@dataclass(frozen=True)
class TermsRead:
    terms: Personal[TermsSummary]


@dataclass(frozen=True)
class Signed:
    """Committed: an account exists. A repetition gets the same."""

    summary: Personal[SignedSummary]


@dataclass(frozen=True)
class NotSignable:
    obstacle: Obstacle


DomainAnswer = (
    CodeSent
    | ResendTooSoon
    | CodeAccepted
    | CodeWrong
    | Refused
    | Read
    | OffersRead
    | TermsRead
    | Signed
    | NotSignable
    | Reached
)
