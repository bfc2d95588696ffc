"""The terms of an agreement, told in pages, and the one question that a yes answers.

No key that goes on is the key that agrees: impatience signs nothing.
"""

from dataclasses import replace

from domain.requests import Refused, TermsRead
from ivr.dialogue.application_states import ApplicantMenu
from ivr.dialogue.context import CallContext, Hint, Reason
from ivr.dialogue.events import Digits, NoInput, ServiceFailed
from ivr.dialogue.flow.menus import END, PERSON, STAY, no_input, unreadable
from ivr.dialogue.flow.people import TRIES, nothing_to_tell, to_person
from ivr.dialogue.flow.table import Flow, flow, on
from ivr.dialogue.menu import Menu, Option
from ivr.dialogue.signing_states import AskConsent, ReadingTerms, StartingSigning, TellTerms
from ivr.dialogue.states import Transferring
from ivr.dialogue.tell import TERMS_PAGES


def read_terms(context: CallContext, application: str | None = None) -> ReadingTerms | Transferring:
    """Only a verified caller comes here; without a grant there is nothing to read and a person helps."""
    return ReadingTerms(context, context.grant, application) if context.grant else to_person(context, Reason.FAILURE)


def tell_terms(state: ReadingTerms, event: TermsRead) -> TellTerms:
    return TellTerms(state.context, event.terms, spoken=event.spoken)


def again(state: TellTerms) -> ReadingTerms | Transferring:
    return read_terms(state.context, state.figures.open(state.context.grant).application)


def listen(state: TellTerms, _: Digits) -> TellTerms | AskConsent:
    """Any key that has no meaning goes on too: there is nothing to be misunderstood in listening."""
    return onward(state)


def go_on(state: TellTerms, _: NoInput) -> TellTerms | AskConsent:
    return onward(state)


def onward(state: TellTerms) -> TellTerms | AskConsent:
    if state.page < TERMS_PAGES:
        return replace(state, page=state.page + 1)
    terms = state.figures.open(state.context.grant)
    return AskConsent(state.context, terms.agreement, application=terms.application, spoken=state.spoken)


def agree(state: AskConsent) -> StartingSigning | Transferring:
    """Each yes begins a code, and a call begins three at most, the one of the greeting among them."""
    context, grant = state.context, state.context.grant
    if grant is None or context.starts >= TRIES:
        return to_person(context, Reason.NO_TRY_LEFT)
    context = replace(context, starts=context.starts + 1)
    return StartingSigning(context, grant, state.agreement, state.spoken, state.application)


def disagree(state: AskConsent) -> ApplicantMenu:
    return replace(state.menu(), hint=Hint.DECLINED)


def hear_again(state: AskConsent) -> ReadingTerms | Transferring:
    return read_terms(state.context, state.application)


AGAIN: Option[TellTerms] = Option("terms-again", again)
PAGES: Menu[TellTerms] = Menu((AGAIN, Option("go-on", onward), PERSON, END), otherwise=listen, at_hash=AGAIN)

AGREE: Option[AskConsent] = Option("agree", agree)
CONSENT: Menu[AskConsent] = Menu(
    (AGREE, Option("disagree", disagree), Option("consent-again", hear_again), PERSON),
    otherwise=unreadable,
    at_hash=STAY,
)
YES = CONSENT.fixed_key(AGREE)
"""The key that agrees; it is kept with the evidence."""

TERMS: Flow = flow(
    on(ReadingTerms, TermsRead, tell_terms),
    on(ReadingTerms, Refused, nothing_to_tell),
    on(ReadingTerms, ServiceFailed, nothing_to_tell),
    on(TellTerms, Digits, PAGES),
    on(TellTerms, NoInput, go_on),
    on(AskConsent, Digits, CONSENT),
    on(AskConsent, NoInput, no_input),
)
