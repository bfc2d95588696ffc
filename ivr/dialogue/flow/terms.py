"""The terms of an agreement, told in pages, and the one question that a yes answers.

No key that goes on is the key that agrees: impatience signs nothing.
"""

from dataclasses import replace

from domain.requests import Refused, TermsRead
from ivr.dialogue.application_states import ApplicantMenu
from ivr.dialogue.context import CallContext, Farewell, Hint, Reason
from ivr.dialogue.events import Digits, NoInput, ServiceFailed
from ivr.dialogue.flow.menus import asked_again, no_input
from ivr.dialogue.flow.people import TRIES, nothing_to_tell, to_person
from ivr.dialogue.flow.table import Flow, flow, on
from ivr.dialogue.signing_states import AskConsent, ReadingTerms, StartingSigning, TellTerms
from ivr.dialogue.states import Goodbye, Transferring
from ivr.dialogue.tell import TERMS_PAGES

YES = "1"


def read_terms(context: CallContext, application: str | None = None) -> ReadingTerms | Transferring:
    """Only a verified caller comes here; without a grant there is nothing to read and a person helps."""
    return ReadingTerms(context, context.grant, application) if context.grant else to_person(context, Reason.FAILURE)


def tell_terms(state: ReadingTerms, event: TermsRead) -> TellTerms:
    return TellTerms(state.context, event.terms)


def choose(state: TellTerms, event: Digits) -> ReadingTerms | Transferring | Goodbye | TellTerms | AskConsent:
    match event.keys:
        case "1" | "#":
            return read_terms(state.context, state.figures.open(state.context.grant).application)
        case "0":
            return to_person(state.context)
        case "9":
            return Goodbye(state.context, Farewell.ENDED)
    return onward(state)


def go_on(state: TellTerms, _: NoInput) -> TellTerms | AskConsent:
    return onward(state)


def onward(state: TellTerms) -> TellTerms | AskConsent:
    """Any key that has no meaning goes on too: there is nothing to be misunderstood in listening."""
    if state.page < TERMS_PAGES:
        return replace(state, page=state.page + 1)
    terms = state.figures.open(state.context.grant)
    return AskConsent(state.context, terms.agreement, application=terms.application)


def decide(
    state: AskConsent, event: Digits
) -> StartingSigning | ApplicantMenu | ReadingTerms | Transferring | AskConsent:
    if event.keys == YES:
        return agree(state)
    match event.keys:
        case "2":
            return ApplicantMenu(state.context, Hint.DECLINED, 0, may_sign=True)
        case "3":
            return read_terms(state.context, state.application)
        case "0":
            return to_person(state.context)
        case "#":
            return state
    return asked_again(state, Hint.UNREADABLE)


def agree(state: AskConsent) -> StartingSigning | Transferring:
    """Each yes begins a code, and a call begins three at most, the one of the greeting among them."""
    context, grant = state.context, state.context.grant
    if grant is None or context.starts >= TRIES:
        return to_person(context, Reason.NO_TRY_LEFT)
    return StartingSigning(replace(context, starts=context.starts + 1), grant, state.agreement, state.application)


TERMS: Flow = flow(
    on(ReadingTerms, TermsRead, tell_terms),
    on(ReadingTerms, Refused, nothing_to_tell),
    on(ReadingTerms, ServiceFailed, nothing_to_tell),
    on(TellTerms, Digits, choose),
    on(TellTerms, NoInput, go_on),
    on(AskConsent, Digits, decide),
    on(AskConsent, NoInput, no_input),
)
