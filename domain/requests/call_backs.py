"""A call back, for a caller whom nobody could talk to."""

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
class CallBackAsked:
    """It is stored; asked for again in one call it is the same one."""
