"""Every path through the call, on every commit. Each proof is seen to fail where its rule is broken."""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

import pytest

from domain.disclosure import Grant
from domain.requests import CodeSent, CodeWrong, SummaryRead, Topic, WhichApplication
from domain.verification import Level
from ivr.dialogue import proofs
from ivr.dialogue.context import CallContext, Farewell, Hint
from ivr.dialogue.customer_states import CustomerMenu, TellCustomer
from ivr.dialogue.events import AgentTook, Digits, NoInput
from ivr.dialogue.flow import CALL_FLOW
from ivr.dialogue.flow.table import Arrow, Flow, flow, on
from ivr.dialogue.flow.terms import YES
from ivr.dialogue.identify_states import AskIdentifier, AwaitCode, CheckingCode, NotVerified, StartingVerification
from ivr.dialogue.present import documents
from ivr.dialogue.proofs import PROOFS, Evidence
from ivr.dialogue.representatives import GRANT, summaries
from ivr.dialogue.signing_states import (
    AskConsent,
    AwaitSigningCode,
    ReadingTerms,
    SigningAgreement,
    StartingSigning,
    TellTerms,
)
from ivr.dialogue.states import Goodbye, ReadingSummary, SendingText, Speaking, State, Transferring, greetings
from ivr.dialogue.voice import Gather, VoiceDocument
from ivr.dialogue.walk import every_call, explore, walk
from ivr.evidence import rendering
from ivr.prompts.catalogue import LANGUAGES

Proof = Callable[[Evidence], Iterator[str]]
TOLD = next(summaries())
ONE = LANGUAGES[:1]
(GREETING,) = greetings(ONE)
ASKED_TO_SIGN = ReadingTerms(CallContext(ONE[0], GRANT, starts=1), GRANT)
NEAR = 1_500  # states


@pytest.fixture(scope="module")
def seen() -> Evidence:
    return Evidence(CALL_FLOW, every_call(LANGUAGES), rendering(LANGUAGES))


@pytest.mark.parametrize("proof", PROOFS, ids=lambda proof: proof.__name__)
def test_holds_for_every_call(seen: Evidence, proof: Proof) -> None:
    assert list(proof(seen)) == []


def test_the_walk_reaches_every_state_of_the_table(seen: Evidence) -> None:
    assert {source for source, _ in CALL_FLOW} <= {type(state) for state in seen.walk.states}


def with_arrow(*arrows: Arrow, start: State = GREETING) -> Evidence:
    """The walk of the table with some arrows replaced, as far as a counterexample is away."""
    replaced = {(arrow.state, arrow.event) for arrow in arrows}
    table: Flow = flow(*(arrow for key, arrow in CALL_FLOW.items() if key not in replaced), *arrows)
    nearest = deque(islice(explore(table, start), NEAR), maxlen=1).pop()
    return Evidence(table, nearest, rendering(ONE))


def counterexample(proof: Proof, broken: Evidence) -> str:
    return next(proof(broken))


def test_sees_figures_spoken_before_verification() -> None:
    def tell_on_a_wrong_code(state: CheckingCode, _: CodeWrong) -> TellCustomer:
        return TellCustomer(state.context, TOLD)  # type: ignore[arg-type]  # the first summary is a customer's

    shown = counterexample(
        proofs.nothing_personal_below_its_level, with_arrow(on(CheckingCode, CodeWrong, tell_on_a_wrong_code))
    )
    assert shown == (
        "figures without a grant: AskIdentifier → (Digits 198507099805) StartingVerification"
        " → (CodeSent) AwaitCode → (Digits 482913) CheckingCode → (CodeWrong) TellCustomer"
    )


def test_sees_figures_that_a_document_speaks_past_the_lock(seen: Evidence) -> None:
    figures = next(state for state in seen.walk.states if isinstance(state, TellCustomer))

    def leaking(state: Speaking) -> tuple[VoiceDocument, ...]:
        return documents(figures) if isinstance(state, NotVerified) else documents(state)

    broken = replace(seen, rendering=replace(seen.rendering, documents=leaking))
    shown = counterexample(proofs.nothing_personal_below_its_level, broken)
    assert shown.startswith("figures are spoken: ")
    assert shown.endswith("NotVerified")


def test_sees_figures_read_without_verification() -> None:
    def read_without_proof(state: AwaitCode, _: NoInput) -> ReadingSummary:
        return ReadingSummary(state.context, Grant("somebody", Level.VERIFIED))

    def end(state: ReadingSummary, _: SummaryRead) -> Goodbye:
        return Goodbye(state.context, Farewell.ENDED)

    broken = with_arrow(on(AwaitCode, NoInput, read_without_proof), on(ReadingSummary, SummaryRead, end))
    shown = counterexample(proofs.figures_are_read_for_verified_callers_only, broken)
    assert shown.endswith("AwaitCode → (NoInput) ReadingSummary")


def test_sees_a_text_sent_for_somebody_who_is_not_verified() -> None:
    def text_without_proof(state: AwaitCode, _: NoInput) -> SendingText:
        menu = CustomerMenu(state.context, Hint.SILENT, 1)
        return SendingText(state.context, GRANT, Topic.SUMMARY, menu)

    broken = with_arrow(on(AwaitCode, NoInput, text_without_proof))
    shown = counterexample(proofs.figures_are_read_for_verified_callers_only, broken)
    assert shown.endswith("AwaitCode → (NoInput) SendingText")


def test_sees_terms_told_to_somebody_who_is_not_verified() -> None:
    def tell_without_proof(state: AwaitCode, _: NoInput) -> ReadingTerms:
        return ReadingTerms(state.context, GRANT)

    def stay(state: TellTerms, _: Digits | NoInput) -> TellTerms:
        return state

    def end(state: ReadingTerms, _: WhichApplication) -> Goodbye:
        return Goodbye(state.context, Farewell.ENDED)

    broken = with_arrow(
        on(AwaitCode, NoInput, tell_without_proof),
        on(ReadingTerms, WhichApplication, end),
        on(TellTerms, Digits, stay),
        on(TellTerms, NoInput, stay),
    )
    assert counterexample(proofs.figures_are_read_for_verified_callers_only, broken).endswith("(NoInput) ReadingTerms")
    assert counterexample(proofs.nothing_personal_below_its_level, broken).endswith("(TermsRead) TellTerms")


Unbound = Callable[[], Evidence]


def sign_before_the_terms_are_told_whole() -> Evidence:
    def hurry(state: TellTerms, _: NoInput) -> AskConsent:
        return AskConsent(state.context, state.figures.open(state.context.grant).agreement, spoken=state.spoken)

    return with_arrow(on(TellTerms, NoInput, hurry), start=ASKED_TO_SIGN)


def take_silence_for_a_yes() -> Evidence:
    def assume(state: AskConsent, _: NoInput) -> StartingSigning:
        return StartingSigning(state.context, GRANT, state.agreement, state.spoken)

    return with_arrow(on(AskConsent, NoInput, assume), start=ASKED_TO_SIGN)


def sign_another_agreement() -> Evidence:
    def mistake(state: AskConsent, _: Digits) -> StartingSigning:
        return StartingSigning(state.context, GRANT, "another agreement", state.spoken)

    return with_arrow(on(AskConsent, Digits, mistake), start=ASKED_TO_SIGN)


def sign_what_was_told_in_other_words() -> Evidence:
    def mistake(state: AskConsent, event: Digits) -> StartingSigning | AskConsent:
        return StartingSigning(state.context, GRANT, state.agreement, "other words") if event.keys == YES else state

    return with_arrow(on(AskConsent, Digits, mistake), start=ASKED_TO_SIGN)


def sign_without_a_question() -> Evidence:
    def skip(state: TellTerms, _: NoInput) -> StartingSigning:
        agreement = state.figures.open(state.context.grant).agreement
        return StartingSigning(state.context, GRANT, agreement, state.spoken)

    return with_arrow(on(TellTerms, NoInput, skip), start=ASKED_TO_SIGN)


def sign_without_a_code() -> Evidence:
    def trust(state: AwaitSigningCode, _: NoInput) -> SigningAgreement:
        return SigningAgreement(state.context, GRANT, state, "482913")

    return with_arrow(on(AwaitSigningCode, NoInput, trust), start=ASKED_TO_SIGN)


def sign_with_the_code_of_another_agreement() -> Evidence:
    def reuse(state: StartingSigning, _: CodeSent) -> AwaitSigningCode:
        return AwaitSigningCode(state.context, state.agreement, "the challenge of the greeting", spoken=state.spoken)

    return with_arrow(on(StartingSigning, CodeSent, reuse), start=ASKED_TO_SIGN)


@pytest.mark.parametrize(
    ("broken", "shown"),
    [
        (sign_before_the_terms_are_told_whole, "TellTerms → (NoInput) AskConsent"),
        (take_silence_for_a_yes, "AskConsent → (NoInput) StartingSigning"),
        (sign_another_agreement, "AskConsent → (Digits 1) StartingSigning"),
        (sign_what_was_told_in_other_words, "AskConsent → (Digits 1) StartingSigning"),
        (sign_without_a_question, "TellTerms → (NoInput) StartingSigning"),
        (sign_without_a_code, "AwaitSigningCode → (NoInput) SigningAgreement"),
        (sign_with_the_code_of_another_agreement, "StartingSigning → (CodeSent) AwaitSigningCode"),
    ],
)
def test_sees_a_signature_without_a_yes_to_this_agreement_or_a_code_bound_to_it(broken: Unbound, shown: str) -> None:
    proof = proofs.signing_follows_a_yes_to_this_agreement_and_a_code_bound_to_it
    assert counterexample(proof, broken()).endswith(shown)


def test_sees_unbounded_guessing_at_a_signature() -> None:
    def guess_for_ever(state: SigningAgreement, _: CodeWrong) -> AwaitSigningCode:
        return replace(state.asked_in, hint=Hint.WRONG)

    shown = counterexample(
        proofs.guessing_is_bounded, with_arrow(on(SigningAgreement, CodeWrong, guess_for_ever), start=ASKED_TO_SIGN)
    )
    assert shown.endswith("SigningAgreement")


def test_sees_codes_for_signing_sent_without_end() -> None:
    def start_uncounted(state: AskConsent, _: Digits) -> StartingSigning:
        return StartingSigning(state.context, GRANT, state.agreement, state.spoken)

    shown = counterexample(
        proofs.guessing_is_bounded, with_arrow(on(AskConsent, Digits, start_uncounted), start=ASKED_TO_SIGN)
    )
    assert "StartingSigning" in shown


def test_sees_a_state_without_wording(seen: Evidence) -> None:
    def without_farewell(document: VoiceDocument) -> str:
        if any(prompt.key == "goodbye-nobody" for verb in document.verbs for prompt in getattr(verb, "prompts", ())):
            raise LookupError("goodbye-nobody has no wording")
        return seen.rendering.words(document)

    broken = replace(seen, rendering=replace(seen.rendering, words=without_farewell))
    assert counterexample(proofs.every_state_has_words, broken).startswith("goodbye-nobody has no wording: ")


def test_sees_an_unbounded_retry() -> None:
    def ask_for_ever(state: AskIdentifier, _: NoInput) -> AskIdentifier:
        return replace(state, hint=Hint.SILENT, tries=1)

    shown = counterexample(proofs.being_asked_again_is_bounded, with_arrow(on(AskIdentifier, NoInput, ask_for_ever)))
    assert "round again" in shown


def test_sees_unbounded_guessing() -> None:
    def guess_for_ever(state: CheckingCode, _: CodeWrong) -> AwaitCode:
        return replace(state.asked_in, hint=Hint.RESENT)

    shown = counterexample(proofs.guessing_is_bounded, with_arrow(on(CheckingCode, CodeWrong, guess_for_ever)))
    assert shown.endswith("CheckingCode")


def test_sees_unbounded_sending_of_codes() -> None:
    def start_uncounted(state: StartingVerification, event: CodeSent) -> AwaitCode:
        return AwaitCode(state.context, event.challenge)

    shown = counterexample(proofs.guessing_is_bounded, with_arrow(on(StartingVerification, CodeSent, start_uncounted)))
    assert shown.endswith("StartingVerification")


def test_sees_a_menu_whose_zero_is_no_person() -> None:
    def hang_up_on_zero(state: NotVerified, _: Digits) -> Goodbye:
        return Goodbye(state.context, Farewell.ENDED)

    shown = counterexample(
        proofs.a_person_can_be_asked_for_everywhere, with_arrow(on(NotVerified, Digits, hang_up_on_zero))
    )
    assert shown.startswith("0 leads to nobody: ")


def test_sees_a_menu_that_does_not_name_the_person(seen: Evidence) -> None:
    def nameless(state: Speaking) -> tuple[VoiceDocument, ...]:
        if not isinstance(state, CustomerMenu):
            return documents(state)
        (document,) = documents(state)
        return (replace(document, verbs=tuple(_without_options(verb) for verb in document.verbs)),)

    broken = replace(seen, rendering=replace(seen.rendering, documents=nameless))
    shown = counterexample(proofs.a_person_can_be_asked_for_everywhere, broken)
    assert shown.startswith("no person on the menu: ")


def _without_options(verb: Any) -> Any:
    return replace(verb, options=()) if isinstance(verb, Gather) else verb


def test_sees_an_arrow_that_is_not_declared() -> None:
    def lie(state: Transferring, _: AgentTook) -> Transferring:
        end: Any = Goodbye(state.context, Farewell.TALKED)
        return end  # type: ignore[no-any-return]  # the lie is the point

    shown = list(proofs.arrows_are_as_declared(with_arrow(on(Transferring, AgentTook, lie))))
    assert any(line.startswith("not declared: ") and line.endswith("(AgentTook) Goodbye") for line in shown)


def test_sees_a_declared_arrow_that_no_call_takes() -> None:
    def promise(state: Transferring, _: AgentTook) -> Transferring | NotVerified:
        return replace(state, taken=True)

    shown = list(proofs.arrows_are_as_declared(with_arrow(on(Transferring, AgentTook, promise))))
    assert "declared, but in no call: Transferring AgentTook NotVerified" in shown


def test_sees_a_trap(seen: Evidence) -> None:
    trap: State = AskIdentifier(seen.walk.states[0].context, Hint.STARTED_OVER)

    def fall(state: AskIdentifier, _: NoInput) -> AskIdentifier:
        return trap if state.tries == 1 else replace(state, tries=1)  # type: ignore[return-value]  # it is one

    table: Flow = flow(on(AskIdentifier, NoInput, fall))
    broken = replace(seen, table=table, walk=walk(table, AskIdentifier(seen.walk.states[0].context)))
    assert counterexample(proofs.every_call_can_end, broken) == "AskIdentifier"
