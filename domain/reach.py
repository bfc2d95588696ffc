"""What a call asks for where it does not come to its end by itself: a call back, a link to apply with."""

from dataclasses import dataclass

from domain.disclosure import Grant


@dataclass(frozen=True)
class AskCallBack:
    """By those who answer `queue`; `reason`: why the call went there, or would have.

    `grant`: of a verified caller, who is called on the phone on record. Anybody else is called where they call from.
    """

    grant: Grant | None
    queue: str
    reason: str


@dataclass(frozen=True)
class SendLink:
    """The address where one applies, as a text message to the number that the call comes from."""


@dataclass(frozen=True)
class CallBackAsked:
    """It is stored; asked for again in one call it is the same one."""


@dataclass(frozen=True)
class LinkSent:
    """It is on its way; asked for again in one call it is the same one."""


@dataclass(frozen=True)
class NoNumber:
    """The caller's is not shown, or takes no texts where one was to be sent."""


Reaching = AskCallBack | SendLink
Reached = CallBackAsked | LinkSent | NoNumber
