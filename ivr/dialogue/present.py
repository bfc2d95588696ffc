"""What each speaking state says and asks. The state alone decides: presented twice, it is the same document."""

from domain.verification import Level
from ivr.dialogue import tell
from ivr.dialogue.application_states import ApplicantMenu, ChooseApplication, TellApplicant, TellApplication
from ivr.dialogue.context import Hint
from ivr.dialogue.customer_states import CustomerMenu, TellCustomer
from ivr.dialogue.detail_states import DetailsMenu, TellDetails
from ivr.dialogue.identify_states import AskIdentifier, AwaitCode, ChooseLanguage, NotVerified
from ivr.dialogue.keys import TAKE
from ivr.dialogue.offer_states import OffersMenu, TellOffers
from ivr.dialogue.present_identify import present_identification
from ivr.dialogue.present_signing import present_signing
from ivr.dialogue.questions import (
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
from ivr.dialogue.states import Goodbye, NobodyAnswered, Speaking, Transferring
from ivr.dialogue.voice import Hangup, Say, Transfer, VoiceDocument, prompt


def present(state: Speaking) -> VoiceDocument:  # noqa: C901, PLR0911, PLR0912 - one line for each state, checked by mypy
    context = state.context
    match state:
        case ChooseLanguage() | AskIdentifier() | AwaitCode() | NotVerified():
            return present_identification(state)
        case TellOffers():
            return telling(context, tell.offers(state.offers), options(state))
        case OffersMenu():
            return own_menu(state)
        case TellCustomer():
            return telling(context, tell.customer(state.figures.open(context.grant)), options(state))
        case CustomerMenu():
            return own_menu(state)
        case TellDetails():
            page = tell.details(state.figures.open(context.grant))[state.page - 1]
            return telling(context, page, options(state))
        case DetailsMenu():
            return own_menu(state)
        case TellApplicant():
            return telling(context, tell.applicant(state.figures.open(context.grant)), options(state))
        case ApplicantMenu():
            return own_menu(state)
        case ChooseApplication():
            return telling(context, (prompt("which-application"),), options(state))
        case TellApplication():
            page = tell.application(state.figures.open(context.grant))[state.page - 1]
            return telling(context, page, options(state))
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
    return asking(state.context, menu(*words, options=(prompt("whisper-take", number=TAKE),)))


def documents(state: Speaking) -> tuple[VoiceDocument, ...]:
    """All that is said in `state`, to the caller and to the agent."""
    return (present(state), present_whisper(state)) if isinstance(state, Transferring) else (present(state),)


def own_menu(state: OffersMenu | CustomerMenu | DetailsMenu | ApplicantMenu) -> VoiceDocument:
    if state.hint in {Hint.DECLINED, Hint.TEXTED, Hint.LINKED, Hint.NO_NUMBER}:
        return telling(state.context, (prompt(f"{state.hint}"),), options(state))
    return menu_again(state.context, "menu", state.hint, state.tries, options(state))


def transfer(state: Transferring) -> VoiceDocument:
    words = prompt("transfer-next") if state.target else prompt(f"transfer-{state.reason}")
    return VoiceDocument(state.context.language, (Say((words,)), Transfer(state.queue, state.target)))


def nobody_answered(state: NobodyAnswered) -> VoiceDocument:
    if state.hint is Hint.FIRST:
        return asking(state.context, menu(prompt(f"missed-{state.missed}"), options=options(state)))
    return menu_again(state.context, "nobody", state.hint, state.tries, options(state))
