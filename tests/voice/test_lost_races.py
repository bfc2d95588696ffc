"""Two requests of one call at the same moment: whoever is overtaken decides anew on what the other one has made of it.

Each test lets the other one save between a load and the save that follows it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

import pytest
from flask import Flask
from redis import Redis

from ivr import wiring
from ivr.app import create_app
from ivr.config import Settings
from ivr.dialogue.context import Farewell
from ivr.dialogue.states import Goodbye, Transferring
from ivr.voice.session import Session
from ivr.voice.tokens import Codec
from storage import embedded
from storage.call_sessions import RedisCallSessions, StoredSession
from tests.voice.conftest import Texts
from tests.voice.twilio import InboundCall

CUSTOMER, NOBODY = "198507099805", "197207049987"
FOR_EVER = 10  # saves
AT_ONCE = -1


@dataclass
class Race:
    """`others`: what comes in between, one before each save. `expected`: the version that each save was meant for.

    AT_ONCE: the one that the token is of, which is not looked up first.
    """

    others: list[Callable[[], object]] = field(default_factory=list)
    expected: list[int] = field(default_factory=list)


class OvertakenSessions(RedisCallSessions):
    def __init__(self, client: Redis, race: Race) -> None:
        super().__init__(client)
        self._race = race

    def save(self, call: str, expected_version: int, sealed: bytes, event: bytes) -> StoredSession | None:
        self._let_another_come(expected_version)
        return super().save(call, expected_version, sealed, event)

    def advance(self, call: str, start: bytes, sealed: bytes, event: bytes) -> StoredSession | None:
        self._let_another_come(AT_ONCE)
        return super().advance(call, start, sealed, event)

    def _let_another_come(self, expected: int) -> None:
        assert len(self._race.expected) < FOR_EVER, "it saves for ever"
        self._race.expected.append(expected)
        if self._race.others:
            self._race.others.pop(0)()


class RepeatingSessions(RedisCallSessions):
    """The answer to each first save is lost with its connection, so it is sent again."""

    def save(self, call: str, expected_version: int, sealed: bytes, event: bytes) -> StoredSession | None:
        super().save(call, expected_version, sealed, event)
        return super().save(call, expected_version, sealed, event)

    def advance(self, call: str, start: bytes, sealed: bytes, event: bytes) -> StoredSession | None:
        super().advance(call, start, sealed, event)
        return super().advance(call, start, sealed, event)


@pytest.fixture
def redis(settings: Settings) -> Iterator[Redis]:
    with Redis.from_url(embedded.url(settings.data_dir), socket_timeout=5) as client:
        yield client


@pytest.fixture
def race() -> Race:
    return Race()


def app_on(settings: Settings, sessions: RedisCallSessions) -> Flask:
    shared = replace(wiring.parts(settings), sessions=sessions)
    return create_app(wiring.blueprints(settings, shared, wiring.seen(settings, shared)))


@pytest.fixture
def late(call: InboundCall, settings: Settings, redis: Redis, race: Race) -> InboundCall:
    """The same call, by requests that others may overtake."""
    app = app_on(settings, OvertakenSessions(redis, race))
    return InboundCall(app.test_client(), sid=call.sid)


@dataclass(frozen=True)
class Stored:
    """What the store holds of a call."""

    settings: Settings

    def session(self, call: InboundCall) -> Session:
        parts = wiring.parts(self.settings)
        ref = parts.cipher.call_ref(call.sid)
        stored = parts.sessions.load(ref)
        assert stored is not None
        return Codec(parts.cipher).open(stored.sealed, ref)

    def events(self, call: InboundCall) -> list[str]:
        parts = wiring.parts(self.settings)
        ref = parts.cipher.call_ref(call.sid)
        tokens = [event.sealed.decode() for event in parts.sessions.events(10_000) if event.call == ref]
        return [Codec(parts.cipher).read(token).event for token in tokens]


@pytest.fixture
def stored(settings: Settings) -> Stored:
    return Stored(settings)


def test_a_hang_up_that_a_turn_overtakes_ends_the_call_after_that_turn(
    call: InboundCall, late: InboundCall, race: Race, stored: Stored
) -> None:
    call.dials()
    race.others = [lambda: call.keys(NOBODY)]
    late.ends()
    session = stored.session(call)
    assert (type(session.state), session.turn) == (Goodbye, 1)
    assert race.expected == [1, 2]
    assert stored.events(call) == ["CallBegan", "Digits", "HungUp"]


def test_a_hang_up_that_is_overtaken_again_and_again_still_ends_the_call(
    call: InboundCall, late: InboundCall, race: Race, stored: Stored
) -> None:
    call.dials()
    race.others = [lambda: call.keys(""), lambda: call.keys(NOBODY), lambda: call.keys("123456")]
    late.ends()
    session = stored.session(call)
    assert (type(session.state), session.turn) == (Goodbye, 3)
    assert race.expected == [1, 2, 3, 4]


def test_a_hang_up_that_a_goodbye_overtakes_leaves_the_call_as_it_ended(
    call: InboundCall, late: InboundCall, race: Race, stored: Stored
) -> None:
    call.dials().keys("1")
    race.others = [lambda: call.keys("9")]
    late.ends()
    state = stored.session(call).state
    assert isinstance(state, Goodbye)
    assert state.farewell is Farewell.ENDED
    assert len(race.expected) == 1


def test_a_hang_up_that_is_told_twice_at_once_is_one(
    call: InboundCall, late: InboundCall, race: Race, stored: Stored
) -> None:
    call.dials()
    race.others = [call.ends]
    late.ends()
    assert stored.events(call) == ["CallBegan", "HungUp"]
    assert len(race.expected) == 1


def test_a_dial_that_ends_while_the_agent_takes_it_was_talked_through(
    call: InboundCall, late: InboundCall, race: Race, stored: Stored
) -> None:
    """Its turn is still the current one, so it decides anew: the agent has taken the call by now."""
    agent = call.dials().keys("0").rings()
    race.others = [lambda: agent.asks(agent.action, Digits="1")]
    late.asks(call.action, DialCallStatus="completed", DialBridged="true")
    assert late.words == "Thank you for calling. Goodbye."
    assert race.expected == [2, 3]
    assert stored.events(call)[-2:] == ["AgentTook", "DialEnded"]


def test_an_agent_whom_a_hang_up_overtakes_is_connected_to_nobody(
    call: InboundCall, late: InboundCall, race: Race, stored: Stored
) -> None:
    agent = call.dials().keys("0").rings()
    agent.client, race.others = late.client, [call.ends]
    assert agent.asks(agent.action, Digits="1").verbs == ["Hangup"]
    assert isinstance(stored.session(call).state, Goodbye)
    assert stored.events(call)[-1] == "HungUp"


def test_an_agent_whom_the_next_telephone_overtakes_is_connected_to_nobody(
    call: InboundCall, late: InboundCall, race: Race, stored: Stored
) -> None:
    agent = call.dials().keys("0").rings()
    agent.client, race.others = late.client, [lambda: call.dial_ends("no-answer")]
    assert agent.asks(agent.action, Digits="1").verbs == ["Hangup"]
    state = stored.session(call).state
    assert isinstance(state, Transferring)
    assert (state.target, state.taken) == (1, False)


def test_an_agents_key_that_is_told_twice_at_once_connects_and_is_one(
    call: InboundCall, late: InboundCall, race: Race, stored: Stored
) -> None:
    agent = call.dials().keys("0").rings()
    again = replace(agent, client=late.client, answers=[])
    race.others = [lambda: agent.asks(agent.action, Digits="1")]
    assert again.asks(agent.action, Digits="1").verbs == agent.verbs == []
    assert stored.events(call).count("AgentTook") == 1


@pytest.mark.parametrize("keys", [CUSTOMER, NOBODY, "0", ""])
def test_a_turn_that_another_overtakes_hears_what_the_other_has_led_to(
    call: InboundCall, late: InboundCall, race: Race, stored: Stored, keys: str
) -> None:
    asked = call.dials().action
    race.others = [lambda: call.keys(keys)]
    assert late.asks(asked, Digits="1").document == call.document
    assert (stored.session(call).turn, len(race.expected)) == (1, 1)
    assert len(stored.events(call)) == 2


def test_a_turn_that_its_own_repetition_overtakes_sends_one_code(
    call: InboundCall, late: InboundCall, race: Race, texts: Texts
) -> None:
    asked = call.dials().action
    race.others = [lambda: call.keys(CUSTOMER)]
    assert late.asks(asked, Digits=CUSTOMER).document == call.document
    texts.deliver()
    assert len(texts.sent) == 1


def test_a_turn_that_a_hang_up_overtakes_is_a_goodbye(
    call: InboundCall, late: InboundCall, race: Race, stored: Stored
) -> None:
    asked = call.dials().action
    race.others = [call.ends]
    assert late.asks(asked, Digits=NOBODY).verbs == ["Say", "Hangup"]
    assert stored.events(call) == ["CallBegan", "HungUp"]


def test_a_call_that_is_announced_twice_at_once_has_one_greeting(
    call: InboundCall, late: InboundCall, race: Race, stored: Stored
) -> None:
    race.others = [call.dials]
    assert late.dials().document == call.document
    assert stored.events(call) == ["CallBegan"]


def test_an_announcement_that_comes_late_finds_the_call_where_it_is(
    call: InboundCall, late: InboundCall, race: Race
) -> None:
    race.others = [lambda: call.dials().keys(NOBODY)]
    assert late.dials().leads_to == call.action


def test_a_save_that_is_sent_again_as_its_answer_was_lost_meets_itself(
    call: InboundCall, settings: Settings, redis: Redis, stored: Stored, texts: Texts
) -> None:
    """Nothing happens twice, and what is said is what was saved."""
    call.client = app_on(settings, RepeatingSessions(redis)).test_client()
    assert "six-digit code" in call.dials().keys(CUSTOMER).words
    assert "You can spend" in call.keys(texts.code()).words
    call.ends()
    assert isinstance(stored.session(call).state, Goodbye)
    assert stored.events(call) == ["CallBegan", "Digits", "Digits", "HungUp"]
