"""A call outlives its session: lost once or at every turn, it goes on, and whoever recorded it opens nothing with that.

reference: a signed request stays signed for ever, so it can be brought again when the store that took it is gone.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from ivr import wiring
from ivr.config import Settings
from ivr.voice.recovery import TOKEN_SECONDS
from storage import tables
from tests.service import MANY_CALLS
from tests.voice.conftest import Texts, line_app, settings_of
from tests.voice.twilio import InboundCall

CUSTOMER, NOBODY = "198507099805", "197207049987"


@pytest.fixture
def without_redis(data_dir: Path) -> Flask:
    """With the same keys and the same database as the line that works."""
    return line_app(settings_of(data_dir, REDIS_URL=f"unix://{data_dir}/nothing.sock", **MANY_CALLS))


@pytest.fixture
def bare(without_redis: Flask) -> InboundCall:
    """Somebody about to dial a line that never has a Redis."""
    return InboundCall(without_redis.test_client())


@pytest.fixture
def forget(settings: Settings) -> "Forget":
    return Forget(settings)


class Forget:
    """Loses the sessions of all calls."""

    def __init__(self, settings: Settings) -> None:
        self._sessions = wiring.parts(settings).sessions

    def __call__(self) -> None:
        self._sessions.clear()


def test_a_call_whose_every_session_is_lost_goes_on_without_a_step_back(
    call: InboundCall, texts: Texts, forget: Forget
) -> None:
    call.dials()
    steps = [(CUSTOMER, "six-digit code"), ("123456", "did not match"), ("", "I am still here"), ("*", "Key your")]
    for keys, words in [*steps, (CUSTOMER, "six-digit code")]:
        forget()
        assert words in call.keys(keys).words
    forget()
    assert "You can spend" in call.keys(texts.code()).words
    steps = [
        ("1", "To hear that again"),
        ("1", "You can spend"),
        ("", "To hear that again"),
        ("7", "does nothing here"),
    ]
    for keys, words in [*steps, ("9", "Goodbye")]:
        forget()
        assert words in call.keys(keys).words


@pytest.mark.parametrize("keys", ["1", "2", "0", "9", ""])
def test_a_key_is_not_taken_in_another_state_than_the_one_that_offered_it(
    call: InboundCall, texts: Texts, forget: Forget, keys: str
) -> None:
    """A telling that is lost comes back as its menu, which is presented first."""
    call.dials().keys(CUSTOMER)
    assert "You can spend" in call.keys(texts.code()).words
    forget()
    assert call.keys(keys).words.startswith("I did not hear a key. To hear that again, press 1.")
    assert call.keys("0").verbs == ["Say", "Dial"]


@pytest.mark.parametrize(("key", "words"), [("0", "Please hold"), ("9", "Goodbye")])
def test_a_key_is_taken_in_the_menu_that_a_worker_without_redis_presented_when_redis_is_back(
    customer: InboundCall, app: Flask, without_redis: Flask, key: str, words: str
) -> None:
    """Each worker finds out by itself that Redis is back, so callers meet both kinds for some seconds."""
    customer.client = without_redis.test_client()
    assert customer.keys("7").words.startswith("I did not hear a key. To hear that again, press 1.")
    customer.client = app.test_client()
    assert words in customer.keys(key).words


def test_without_redis_a_caller_hears_the_figures(bare: InboundCall, texts: Texts) -> None:
    bare.dials().keys(CUSTOMER)
    assert "You can spend" in bare.keys(texts.code()).words
    assert "You can spend" in bare.keys("1").keys("1").words
    assert "Thank you" in bare.keys("9").keys("9").words


def test_without_redis_silence_still_comes_to_an_end(bare: InboundCall) -> None:
    assert bare.dials().keys("").keys("").keys("").verbs == ["Say", "Dial"]


def test_without_redis_the_third_wrong_code_is_the_last(bare: InboundCall) -> None:
    bare.dials().keys(NOBODY)
    words = [bare.keys(guess).words for guess in ("000000", "000001", "000002")]
    assert "last try" in words[1]
    assert "could not match what you keyed" in words[2]
    assert bare.keys("1").verbs == ["Say", "Dial"]


def test_without_redis_an_agent_is_told_and_takes_the_call(bare: InboundCall, texts: Texts) -> None:
    bare.dials().keys(CUSTOMER)
    agent = bare.keys(texts.code()).keys("0").keys("0").rings()
    assert "Credit line, verified" in agent.words
    assert agent.asks(agent.action, Digits="1").verbs == []
    assert "Thank you for calling" in bare.dial_ends("completed", bridged=True).words


def test_without_redis_every_number_is_tried_and_the_call_ends_with_words(bare: InboundCall) -> None:
    bare.dials().keys("0")
    for _ in range(2):
        assert bare.dial_ends("busy").dial_ends("no-answer").verbs == ["Say", "Gather"] or bare.verbs == ["Gather"]
        bare.keys("1")
    assert bare.dial_ends("busy").dial_ends("no-answer").verbs == ["Say", "Hangup"]


def test_a_redis_that_comes_back_behind_the_call_is_overtaken(
    call: InboundCall, app: Flask, without_redis: Flask, texts: Texts
) -> None:
    """What a store kept from before it went away is older than what the call has become."""
    call.dials()
    call.client = without_redis.test_client()
    call.keys(CUSTOMER)
    call.client = app.test_client()
    assert "You can spend" in call.keys(texts.code()).words
    assert "You can spend" in call.keys("1").words


def test_a_call_that_has_ended_is_not_taken_up_again(call: InboundCall, without_redis: Flask, app: Flask) -> None:
    call.dials()
    call.client = without_redis.test_client()
    asked = call.keys(NOBODY).action
    call.client = app.test_client()
    call.ends()
    assert call.asks(asked, Digits="0").verbs == ["Say", "Hangup"]


def test_a_recorded_call_brought_again_tells_nothing(
    call: InboundCall, app: Flask, texts: Texts, forget: Forget
) -> None:
    """Each request of it, whatever of its session is left."""
    recorded = [(call.dials().action, CUSTOMER)]
    recorded.append((call.keys(CUSTOMER).action, texts.code()))
    recorded.append((call.keys(recorded[1][1]).action, "1"))
    call.keys("1").keys("9")
    for action, keys in recorded:
        forget()
        thief = InboundCall(app.test_client(), sid=call.sid)
        assert "kronor" not in thief.asks(action, Digits=keys).words


def test_a_turn_that_asked_is_over_and_the_call_goes_on_after_it(
    call: InboundCall, texts: Texts, forget: Forget
) -> None:
    """Its answer was lost on the way: at worst one step back."""
    asked, code = call.dials().keys(CUSTOMER).action, texts.code()
    call.keys(code)
    forget()
    assert "press 1" in call.asks(asked, Digits=code).words
    assert "You can spend" in call.keys("1").words


def test_a_turn_that_is_brought_again_counts_no_wrong_code_twice(call: InboundCall, forget: Forget) -> None:
    asked = call.dials().keys(NOBODY).action
    call.keys("000000")
    for _ in range(5):
        forget()
        assert "did not match" in call.asks(asked, Digits="000001").words
    assert "last try" in call.keys("000002").words


def test_a_call_that_begins_again_accepts_no_other_code(call: InboundCall, texts: Texts, forget: Forget) -> None:
    """Its turns are counted from the start again, and the answers to its first ones are stored."""
    call.dials().keys(CUSTOMER)
    call.keys(texts.code())
    forget()
    call.dials().keys(CUSTOMER)
    assert "kronor" not in call.keys("000000").words


def test_what_a_token_says_of_its_caller_is_not_enough(
    call: InboundCall, texts: Texts, settings: Settings, forget: Forget
) -> None:
    """The store is empty, and the call's row does not say that anybody was verified."""
    call.dials().keys(CUSTOMER)
    call.keys(texts.code()).keys("")
    assert "hear that again" in call.words
    forget()
    with wiring.parts(settings).engine.begin() as connection:
        connection.execute(tables.calls.delete())
    assert "Key your personal number" in call.keys("0").words


def test_a_token_of_before_the_store_was_emptied_moves_nothing(call: InboundCall, forget: Forget) -> None:
    """However far the call has come anew: it is not counted turns that are compared."""
    recorded = call.dials().keys("1").action
    forget()
    now = call.dials().keys("1").action
    assert call.asks(recorded, Digits="9").action == now


def test_the_token_of_another_call_takes_nothing_up(call: InboundCall, app: Flask, forget: Forget) -> None:
    other = InboundCall(app.test_client()).dials()
    call.dials()
    forget()
    assert "does not work on our side" in call.asks(other.action, Digits="1").words


@pytest.mark.parametrize(("age", "words"), [(TOKEN_SECONDS - 60, "six-digit"), (TOKEN_SECONDS + 60, "on our side")])
def test_a_token_is_good_for_minutes(call: InboundCall, data_dir: Path, forget: Forget, age: int, words: str) -> None:
    call.dials()
    forget()
    later = settings_of(data_dir, CLOCK=(datetime.now(UTC) + timedelta(seconds=age)).isoformat(), **MANY_CALLS)
    call.client = line_app(later).test_client()
    assert words in call.keys(NOBODY).words
