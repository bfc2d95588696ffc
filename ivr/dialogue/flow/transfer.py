"""To a person, number after number, and what is said when nobody takes the call; and how calls end."""

from dataclasses import replace

from ivr.dialogue.context import Farewell, Hint, Missed
from ivr.dialogue.events import AgentTook, DialEnded, DialStatus, Digits, HungUp, NoInput
from ivr.dialogue.flow.menus import END, STAY
from ivr.dialogue.flow.people import TRIES
from ivr.dialogue.flow.table import Flow, flow, on
from ivr.dialogue.menu import Menu, Option, never
from ivr.dialogue.reach_states import AskingCallBack
from ivr.dialogue.states import SPEAKING, Goodbye, NobodyAnswered, Speaking, Transferring

ROUNDS = 3
"""How often the numbers of a queue are tried, all of them, before the call ends with words."""

MOST_TARGETS = 5
"""Numbers a queue can have: the settings refuse more."""

MISSED = {
    DialStatus.BUSY: Missed.BUSY,
    DialStatus.NO_ANSWER: Missed.NO_ANSWER,
    DialStatus.FAILED: Missed.FAILED,
    DialStatus.CANCELED: Missed.FAILED,
    DialStatus.COMPLETED: Missed.NOT_TAKEN,
    DialStatus.ANSWERED: Missed.NOT_TAKEN,
}


def agent_took(state: Transferring, _: AgentTook) -> Transferring:
    return replace(state, taken=True)


def dial_ended(state: Transferring, event: DialEnded) -> Transferring | NobodyAnswered | Goodbye:
    """Succeeded where the agent pressed the key and the legs were connected: a voicemail box ends 'completed' too."""
    if state.taken and event.bridged:
        return Goodbye(state.context, Farewell.TALKED)
    if event.more_targets and state.target + 1 < MOST_TARGETS:
        return replace(state, target=state.target + 1, taken=False)
    return nobody_answered(state, MISSED[event.status])


def nobody_answered(state: Transferring, missed: Missed) -> NobodyAnswered | Goodbye:
    context = replace(state.context, transfers=state.context.transfers + 1)
    if context.transfers >= ROUNDS:
        return Goodbye(context, Farewell.NOBODY)
    return NobodyAnswered(context, state.queue, state.reason, missed)


def may_call_back(state: NobodyAnswered) -> bool:
    """Not offered again where it was of no use."""
    return state.missed not in {Missed.NO_NUMBER, Missed.NO_CALL_BACK}


def ring_again(state: NobodyAnswered) -> Transferring:
    return Transferring(state.context, state.queue, state.reason)


def ask_call_back(state: NobodyAnswered) -> AskingCallBack:
    return AskingCallBack(state.context, state.queue, state.reason)


def misunderstood(state: NobodyAnswered, _: Digits) -> NobodyAnswered | Goodbye:
    return asked_again(state, Hint.UNREADABLE)


def asked_again(state: NobodyAnswered, hint: Hint) -> NobodyAnswered | Goodbye:
    """Nobody is there to hand over to, so the last try ends the call with words."""
    if state.tries + 1 >= TRIES:
        return Goodbye(state.context, Farewell.NOBODY)
    return replace(state, hint=hint, tries=state.tries + 1)


def silent(state: NobodyAnswered, _: NoInput) -> NobodyAnswered | Goodbye:
    return asked_again(state, Hint.SILENT)


def hang_up(state: Speaking, _: HungUp) -> Goodbye:
    return Goodbye(state.context, Farewell.HUNG_UP)


NOBODY: Menu[NobodyAnswered] = Menu(
    (
        Option("try-again", ring_again),
        Option("call-back", ask_call_back, offered=may_call_back),
        Option("person", ring_again, said=never),
        END,
    ),
    otherwise=misunderstood,
    at_hash=STAY,
)

TRANSFER: Flow = flow(
    on(Transferring, AgentTook, agent_took),
    on(Transferring, DialEnded, dial_ended),
    on(NobodyAnswered, Digits, NOBODY),
    on(NobodyAnswered, NoInput, silent),
    *(on(state, HungUp, hang_up) for state in SPEAKING if state is not Goodbye),
)
