"""What a menu offers, in the order of its keys: 1, 2, 3 … without gaps. A person and the end have keys of their own."""

from enum import StrEnum

from ivr.dialogue.application_states import ApplicantMenu, TellApplicant, TellApplication
from ivr.dialogue.context import Missed
from ivr.dialogue.detail_states import DetailsMenu, TellDetails
from ivr.dialogue.offer_states import OffersMenu, TellOffers
from ivr.dialogue.states import CustomerMenu, NobodyAnswered, TellCustomer

MOST_OPTIONS = 5
"""In one menu, a person among them: more are not remembered."""


class Choice(StrEnum):
    AGAIN = "again"
    WRONG = "wrong"
    SIGN = "sign"
    TEXT = "text"
    APPLICATION = "application"
    ACCOUNT = "own-account"
    PAY = "pay"
    MORE = "more"
    MORE_AND_PAY = "more-and-pay"
    MORE_OF_APPLICATION = "more-of-application"
    GO_ON = "go-on"
    IDENTIFY = "identify"
    LINK = "link"
    CALL_BACK = "call-back"


Choices = tuple[Choice, ...]


def of_customer(state: TellCustomer | CustomerMenu) -> Choices:
    """Beside an application the text has to yield: that of the details, which is offered after them, has it all."""
    third = Choice.APPLICATION if state.has_application else Choice.TEXT
    return (Choice.AGAIN, Choice.WRONG, third, Choice.MORE_AND_PAY if state.may_pay else Choice.MORE)


def of_details(state: TellDetails | DetailsMenu) -> Choices:
    if isinstance(state, TellDetails) and state.page < state.pages:
        return (Choice.AGAIN, Choice.GO_ON)
    return (Choice.AGAIN, Choice.TEXT, *[Choice.PAY] * state.may_pay, Choice.CALL_BACK)


def of_applicant(state: TellApplicant | ApplicantMenu) -> Choices:
    """Where it would be too many the text has to yield, as in the customer's menu."""
    to_sign, to_account = [Choice.SIGN] * state.may_sign, [Choice.ACCOUNT] * state.has_account
    text = [] if state.may_sign and state.has_account else [Choice.TEXT]
    return (Choice.AGAIN, *to_sign, *text, *to_account, Choice.MORE_OF_APPLICATION)


def of_application(state: TellApplication) -> Choices:
    if state.page < state.pages:
        return (Choice.AGAIN, Choice.GO_ON)
    return (Choice.AGAIN, *[Choice.SIGN] * state.may_sign, Choice.TEXT, Choice.CALL_BACK)


def of_offers(state: TellOffers | OffersMenu) -> Choices:
    return (Choice.AGAIN, Choice.IDENTIFY, *([Choice.LINK] if state.may_apply else ()))


def may_call_back(state: NobodyAnswered) -> bool:
    """Not offered again where it was of no use."""
    return state.missed not in {Missed.NO_NUMBER, Missed.NO_CALL_BACK}


def chosen(keys: str, choices: Choices) -> Choice | None:
    """A lone hash tells again, too."""
    return Choice.AGAIN if keys == "#" else dict(zip("12345", choices, strict=False)).get(keys)
