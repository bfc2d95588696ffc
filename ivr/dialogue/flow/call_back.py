"""To be called back, asked for or where nobody took the call. It is said that somebody calls, and nothing else."""

from domain.requests import CallBackAsked, NoNumber, Refused
from ivr.dialogue.context import Farewell, Missed, Reason
from ivr.dialogue.events import ServiceFailed
from ivr.dialogue.flow.people import to_person
from ivr.dialogue.flow.table import Flow, flow, on
from ivr.dialogue.reach_states import AskingCallBack
from ivr.dialogue.states import Goodbye, NobodyAnswered, State, Transferring
from ivr.dialogue.voice import Queue


def to_be_called_back(state: State) -> AskingCallBack:
    return AskingCallBack(state.context, Queue.GENERAL, Reason.ASKED)


def asked(state: AskingCallBack, _: CallBackAsked) -> Goodbye:
    """Which number will ring is told by its kind, never by its digits."""
    return Goodbye(state.context, Farewell.CALL_BACK_REGISTERED if state.context.grant else Farewell.CALL_BACK)


def no_number(state: AskingCallBack, _: NoNumber) -> NobodyAnswered | Transferring:
    return without(state, Missed.NO_NUMBER)


def cannot_ask(state: AskingCallBack, _: Refused | ServiceFailed) -> NobodyAnswered | Transferring:
    return without(state, Missed.NO_CALL_BACK)


def without(state: AskingCallBack, missed: Missed) -> NobodyAnswered | Transferring:
    """To a person where none was tried yet."""
    if not state.context.transfers:
        return to_person(state.context, Reason.FAILURE)
    return NobodyAnswered(state.context, state.queue, state.reason, missed)


CALL_BACK: Flow = flow(
    on(AskingCallBack, CallBackAsked, asked),
    on(AskingCallBack, NoNumber, no_number),
    on(AskingCallBack, Refused, cannot_ask),
    on(AskingCallBack, ServiceFailed, cannot_ask),
)
