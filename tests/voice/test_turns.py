"""One turn, exactly once: delivered twice, late or at the same time, it leaves the call where one delivery does.

A retry of Twilio's carries the same parameters: https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
"""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import msgspec
import pytest
from flask import Flask

from domain.errors import Refusal
from ivr import wiring
from ivr.config import Settings
from ivr.dialogue.digests import digests
from ivr.dialogue.recovery import carried
from ivr.dialogue.states import SPEAKING, Goodbye, Speaking, Transferring, greeting
from ivr.dialogue.walk import every_call
from ivr.prompts.languages import LANGUAGES
from ivr.voice.call_log import CallLog, LoggedEvent
from ivr.voice.session import Session
from ivr.voice.tokens import Codec, SealedSession
from tests.voice.conftest import Texts
from tests.voice.twilio import InboundCall

NOBODYS_NUMBER = "197207049987"

SessionOf = Callable[[InboundCall], Session]


@pytest.fixture
def session_of(settings: Settings) -> SessionOf:
    """What the store holds of a call."""
    parts = wiring.parts(settings)

    def session(call: InboundCall) -> Session:
        ref = parts.cipher.call_ref(call.sid)
        stored = parts.sessions.load(ref)
        assert stored is not None
        return Codec(parts.cipher).open(stored.sealed, ref)

    return session


def test_a_call_that_is_announced_again_hears_the_same_greeting(call: InboundCall) -> None:
    first = call.dials().document
    assert call.dials().document == first


def test_a_call_that_is_announced_again_later_goes_on_where_it_is(call: InboundCall) -> None:
    action = call.dials().keys(NOBODYS_NUMBER).action
    assert call.dials().leads_to == action
    assert "I am waiting for the six digits" in call.follows().words


def test_a_turn_delivered_again_is_answered_with_the_same_bytes(call: InboundCall, texts: Texts) -> None:
    asked = call.dials().action
    first = call.keys("198507099805").document
    assert call.asks(asked, Digits="198507099805").document == first
    texts.deliver()
    assert len(texts.sent) == 1


def test_a_wrong_code_delivered_again_is_one_wrong_code(call: InboundCall) -> None:
    asked = call.dials().keys(NOBODYS_NUMBER).action
    first = call.keys("123456").words
    assert "did not match" in first
    for _ in range(3):
        assert call.asks(asked, Digits="123456").words == first


def test_a_stale_turn_with_other_keys_changes_nothing(call: InboundCall, session_of: SessionOf) -> None:
    asked = call.dials().action
    now, before = call.keys(NOBODYS_NUMBER).document, session_of(call)
    assert call.asks(asked, Digits="0").document == now
    assert session_of(call) == before


@pytest.mark.parametrize("token", ["", "t", "A" * 136, "%C3%A9", "%00"])
def test_an_answer_with_a_token_that_is_not_this_turns_changes_nothing(call: InboundCall, token: str) -> None:
    now = call.dials().document
    assert call.asks(f"/voice/turn?t={token}", Digits="0").document == now


def test_the_token_of_another_call_changes_nothing(call: InboundCall, app: Flask) -> None:
    now = call.dials().document
    other = InboundCall(app.test_client()).dials()
    assert call.asks(other.action, Digits="0").document == now


def test_all_tokens_have_one_length(call: InboundCall) -> None:
    """So that an address does not tell where its call is."""
    lengths = {len(call.dials().action)}
    for keys in (NOBODYS_NUMBER, "123456", "0"):
        lengths.add(len(call.keys(keys).action))
    assert len(lengths) == 1


def test_a_call_that_is_forgotten_and_announced_again_has_new_tokens(call: InboundCall, settings: Settings) -> None:
    """A request that was captured before is stale then."""
    before = call.dials().action
    wiring.parts(settings).sessions.clear()
    assert call.dials().action != before


def test_deliveries_at_the_same_time_are_one_turn(
    call: InboundCall, app: Flask, texts: Texts, session_of: SessionOf
) -> None:
    asked, together = call.dials().action, threading.Barrier(8)

    def deliver(_: int) -> bytes:
        leg = InboundCall(app.test_client(), sid=call.sid)
        together.wait()
        return leg.asks(asked, Digits="198507099805").document

    with ThreadPoolExecutor(8) as carriers:
        documents = set(carriers.map(deliver, range(8)))
    texts.deliver()
    assert (len(documents), session_of(call).turn, len(texts.sent)) == (1, 1, 1)


def test_different_keys_at_the_same_time_are_one_turn(call: InboundCall, app: Flask, session_of: SessionOf) -> None:
    asked, together = call.dials().action, threading.Barrier(4)

    def deliver(keys: str) -> bytes:
        leg = InboundCall(app.test_client(), sid=call.sid)
        together.wait()
        return leg.asks(asked, Digits=keys).document

    with ThreadPoolExecutor(4) as carriers:
        documents = set(carriers.map(deliver, ["0", "1", "2", ""]))
    assert (len(documents), session_of(call).turn) == (1, 1)


@pytest.mark.parametrize("told", [{"Digits": ""}, {}, {"FinishedOnKey": "#"}])
def test_no_keys_are_silence(call: InboundCall, told: dict[str, str]) -> None:
    call.dials()
    assert "Take your time" in call.asks(call.action, **told).words


def test_an_event_that_a_state_does_not_know_asks_again(call: InboundCall, session_of: SessionOf) -> None:
    now, before = call.dials().document, session_of(call)
    assert call.dial_ends("busy").document == now
    assert session_of(call) == before


def test_a_key_of_a_document_that_offered_other_keys_is_not_taken(
    call: InboundCall, session_of: SessionOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A version of the line that came between the two has changed the question."""
    call.dials()
    before = session_of(call)
    monkeypatch.setitem(digests(), "AskIdentifier", "of today")
    assert call.keys("0").words == call.dials().words
    assert session_of(call) == before
    assert call.keys("0").verbs == ["Say", "Dial"]


@pytest.mark.parametrize("status", ["completed", "busy", "failed", "no-answer", "canceled"])
def test_a_terminal_status_ends_the_call(call: InboundCall, session_of: SessionOf, status: str) -> None:
    call.dials().ends(status)
    call.ends(status)
    assert isinstance(session_of(call).state, Goodbye)


@pytest.mark.parametrize("status", ["queued", "initiated", "ringing", "in-progress"])
def test_any_other_status_does_nothing(call: InboundCall, session_of: SessionOf, status: str) -> None:
    before = session_of(call.dials())
    call.ends(status)
    assert session_of(call) == before


def test_the_end_of_an_unknown_call_does_nothing(call: InboundCall) -> None:
    call.ends()


def test_a_turn_that_arrives_after_the_end_is_a_goodbye(call: InboundCall) -> None:
    asked = call.dials().action
    call.ends()
    assert call.asks(asked, Digits="0").verbs == ["Say", "Hangup"]


def test_a_call_that_ended_well_is_not_ended_again(call: InboundCall, session_of: SessionOf) -> None:
    call.dials().keys("1")
    before = session_of(call.keys("9"))
    call.ends()
    assert session_of(call) == before


def test_the_log_of_a_call_has_names_only(call: InboundCall, settings: Settings) -> None:
    call.dials().keys(NOBODYS_NUMBER).keys("0")
    assert [(line.state, line.event, line.target) for line in logged(call, settings)] == [
        ("", "CallBegan", "AskIdentifier"),
        ("AskIdentifier", "Digits", "AwaitCode"),
        ("AwaitCode", "Digits", "Transferring"),
    ]


def logged(call: InboundCall, settings: Settings) -> list[LoggedEvent]:
    parts = wiring.parts(settings)
    ref = parts.cipher.call_ref(call.sid)
    tokens = [event.sealed for event in parts.sessions.events(10_000) if event.call == ref]
    lines = [CallLog(Codec(parts.cipher)).line(ref, token) for token in tokens]
    opened = [parts.cipher.open(line or b"", f"event:{ref}") for line in lines]
    return [msgspec.json.decode(line, type=LoggedEvent) for line in opened]


CALL = "c" * 32
LONGEST_REF = "p" * 64
LONGEST_WORDS = ("AwaitSigningCode", "WhichApplication")

Sealed = Callable[[Speaking], SealedSession]


@pytest.fixture
def sealed(settings: Settings) -> Sealed:
    codec = Codec(wiring.parts(settings).cipher)

    def of(state: Speaking) -> SealedSession:
        return SealedSession(codec, CALL, Session(7, "ab" * 12, 1_800_000_000, *LONGEST_WORDS, state))

    return of


def states() -> list[Speaking]:
    """Of people with the longest names that a store gives them."""
    return [with_long_names(state) for state in every_call(LANGUAGES).states if isinstance(state, SPEAKING)]


def with_long_names(state: Speaking) -> Speaking:
    grant = state.context.grant and replace(state.context.grant, person=LONGEST_REF)
    figures = getattr(state, "figures", None)
    theirs: dict[str, Any] = {"figures": replace(figures, person=LONGEST_REF)} if figures else {}
    return replace(state, context=replace(state.context, grant=grant), **theirs)


def test_every_state_of_a_call_survives_storage(sealed: Sealed) -> None:
    """A session comes back as what it was, class by class."""
    for state in states():
        kept = sealed(state)
        assert kept.codec.open(kept.stored, CALL) == kept.session


def test_a_session_opens_for_its_own_call_only(sealed: Sealed) -> None:
    kept = sealed(greeting(("en-GB",)))
    with pytest.raises(Refusal):
        kept.codec.open(kept.stored, "another")


def test_a_token_tells_where_its_call_stood(sealed: Sealed) -> None:
    """Whatever the state and the language, it has room for it, and one length."""
    lengths = set()
    for state in states():
        kept = sealed(state)
        told = kept.codec.read(kept.token)
        assert (told.kind, told.state, told.turn, told.at) == (state.tag, carried(state), 7, 1_800_000_000)
        assert told.is_of(CALL, kept.session)
        assert told.holds_all == (carried(state) == state and not isinstance(state, Transferring))
        lengths.add(len(kept.token))
    [length] = lengths
    assert length < 1000
