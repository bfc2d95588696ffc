"""One golden document for everything the line can say: each speaking state, each variant of its words, each language.

Their figures are the walk's canaries, their tokens and addresses masked as in `creditline call --record`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from functools import cache
from pathlib import PurePosixPath

from domain.details import AccountDetails, ApplicationDetails
from domain.journey import ApplicantSummary, CustomerSummary
from domain.verification import Level
from ivr.dialogue.application_states import ApplicantMenu, ChooseApplication, TellApplicant, TellApplication
from ivr.dialogue.context import Hint
from ivr.dialogue.customer_states import CustomerMenu, TellCustomer
from ivr.dialogue.detail_states import DetailsMenu, TellDetails
from ivr.dialogue.flow.transfer import may_call_back
from ivr.dialogue.identify_states import AwaitCode
from ivr.dialogue.offer_states import OffersMenu, TellOffers
from ivr.dialogue.present import present, present_whisper
from ivr.dialogue.signing_states import AwaitSigningCode, CannotSign, TellSigned, TellTerms
from ivr.dialogue.states import (
    SPEAKING,
    Goodbye,
    NobodyAnswered,
    Speaking,
    Transferring,
)
from ivr.dialogue.voice import Queue, VoiceDocument
from ivr.dialogue.walk import every_call
from ivr.phone.recording import page
from ivr.voice.fault import fault_documents
from ivr.voice.twiml import Links, render

PUBLIC_URL = "https://line.example"
AGENTS = {Queue.GENERAL: ("+46701740690", "+46701740691"), Queue.SPECIALIST: ("+46701740692", "+46701740693")}
LINKS = Links(f"{PUBLIC_URL}/voice/turn?t=t", AGENTS, whisper=f"{PUBLIC_URL}/voice/whisper?t=t")
WHISPER_LINKS = Links(f"{PUBLIC_URL}/voice/whisper?t=t", AGENTS)
FAULT_LINKS = Links(f"{PUBLIC_URL}/voice/fallback", AGENTS)


@cache
def samples(languages: tuple[str, ...]) -> Mapping[str, str]:
    """Path → the document, rendered once; ValueError where one path would hold two documents."""
    found: dict[str, str] = {}
    pages: dict[tuple[VoiceDocument, int], str] = {}  # many states say the same, and it takes long to write it down
    for path, document, links in _documents(languages):
        said = document, id(links)
        text = pages.get(said) or pages.setdefault(said, page(render(document, links).encode(), PUBLIC_URL))
        if found.setdefault(str(path), text) != text:
            raise ValueError(f"two documents are called {path}: name what tells them apart")
    return found


def _documents(languages: tuple[str, ...]) -> Iterator[tuple[PurePosixPath, VoiceDocument, Links]]:
    for state in every_call(languages).states:
        if isinstance(state, SPEAKING) and not (isinstance(state, Transferring) and state.target > 1):
            yield _path(state, variant(state)), present(state), LINKS
        if isinstance(state, Transferring):
            yield _path(state, whisper_variant(state)), present_whisper(state), WHISPER_LINKS
    for language in languages:
        for number, document in enumerate(fault_documents((language,), len(AGENTS[Queue.GENERAL])), start=1):
            yield PurePosixPath(language, "7-fault", f"{number}.xml"), document, FAULT_LINKS


def _path(state: Speaking, name: str) -> PurePosixPath:
    return PurePosixPath(state.context.language, state.section, type(state).__name__, f"{name}.xml")


def variant(state: Speaking) -> str:  # noqa: C901, PLR0911, PLR0912 - one line for each kind of state
    """What tells this document from others of the same state, in words."""
    match state:
        case AwaitCode() | AwaitSigningCode():
            return _code_variant(state)
        case TellOffers():
            return "-".join([{0: "none", 1: "one"}.get(len(state.offers), "several"), *_flags(state)])
        case TellCustomer():
            return "-".join([*_customer_words(state.figures.open(state.context.grant)), *_flags(state)])
        case TellApplicant():
            return "-".join([_applicant_variant(state.figures.open(state.context.grant)), *_flags(state)])
        case ChooseApplication():
            count = len(state.figures.open(state.context.grant).applications)
            return f"{count}-applications-to-{state.wish}"
        case TellDetails():
            return f"{_details_words(state.figures.open(state.context.grant))}-page-{state.page}"
        case TellApplication():
            return f"{_application_words(state.figures.open(state.context.grant))}-page-{state.page}"
        case OffersMenu() | CustomerMenu() | DetailsMenu() | ApplicantMenu():
            return "-".join([_asked(state.hint, state.tries), *_flags(state)])
        case TellTerms():
            return f"page-{state.page}"
        case TellSigned():
            return "signed"
        case CannotSign():
            return str(state.obstacle)
        case Transferring():
            return f"{state.queue}-next" if state.target else f"{state.queue}-{state.reason}"
        case NobodyAnswered() if state.hint is Hint.FIRST:
            return str(state.missed)
        case NobodyAnswered() if not may_call_back(state):
            return f"{_asked(state.hint, state.tries)}-no-call-back"
        case Goodbye():
            return str(state.farewell)
        case _:
            return _asked(state.hint, state.tries)


def _details_words(details: AccountDetails) -> str:
    return f"{details.summary.status.value}-{len(details.payments)}-payments"


def _application_words(details: ApplicationDetails) -> str:
    return f"{details.summary.stage}-{details.kyc}"


def _flags(state: Speaking) -> Iterator[str]:
    yield from sorted(field.name.replace("_", "-") for field in fields(state) if getattr(state, field.name) is True)


def whisper_variant(state: Transferring) -> str:
    verified = "verified" if state.context.level >= Level.VERIFIED else "not-verified"
    return f"whisper-{verified}-{state.reason}"


def _asked(hint: Hint, count: int) -> str:
    return f"{hint}-{count}" if hint in {Hint.SILENT, Hint.UNREADABLE, Hint.WRONG, Hint.PATIENT} else str(hint)


def _code_variant(state: AwaitCode | AwaitSigningCode) -> str:
    counts = {Hint.WRONG: state.context.wrong_codes, Hint.PATIENT: state.round}
    name = _asked(state.hint, counts.get(state.hint, state.tries))
    return f"{name}-resend-offered" if state.round > 1 and state.hint is not Hint.PATIENT else name


def _customer_words(summary: CustomerSummary) -> Iterator[str]:
    yield summary.status.value
    if summary.arrears:
        yield "arrears"
    if summary.as_of:
        yield "as-of"
    if summary.status.value != "Open":
        yield "balance" if summary.balance else "no-balance"
    elif summary.due_date is None:
        yield "before-first-bill"
    else:
        yield "due" if summary.current_due else "nothing-due"
    if summary.also_applied:
        yield f"also-applied-{summary.also_applied}"


def _applicant_variant(summary: ApplicantSummary) -> str:
    count = len(summary.applications)
    stage = summary.applications[0].stage
    return str(stage) if count == 1 else f"{count}-applications-{stage}"
