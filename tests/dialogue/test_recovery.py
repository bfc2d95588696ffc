"""A lost state comes back as it was, never with more than the checkpoint bears out, and as one the walk knows."""

from dataclasses import replace
from itertools import product

import pytest

from domain.checkpoint import Checkpoint
from domain.disclosure import Personal
from ivr.dialogue.application_states import ApplicantMenu, ChooseApplication, TellApplicant, TellApplication
from ivr.dialogue.context import CallContext, Hint
from ivr.dialogue.customer_states import CustomerMenu, TellCustomer
from ivr.dialogue.detail_states import DetailsMenu, TellDetails
from ivr.dialogue.flow.people import TRIES
from ivr.dialogue.identify_states import AwaitCode
from ivr.dialogue.offer_states import OffersMenu, TellOffers
from ivr.dialogue.recovery import carried, restored, resumed
from ivr.dialogue.representatives import GRANT
from ivr.dialogue.signing_states import AskConsent, AwaitSigningCode, CannotSign, TellSigned, TellTerms
from ivr.dialogue.state import HasMenu
from ivr.dialogue.states import SPEAKING, Speaking, State, Transferring
from ivr.dialogue.walk import every_call
from ivr.prompts.languages import LANGUAGES

CHECKPOINTS = [
    Checkpoint(grant, challenge, starts, wrong_codes)
    for grant, challenge, starts, wrong_codes in product((None, GRANT), ("challenge",), (1, 2, 3), (0, 1, 2, 3))
    if grant is None or wrong_codes < TRIES
] + [Checkpoint()]


@pytest.fixture(scope="module")
def known() -> set[State]:
    return set(every_call(LANGUAGES).states)


@pytest.fixture(scope="module")
def speaking(known: set[State]) -> list[Speaking]:
    return [state for state in known if isinstance(state, SPEAKING)]


@pytest.fixture(scope="module")
def positions(speaking: list[Speaking]) -> frozenset[Speaking]:
    """All that a token can hold, but for what the checkpoint overrules: twenty states share each."""
    return frozenset(replace(state, context=without_claims(state)) for state in map(carried, speaking))


def without_claims(state: Speaking) -> CallContext:
    return CallContext(state.context.language, transfers=state.context.transfers)


def checkpoint_of(state: Speaking) -> Checkpoint:
    """What the domain has written by then."""
    context = state.context
    return Checkpoint(context.grant, "challenge" if context.starts else None, context.starts, context.wrong_codes)


def as_it_comes_back(state: Speaking) -> Speaking:  # noqa: C901, PLR0911 - one for each
    """A telling as its menu once silent, a signing as the menu before; a transfer as if the agent pressed the key."""
    match state:
        case TellOffers():
            return OffersMenu(state.context, Hint.SILENT, 1, state.may_apply)
        case TellCustomer():
            return CustomerMenu(state.context, Hint.SILENT, 1, state.may_pay, state.has_application)
        case TellDetails():
            return DetailsMenu(state.context, Hint.SILENT, 1, state.may_pay)
        case TellSigned():
            return CustomerMenu(state.context, Hint.SILENT, 1)
        case TellApplicant():
            return ApplicantMenu(state.context, Hint.SILENT, 1, state.may_sign, state.has_account)
        case TellApplication():
            return replace(state.asked_in, hint=Hint.SILENT, tries=1)
        case ChooseApplication():
            has_account = state.figures.closed.has_account
            return ApplicantMenu(state.context, Hint.SILENT, 1, may_sign=True, has_account=has_account)
        case TellTerms() | AskConsent() | AwaitSigningCode() | CannotSign():
            return ApplicantMenu(state.context, Hint.SILENT, 1, may_sign=not isinstance(state, CannotSign))
    return replace(state, taken=True) if isinstance(state, Transferring) else state


def test_every_state_comes_back(speaking: list[Speaking]) -> None:
    for state in speaking:
        found = restored(carried(state), checkpoint_of(state))
        assert found == as_it_comes_back(state)


def test_a_yes_is_not_made_again_from_a_token(speaking: list[Speaking]) -> None:
    """What was agreed to is in no token: where its session is lost, consent is given anew."""
    about_to_sign = [state for state in speaking if isinstance(state, AskConsent | AwaitSigningCode)]
    assert about_to_sign
    for state in about_to_sign:
        kept = carried(state)
        assert state.agreement not in repr(kept)
        for found in (kept, restored(kept, checkpoint_of(state)), resumed(kept, checkpoint_of(state))):
            assert isinstance(found, ApplicantMenu)


def test_no_figure_rides_in_an_address(speaking: list[Speaking]) -> None:
    for state in speaking:
        kept = carried(state)
        assert not isinstance(kept, HasMenu)
        assert not any(isinstance(value, Personal) for value in vars(kept).values())
        assert carried(kept) == kept


def test_a_state_that_came_back_is_one_that_the_proofs_have_seen(speaking: list[Speaking], known: set[State]) -> None:
    for state in speaking:
        assert restored(carried(state), checkpoint_of(state)) in known


@pytest.mark.parametrize("checkpoint", CHECKPOINTS)
def test_a_resumed_call_is_where_the_proofs_have_been(
    positions: frozenset[Speaking], known: set[State], checkpoint: Checkpoint
) -> None:
    for position in positions:
        assert resumed(position, checkpoint) in known


def test_nobody_is_more_than_the_checkpoint_says(positions: frozenset[Speaking]) -> None:
    for position, checkpoint in product(positions, [point for point in CHECKPOINTS if point.grant is None]):
        for found in (restored(position, checkpoint), resumed(position, checkpoint)):
            assert found.context.grant is None
            assert not isinstance(found, TellCustomer | TellApplicant | CustomerMenu | ApplicantMenu)


def test_counters_are_the_checkpoints(positions: frozenset[Speaking]) -> None:
    for position, checkpoint in product(positions, CHECKPOINTS):
        for found in (restored(position, checkpoint), resumed(position, checkpoint)):
            assert (found.context.starts, found.context.wrong_codes) == (checkpoint.starts, checkpoint.wrong_codes)


def test_no_code_is_awaited_once_the_last_one_was_wrong(positions: frozenset[Speaking]) -> None:
    spent = Checkpoint(None, "challenge", 1, TRIES)
    for position in positions:
        assert not isinstance(restored(position, spent), AwaitCode)


def test_a_question_that_anybody_is_asked_comes_back_for_anybody(speaking: list[Speaking], known: set[State]) -> None:
    """Where the checkpoint knows more than the question it is asked for, that stays out of it."""
    strangers = {type(state) for state in known if isinstance(state, SPEAKING) and state.context.grant is None}
    verified = {type(state) for state in known if isinstance(state, SPEAKING) and state.context.grant}
    for state in speaking:
        if type(state) in strangers - verified and not isinstance(state, TellOffers):
            found = restored(carried(state), Checkpoint(GRANT, "challenge", 1, 0))
            assert (type(found), found.context.grant) == (type(state), None)
