"""What a turn may cost: trips to Redis, statements and transactions."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
import redis
from flask import Flask

from ivr.config import Settings
from storage import embedded
from tests.statements import statements
from tests.voice.conftest import Texts
from tests.voice.twilio import InboundCall


@dataclass
class Cost:
    trips: int = 0
    statements: int = 0
    transactions: int = 0


@pytest.fixture
def meter(app: Flask, settings: Settings) -> "Meter":
    """Of a line whose connections are open."""
    InboundCall(app.test_client()).dials()
    return Meter(embedded.url(settings.data_dir))


class Meter:
    def __init__(self, redis_url: str) -> None:
        self._redis_url = redis_url

    @contextmanager
    def running(self) -> Iterator[Cost]:
        """Counts in the whole process, and on the whole Redis: what its clients sent, not what its scripts do."""
        cost = Cost()
        with statements() as seen, redis.Redis.from_url(self._redis_url) as ours, ours.monitor() as monitor:
            ours.ping()  # its connection says hello now, not where the count ends
            while monitor.next_command()["command"] != "PING":
                pass
            yield cost
            ours.ping()
            for command in iter(monitor.next_command, None):
                if command["command"] == "PING":
                    break
                cost.trips += command["client_type"] != "lua"
        cost.statements = len(seen)
        cost.transactions = sum(statement.startswith("BEGIN") for statement in seen)


def test_the_first_document_takes_one_trip(call: InboundCall, meter: Meter) -> None:
    with meter.running() as cost:
        call.dials()
    assert cost == Cost(trips=1)


@pytest.mark.parametrize("keys", ["0", "2", "", "123", "*"])
def test_a_turn_that_asks_nothing_of_the_domain_takes_one_trip_and_no_sql(
    call: InboundCall, meter: Meter, keys: str
) -> None:
    call.dials()
    with meter.running() as cost:
        call.keys(keys)
    assert cost == Cost(trips=1)


def test_a_key_on_a_telling_takes_two_trips(customer: InboundCall, meter: Meter) -> None:
    """What was told is in the store alone."""
    with meter.running() as cost:
        customer.keys("0")
    assert cost == Cost(trips=2)


def test_a_turn_delivered_again_that_asked_nothing_takes_one_trip(call: InboundCall, meter: Meter) -> None:
    asked = call.dials().action
    first = call.keys("0").document
    with meter.running() as cost:
        assert call.asks(asked, Digits="0").document == first
    assert cost == Cost(trips=1)


@pytest.mark.parametrize("keys", ["198507099805", "197207049987", "1"])
def test_a_turn_that_asks_the_domain_is_one_transaction(call: InboundCall, meter: Meter, keys: str) -> None:
    call.dials()
    with meter.running() as cost:
        call.keys(keys)
    assert (cost.trips, cost.transactions) == (2, 1)


def test_the_code_and_every_repeat_are_one_transaction_each(call: InboundCall, texts: Texts, meter: Meter) -> None:
    call.dials().keys("198507099805")
    for keys in (texts.code(), "1"):
        with meter.running() as cost:
            call.keys(keys)
        assert "You can spend" in call.words
        assert (cost.trips, cost.transactions) == (2, 1)


def test_a_repeated_delivery_costs_one_trip_and_no_sql(call: InboundCall, meter: Meter) -> None:
    asked = call.dials().action
    call.keys("198507099805")
    with meter.running() as cost:
        call.asks(asked, Digits="198507099805")
    assert cost == Cost(trips=1)


def test_a_whisper_costs_one_trip_and_its_key_two(call: InboundCall, meter: Meter) -> None:
    call.dials().keys("0")
    with meter.running() as cost:
        agent = call.rings()
    assert cost == Cost(trips=1)
    with meter.running() as cost:
        agent.asks(agent.action, Digits="1")
    assert cost == Cost(trips=2)
