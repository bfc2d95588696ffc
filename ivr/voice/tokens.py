"""The sealed token in every action URL: which turn of which call an answer belongs to, and the state of that call.

A session is kept as its token; where the token does not hold all of the state, as its token and the sealed state.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Annotated, Protocol

from pydantic import Field, TypeAdapter, ValidationError

from domain.errors import Refusal
from domain.ports import Sealer
from ivr.dialogue.recovery import carried, digests
from ivr.dialogue.states import Speaking, Transferring
from ivr.voice.session import Session

PLAIN_LENGTH = 560
"""Bytes: every token has the same length, so none tells by it where a call stands. The longest state takes 470."""


SEPARATOR = b"."


class TokenSealer(Sealer, Protocol):
    def seal_token(self, plain: bytes, nonce: bytes) -> str:
        """The same plain and nonce give the same token, so a document told twice is the same document."""

    def open_token(self, token: str) -> bytes:
        """Raises a Refusal for anything that is not an unchanged token of ours."""


class Unreadable(Refusal):
    """Sealed by us, and not written as this version writes."""


@dataclass(frozen=True)
class Told:
    """What a token tells of the session that it was made for.

    `kind`: the tag of the state whose document it is in, and `digest` its version. `state`: as it may ride in an
    address. The rest as in Session.
    """

    call: str
    turn: int
    nonce: str
    at: int
    source: str
    event: str
    kind: str
    digest: str
    state: Annotated[Speaking, Field(discriminator="tag")]

    def is_of(self, call: str, session: Session) -> bool:
        """Whether `session` is the one that it was made for. No other one has its nonce."""
        return (self.call, self.turn, self.nonce) == (call, session.turn, session.nonce)

    @property
    def holds_all(self) -> bool:
        """Whether `state` is the whole one of the document."""
        return self.kind == self.state.tag and not isinstance(self.state, Transferring)

    @property
    def is_current(self) -> bool:
        """Whether its document offers what the state offers today."""
        return digests()[self.kind] == self.digest


TOLD = TypeAdapter(Told)
STATE: TypeAdapter[Speaking] = TypeAdapter(Annotated[Speaking, Field(discriminator="tag")])


@dataclass(frozen=True)
class Codec:
    sealer: TokenSealer

    def token(self, call: str, session: Session) -> str:
        """`call` is a reference of 32 characters."""
        kind = session.state.tag
        told = Told(
            call=call,
            turn=session.turn,
            nonce=session.nonce,
            at=session.at,
            source=session.source,
            event=session.event,
            kind=kind,
            digest=digests()[kind],
            state=carried(session.state),
        )
        plain = TOLD.dump_json(told).ljust(PLAIN_LENGTH)
        return self.sealer.seal_token(plain, bytes.fromhex(session.nonce))

    def read(self, token: str) -> Told:
        """Raises a Refusal."""
        try:
            return TOLD.validate_json(self.sealer.open_token(token))
        except ValidationError:
            raise Unreadable("a token of another version") from None

    def seal_state(self, call: str, session: Session) -> bytes:
        return self.sealer.seal(STATE.dump_json(session.state), _context(call, session.turn))

    def open(self, sealed: bytes, call: str) -> Session:
        """Raises a Refusal for a value that is not this call's."""
        start, _, rest = sealed.partition(SEPARATOR)
        told = self.read(start.decode())
        if told.call != call:
            raise Unreadable("the session of another call")
        session = Session(told.turn, told.nonce, told.at, told.source, told.event, told.state)
        return replace(session, state=self._state(rest, call, told.turn)) if rest else session

    def _state(self, sealed: bytes, call: str, turn: int) -> Speaking:
        try:
            return STATE.validate_json(self.sealer.open(sealed, _context(call, turn)))
        except ValidationError:
            raise Unreadable("a session of another version") from None


@dataclass(frozen=True)
class SealedSession:
    """A session with its sealed forms, each made once."""

    codec: Codec
    call: str
    session: Session

    @cached_property
    def token(self) -> str:
        return self.codec.token(self.call, self.session)

    @property
    def stored(self) -> bytes:
        """Its token alone, where that holds all of the state."""
        start = self.token.encode()
        if carried(self.session.state) == self.session.state:
            return start
        return start + SEPARATOR + self.codec.seal_state(self.call, self.session)


def _context(call: str, turn: int) -> str:
    return f"session:{call}:{turn}"
