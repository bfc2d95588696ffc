"""The sealed token in every action URL: which turn of which call an answer belongs to, and the state of that call.

A session is kept as its token; where the token does not hold all of the state, as its token and the sealed state. The
version in the token is that of both (`domain.formats`).
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import msgspec

from domain.errors import Refusal
from domain.formats import SESSION, UNVERSIONED
from domain.ports import Sealer
from ivr.dialogue.digests import digests
from ivr.dialogue.recovery import carried
from ivr.dialogue.states import SPEAKING, Speaking, Transferring
from ivr.voice.session import Session

PLAIN_LENGTH = 512
"""Bytes: every token has the same length, so none tells by it where a call stands."""
SEPARATOR = b"."


class TokenSealer(Sealer, Protocol):
    def seal_token(self, plain: bytes, nonce: bytes) -> str:
        """The same plain and nonce give the same token, so a document told twice is the same document."""

    def open_token(self, token: str) -> bytes:
        """Raises a Refusal for anything that is not an unchanged token of ours."""


class Unreadable(Refusal):
    """Sealed by us, and not written as this version reads."""


@dataclass(frozen=True)
class Told:
    """What a token tells of the session that it was made for.

    `kind`: the tag of the state whose document it is in, and `digest` its version. `state`: as it may ride in an
    address. `version`: of the format that it was written in. The rest as in Session.
    """

    token: str
    call: str
    turn: int
    nonce: str
    at: int
    source: str
    event: str
    kind: str
    digest: str
    state: Speaking
    version: int
    presented: int

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
        return self.version != UNVERSIONED and digests().get(self.kind) == self.digest


class Content(msgspec.Struct, array_like=True):
    """A token's plain text: as in Told, in this order. What a newer version has at its end is passed over."""

    call: str
    turn: int
    nonce: str
    at: int
    source: str
    event: str
    kind: str
    digest: str
    carried: str
    state: msgspec.Raw
    version: int = UNVERSIONED
    presented: int = 0


ENCODER, CONTENT = msgspec.json.Encoder(), msgspec.json.Decoder(Content)
STATES = {kind.__name__: msgspec.json.Decoder(kind) for kind in SPEAKING}


def content(plain: bytes) -> Content:
    """What a token says, but for its state. Raises Unreadable."""
    try:
        told = CONTENT.decode(plain)
    except msgspec.DecodeError:
        raise Unreadable("a token of another version") from None
    if not SESSION.reads(told.version):
        raise Unreadable("a token of another version")
    return told


@dataclass(frozen=True)
class Codec:
    sealer: TokenSealer

    def token(self, call: str, session: Session) -> str:
        """`call` is a reference of 32 characters."""
        kind, state = session.state.tag, carried(session.state)
        where = (call, session.turn, session.nonce, session.at, session.source, session.event)
        rest = (kind, digests()[kind], state.tag, state, SESSION.written, session.presented)
        return self.sealer.seal_token(ENCODER.encode((*where, *rest)).ljust(PLAIN_LENGTH), bytes.fromhex(session.nonce))

    def read(self, token: str) -> Told:
        """Raises a Refusal."""
        told = content(self.sealer.open_token(token))
        try:
            state = STATES[told.carried].decode(told.state)
        except (msgspec.DecodeError, LookupError):
            raise Unreadable("a token with a state of another version") from None
        return Told(
            *(token, told.call, told.turn, told.nonce, told.at, told.source, told.event, told.kind, told.digest),
            *(state, told.version, told.presented),
        )

    def seal_state(self, call: str, session: Session) -> bytes:
        return self.sealer.seal(ENCODER.encode(session.state), _context(call, session.turn))

    def open(self, sealed: bytes, call: str, like: Told | None = None) -> Session:
        """The stored session; `like` is read already. Raises a Refusal for a value that is not this call's."""
        start, _, rest = sealed.partition(SEPARATOR)
        token = start.decode()
        told = like if like and like.token == token else self.read(token)
        if told.call != call:
            raise Refusal("the session of another call")
        if told.version == UNVERSIONED:
            raise Unreadable("a session of before sessions had versions")
        state = self._state(rest, told) if rest else told.state
        return Session(told.turn, told.nonce, told.at, told.source, told.event, state)

    def start_of(self, sealed: bytes) -> Told | None:
        """What the token of a stored session tells, where that alone can be read."""
        try:
            return self.read(sealed.partition(SEPARATOR)[0].decode())
        except Refusal:
            return None

    def turn_of(self, sealed: bytes, call: str) -> int:
        """Of a stored session, of whichever version; 0 where it is not found in it."""
        try:
            told = CONTENT.decode(self.sealer.open_token(sealed.partition(SEPARATOR)[0].decode()))
        except (Refusal, msgspec.DecodeError):
            return 0
        return told.turn if told.call == call else 0

    def _state(self, sealed: bytes, told: Told) -> Speaking:
        plain = self.sealer.open(sealed, _context(told.call, told.turn))
        try:
            return STATES[told.kind].decode(plain)
        except (msgspec.DecodeError, LookupError):
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
