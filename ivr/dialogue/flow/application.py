"""What an applicant may do after hearing how the application stands."""

from domain.journey import Part
from domain.requests import Topic
from ivr.dialogue.application_states import ApplicantMenu, ReadingApplication, TellApplicant
from ivr.dialogue.events import Digits, NoInput
from ivr.dialogue.flow.application_details import read_application
from ivr.dialogue.flow.menus import END, PERSON, menu_of, misunderstood, no_input, silent
from ivr.dialogue.flow.summary import read_again
from ivr.dialogue.flow.table import Flow, flow, on
from ivr.dialogue.flow.terms import read_terms
from ivr.dialogue.flow.texts import send_text
from ivr.dialogue.menu import Menu, Option
from ivr.dialogue.signing_states import ReadingTerms
from ivr.dialogue.states import ReadingSummary, SendingText, Transferring

Told = TellApplicant | ApplicantMenu


def again(state: Told) -> ReadingSummary | Transferring:
    return read_again(state.context, Part.APPLICATION)


def sign(state: Told) -> ReadingTerms | Transferring:
    return read_terms(state.context)


def text(state: Told) -> SendingText | Transferring:
    return send_text(menu_of(state), Topic.SUMMARY, Part.APPLICATION)


def account(state: Told) -> ReadingSummary | Transferring:
    return read_again(state.context, Part.ACCOUNT)


def more(state: Told) -> ReadingApplication | Transferring:
    return read_application(menu_of(state))


AGAIN: Option[Told] = Option("again", again)
APPLICANT: Menu[Told] = Menu(
    (
        AGAIN,
        Option("sign", sign, offered=lambda state: state.may_sign),
        # Where it would be too many the text has to yield, as in the customer's menu.
        Option("text", text, offered=lambda state: not (state.may_sign and state.has_account)),
        Option("own-account", account, offered=lambda state: state.has_account),
        Option("more-of-application", more),
        PERSON,
        END,
    ),
    otherwise=misunderstood,
    at_hash=AGAIN,
)

APPLICATION: Flow = flow(
    on(TellApplicant, Digits, APPLICANT),
    on(TellApplicant, NoInput, silent),
    on(ApplicantMenu, Digits, APPLICANT),
    on(ApplicantMenu, NoInput, no_input),
)
