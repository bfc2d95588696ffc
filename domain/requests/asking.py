"""Who asks, and the refusals that requests of several subjects share."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class TurnKey:
    """Which turn of which call asks. A turn asks at most once, so this key makes a second delivery harmless."""

    call: str
    turn: int


@dataclass(frozen=True)
class Origin:
    """Where a call comes from: the caller's number (E.164), None where it is withheld: a hint, good for counting only.

    `is_inbound`: the caller made it; we did not. `client`: the system that asks for somebody at a screen; None: a call.
    """

    number: str | None = field(repr=False)
    is_inbound: bool
    client: str | None = None

    @property
    def is_online(self) -> bool:
        return self.client is not None


@dataclass(frozen=True)
class Refused:
    """The code or the call has no try left, or there is nothing to tell: one answer for every reason."""


@dataclass(frozen=True)
class NoNumber:
    """The caller's is not shown, or takes no texts where one was to be sent."""
