"""The sealed token in every action URL: which turn of which call an answer belongs to, and where the call stood."""

from struct import Struct
from typing import Protocol

from ivr.voice.session import Session

CONTENT = Struct(">32sI24s8s")  # call, turn, state, language: every token has the same length


class TokenSealer(Protocol):
    def seal_token(self, plain: bytes, nonce: bytes) -> str:
        """The same plain and nonce give the same token, so a document told twice is the same document."""

    def open_token(self, token: str) -> bytes:
        """Raises for anything that is not an unchanged token of ours."""


def token_of(call: str, session: Session, sealer: TokenSealer) -> str:
    """`call` is a reference of 32 characters."""
    state = session.state
    plain = CONTENT.pack(call.encode(), session.turn, state.tag.encode(), state.context.language.encode())
    return sealer.seal_token(plain, bytes.fromhex(session.nonce))


def call_of(token: str, sealer: TokenSealer) -> str:
    """The reference of the call that a token belongs to. Raises what the sealer raises."""
    call: bytes = CONTENT.unpack(sealer.open_token(token))[0]
    return call.decode()
