"""A signed request stays signed for ever: brought again it tells nothing, moves nothing, and leads a real call on.

reference: Twilio gives a webhook at most 15 seconds, all its tries included, see
https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from tests.service import MANY_CALLS
from tests.voice.conftest import Texts, line_app, settings_of
from tests.voice.twilio import InboundCall, Leg

CUSTOMER = "198507099805"
LONGEST_RETRY = 15  # seconds
Later = Callable[[int], Flask]


@pytest.fixture
def later(data_dir: Path) -> Later:
    """The same line, so many seconds on."""

    def line(seconds: int) -> Flask:
        clock = (datetime.now(UTC) + timedelta(seconds=seconds)).isoformat()
        return line_app(settings_of(data_dir, CLOCK=clock, **MANY_CALLS))

    return line


@dataclass
class Thief:
    """Somebody who has recorded every request of a call. `turns`: the address of each turn, and what was keyed."""

    call: InboundCall
    turns: list[tuple[str, str]]

    def announces(self, app: Flask) -> Leg:
        return InboundCall(app.test_client(), sid=self.call.sid).dials()

    def brings(self, app: Flask, nth: int) -> Leg:
        address, keys = self.turns[nth]
        return InboundCall(app.test_client(), sid=self.call.sid).asks(address, Digits=keys)


@pytest.fixture
def thief(call: InboundCall, texts: Texts) -> Thief:
    """While the caller listens to the figures."""
    turns = [(call.dials().action, CUSTOMER)]
    turns.append((call.keys(CUSTOMER).action, texts.code()))
    call.keys(turns[-1][1])
    assert "You can spend" in call.words
    return Thief(call, turns)


def test_a_start_that_comes_again_at_the_figures_tells_nothing_at_once_or_later(
    thief: Thief, app: Flask, later: Later
) -> None:
    for line in (app, later(60), later(600)):
        assert thief.announces(line).leads_to == thief.call.action


def test_a_start_that_comes_again_before_anything_was_keyed_is_answered_as_the_first_time(
    call: InboundCall, later: Later
) -> None:
    """The carrier has lost the first answer; and a greeting is for everybody."""
    greeting = call.dials().document
    for seconds in (0, LONGEST_RETRY, 600):
        call.client = later(seconds).test_client()
        assert call.dials().document == greeting


def test_the_last_turn_is_told_again_for_as_long_as_the_carrier_repeats_it(thief: Thief, later: Later) -> None:
    assert thief.brings(later(LONGEST_RETRY), -1).document == thief.call.document


@pytest.mark.parametrize("seconds", [30, 300, 3000])
def test_the_last_turn_brought_later_tells_nothing(thief: Thief, later: Later, seconds: int) -> None:
    assert thief.brings(later(seconds), -1).leads_to == thief.call.action


def test_an_older_turn_tells_nothing_of_what_came_after_it(thief: Thief, app: Flask) -> None:
    assert thief.brings(app, 0).leads_to == thief.call.action


def test_the_call_itself_goes_on_as_if_nobody_had_brought_anything(thief: Thief, app: Flask, later: Later) -> None:
    thief.announces(app)
    thief.brings(later(60), 0)
    thief.brings(later(60), 1)
    assert "You can spend" in thief.call.keys("1").words
    assert "Thank you" in thief.call.keys("9").words


def test_a_caller_whom_the_carrier_announces_anew_comes_back_to_the_menu(thief: Thief) -> None:
    """As a call does that was put on another document in Twilio's console, and back."""
    assert "press 1" in thief.call.dials().follows().words
    assert "You can spend" in thief.call.keys("1").words


def test_a_caller_who_is_announced_anew_again_and_again_reaches_a_person(thief: Thief) -> None:
    for _ in range(10):
        if thief.call.dials().follows().verbs == ["Say", "Dial"]:
            return
    pytest.fail("nobody rings")


def test_a_call_that_is_over_says_no_more_than_that(thief: Thief, later: Later) -> None:
    thief.call.ends()
    assert thief.announces(later(60)).verbs == ["Redirect"]
    assert "kronor" not in thief.brings(later(60), -1).words


def test_an_end_that_is_reported_again_ends_nothing_new(thief: Thief, app: Flask) -> None:
    other = InboundCall(app.test_client()).dials()
    thief.call.ends()
    thief.call.ends()
    assert other.keys("0").verbs == ["Say", "Dial"]


def test_a_fallback_tells_nothing_and_moves_nothing(thief: Thief, later: Later) -> None:
    """At whatever turn it is brought."""
    bound = InboundCall(later(60).test_client(), sid=thief.call.sid)
    bound.asks(f"/voice/fallback?{thief.call.action.partition('?')[2]}", ErrorCode="11200")
    assert "kronor" not in bound.words
    assert "You can spend" in thief.call.keys("1").words


@pytest.mark.parametrize(("seconds", "verbs"), [(35, ["Gather"]), (90, ["Hangup"])])
def test_a_whisper_is_told_while_a_telephone_can_ring(
    thief: Thief, later: Later, seconds: int, verbs: list[str]
) -> None:
    """It tells how sure the line is, and why somebody calls; nobody's name and no figure."""
    whisper = thief.call.keys("0").find("Number").attrib["url"]
    agent = thief.call.rings()
    assert "Credit line, verified" in agent.words
    agent.client = later(seconds).test_client()
    assert agent.asks(whisper, Direction="outbound-dial").verbs == verbs


def test_an_agents_key_that_is_brought_again_later_moves_nothing(thief: Thief, later: Later) -> None:
    thief.call.keys("0")
    agent = thief.call.rings()
    key = agent.action
    assert agent.asks(key, Digits="1").verbs == []
    thief.call.dial_ends("no-answer")
    agent.client = later(90).test_client()
    assert agent.asks(key, Digits="1").verbs == ["Hangup"]
