"""Working states, run: the domain is asked, and its answer, or its silence, is the next event of the call."""

from typing import Protocol

from domain.checkpoint import Checkpoint
from domain.errors import Fault
from domain.requests import DomainAnswer, DomainRequest, Origin, TurnKey
from ivr.dialogue.events import ServiceFailed
from ivr.dialogue.flow import CALL_FLOW
from ivr.dialogue.flow.table import step
from ivr.dialogue.requests import request
from ivr.dialogue.states import Speaking, State, Working
from ivr.logs import log_fault
from ivr.metrics import ANSWERS, count


class Desk(Protocol):
    """The door to the domain. One request is one transaction, and one key is answered once, however often it asks."""

    def answer(self, request: DomainRequest, key: TurnKey, language: str, origin: Origin) -> DomainAnswer: ...

    def checkpoint(self, call: str) -> Checkpoint: ...


def settled(state: State, desk: Desk, key: TurnKey, origin: Origin) -> Speaking:
    """The speaking state that `state` comes to. Raises Fault where the table leads nowhere."""
    while isinstance(state, Working):
        state = _answered(state, desk, key, origin)
    return state


def _answered(state: Working, desk: Desk, key: TurnKey, origin: Origin) -> State:
    """An answer that the table has no arrow for counts as none."""
    for event in (_asked(state, desk, key, origin), ServiceFailed()):
        following = step(CALL_FLOW, state, event)
        if following is not state:
            count(ANSWERS, state.tag, type(event).__name__)
            return following
    raise Fault(f"{state.tag} has no way out")


def _asked(state: Working, desk: Desk, key: TurnKey, origin: Origin) -> DomainAnswer | ServiceFailed:
    try:
        return desk.answer(request(state), key, state.context.language, origin)
    except Exception as error:  # whatever it was, the caller hears that it does not work and gets a person
        log_fault("service_failed", error, call=key.call, turn=key.turn, state=state.tag)
        return ServiceFailed()
