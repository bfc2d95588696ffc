"""Where a call is while it asks to be reached in another way: working states."""

from dataclasses import dataclass, field
from typing import Literal

from ivr.dialogue.context import CallContext, Reason
from ivr.dialogue.state import Callers, WorkingState
from ivr.dialogue.voice import Queue


@dataclass(frozen=True)
class AskingCallBack(WorkingState, callers=Callers.ANYBODY):
    """By those who answer `queue`; `reason`: why the call went there, or would have."""

    context: CallContext
    queue: Queue
    reason: Reason
    tag: Literal["AskingCallBack"] = field(default="AskingCallBack", repr=False)
