"""What somebody outside is to sign or to have signed: stored before they are asked, so that no crash forgets it."""

from dataclasses import dataclass
from datetime import datetime

from domain.requests import TurnKey
from domain.signing import Heard


@dataclass(frozen=True)
class KeyedConsent:
    """What a call has proven: the code of `challenge` came back in this turn, after these terms were `heard`."""

    challenge: str
    key: TurnKey
    language: str
    heard: Heard


@dataclass(frozen=True)
class SigningOrder:
    """Of an application and its agreement (SHA-256, hex), at the wish of `subject`: a token's, or a call.

    `keyed`: the call's proof; None where a token asked.
    """

    ref: str
    application: str
    agreement: str
    subject: str
    begun_at: datetime
    keyed: KeyedConsent | None = None
