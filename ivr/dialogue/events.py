"""What happened: to the caller's side of the call, or inside a domain request (its answers are events)."""

from dataclasses import dataclass, field
from enum import StrEnum

from domain.requests import DomainAnswer


@dataclass(frozen=True)
class Digits:
    """Keys that the caller pressed, one at least, without the key that ended the entry."""

    keys: str = field(repr=False)

    @property
    def entry(self) -> str:
        """What counts of an entry: all that follows the last star."""
        return self.keys.rpartition("*")[2]


@dataclass(frozen=True)
class NoInput:
    """The time of a question ran out, or a lone hash ended an empty entry."""


class DialStatus(StrEnum):
    """How an attempt to reach an agent ended, in the carrier's words."""

    COMPLETED = "completed"
    ANSWERED = "answered"
    BUSY = "busy"
    NO_ANSWER = "no-answer"
    FAILED = "failed"
    CANCELED = "canceled"


@dataclass(frozen=True)
class DialEnded:
    """`bridged`: the two legs were connected. `more_targets`: the queue has another number after this one."""

    status: DialStatus
    bridged: bool
    more_targets: bool


@dataclass(frozen=True)
class AgentTook:
    """The agent pressed the key of the whisper; a voicemail box does not."""


@dataclass(frozen=True)
class HungUp:
    """The carrier reports that the call is over."""


@dataclass(frozen=True)
class ServiceFailed:
    """A domain request got no answer."""


@dataclass(frozen=True)
class KeysChanged:
    """Versions of the line whose keys differ have asked the caller in turns. No arrow: `recovery.given_up` follows."""


CallEvent = Digits | NoInput | DialEnded | AgentTook | HungUp
Event = CallEvent | DomainAnswer | ServiceFailed
