"""What each speaking state says and asks. The state alone decides: presented twice, it is the same document."""

from domain.verification import Level
from ivr.dialogue import tell
from ivr.dialogue.application_states import ApplicantMenu, ChooseApplication, TellApplicant, TellApplication
from ivr.dialogue.choices import may_call_back, of_applicant, of_application, of_customer, of_details, of_offers
from ivr.dialogue.context import Hint
from ivr.dialogue.detail_states import DetailsMenu, TellDetails
from ivr.dialogue.identify_states import AskIdentifier, AwaitCode, ChooseLanguage, NotVerified
from ivr.dialogue.offer_states import OffersMenu, TellOffers
from ivr.dialogue.present_identify import present_identification
from ivr.dialogue.present_signing import present_signing
from ivr.dialogue.questions import (
    END,
    NOBODY_OPTIONS,
    PERSON,
    asking,
    menu,
    menu_again,
    options,
    telling,
)
from ivr.dialogue.signing_states import (
    AskConsent,
    AwaitSigningCode,
    CannotSign,
    TellSigned,
    TellTerms,
)
from ivr.dialogue.states import CustomerMenu, Goodbye, NobodyAnswered, Speaking, TellCustomer, Transferring
from ivr.dialogue.voice import Hangup, Prompt, Say, Transfer, VoiceDocument, prompt


def present(state: Speaking) -> VoiceDocument:  # noqa: C901, PLR0911, PLR0912 - one line for each state, checked by mypy
    context = state.context
    match state:
        case ChooseLanguage() | AskIdentifier() | AwaitCode() | NotVerified():
            return present_identification(state)
        case TellOffers():
            return telling(context, tell.offers(state.offers), options(of_offers(state)))
        case OffersMenu():
            return own_menu(state, options(of_offers(state)))
        case TellCustomer():
            return telling(context, tell.customer(state.figures.open(context.grant)), options(of_customer(state)))
        case CustomerMenu():
            return own_menu(state, options(of_customer(state)))
        case TellDetails():
            page = tell.details(state.figures.open(context.grant))[state.page - 1]
            return telling(context, page, options(of_details(state)))
        case DetailsMenu():
            return own_menu(state, options(of_details(state)))
        case TellApplicant():
            return telling(context, tell.applicant(state.figures.open(context.grant)), options(of_applicant(state)))
        case ApplicantMenu():
            return own_menu(state, options(of_applicant(state)))
        case ChooseApplication():
            choices = tell.choices(state.figures.open(context.grant))
            return telling(context, (prompt("which-application"),), (*choices, PERSON, END))
        case TellApplication():
            page = tell.application(state.figures.open(context.grant))[state.page - 1]
            return telling(context, page, options(of_application(state)))
        case TellTerms() | AskConsent() | AwaitSigningCode() | TellSigned() | CannotSign():
            return present_signing(state)
        case Transferring():
            return transfer(state)
        case NobodyAnswered():
            return nobody_answered(state)
        case Goodbye():
            return VoiceDocument(context.language, (Say((prompt(f"goodbye-{state.farewell}"),)), Hangup()))


def present_whisper(state: Transferring) -> VoiceDocument:
    """What the agent hears before the caller is let through: how sure we are who it is, and why they call."""
    verified = "verified" if state.context.level >= Level.VERIFIED else "not-verified"
    words = (prompt(f"whisper-{verified}"), prompt(f"whisper-{state.reason}"))
    return asking(state.context, menu(*words, options=(prompt("whisper-take"),)))


def documents(state: Speaking) -> tuple[VoiceDocument, ...]:
    """All that is said in `state`, to the caller and to the agent."""
    return (present(state), present_whisper(state)) if isinstance(state, Transferring) else (present(state),)


def own_menu(
    state: OffersMenu | CustomerMenu | DetailsMenu | ApplicantMenu, ways_on: tuple[Prompt, ...]
) -> VoiceDocument:
    if state.hint in {Hint.DECLINED, Hint.TEXTED, Hint.LINKED, Hint.NO_NUMBER}:
        return telling(state.context, (prompt(f"{state.hint}"),), ways_on)
    return menu_again(state.context, "menu", state.hint, state.tries, ways_on)


def transfer(state: Transferring) -> VoiceDocument:
    words = prompt("transfer-next") if state.target else prompt(f"transfer-{state.reason}")
    return VoiceDocument(state.context.language, (Say((words,)), Transfer(state.queue, state.target)))


def nobody_answered(state: NobodyAnswered) -> VoiceDocument:
    ways_on = NOBODY_OPTIONS if may_call_back(state) else (NOBODY_OPTIONS[0], END)
    if state.hint is Hint.FIRST:
        return asking(state.context, menu(prompt(f"missed-{state.missed}"), options=ways_on))
    return menu_again(state.context, "nobody", state.hint, state.tries, ways_on)
