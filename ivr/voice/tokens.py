"""The sealed token in every action URL: which turn of which call an answer belongs to, and where the call stood."""

from dataclasses import dataclass
from struct import Struct
from typing import Protocol

from ivr.dialogue.recovery import Position, position_of
from ivr.voice.session import Session

CONTENT = Struct(">32sI12sI76s")  # call, turn, nonce, instant, position: every token has the same length
LONGEST_POSITION = 76


class TokenSealer(Protocol):
    def seal_token(self, plain: bytes, nonce: bytes) -> str:
        """The same plain and nonce give the same token, so a document told twice is the same document."""

    def open_token(self, token: str) -> bytes:
        """Raises a Refusal for anything that is not an unchanged token of ours."""


@dataclass(frozen=True)
class Told:
    """What a token tells of the session that it was made for; `at` in seconds since 1970."""

    call: str
    turn: int
    nonce: str
    at: int
    position: Position


def told_of(call: str, session: Session) -> Told:
    """What the token of `session` tells; no other one tells the same."""
    return Told(call, session.turn, session.nonce, session.at, position_of(session.state))


def token_of(call: str, session: Session, sealer: TokenSealer) -> str:
    """`call` is a reference of 32 characters."""
    nonce = bytes.fromhex(session.nonce)
    written = _written(position_of(session.state))
    return sealer.seal_token(CONTENT.pack(call.encode(), session.turn, nonce, session.at, written), nonce)


def read_token(token: str, sealer: TokenSealer) -> Told:
    """Raises what the sealer raises."""
    call, turn, nonce, at, position = CONTENT.unpack(sealer.open_token(token))
    return Told(call.decode(), turn, nonce.hex(), at, _read(position))


def _written(position: Position) -> bytes:
    words = (position.kind, position.language, str(position.transfers), *position.words)
    return " ".join(words).encode().ljust(LONGEST_POSITION)


def _read(written: bytes) -> Position:
    kind, language, transfers, *words = written.decode().split()
    return Position(kind, language, int(transfers), tuple(words))
