"""What `/metrics` tells operators, and that it tells nothing of anybody."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from domain.errors import Unavailable
from ivr.app import create_app
from ivr.dialogue.context import CallContext, Hint, Reason
from ivr.dialogue.events import AgentTook, CallEvent, DialEnded, DialStatus, Digits, HungUp, NoInput
from ivr.dialogue.flow import CALL_FLOW
from ivr.dialogue.flow.table import step
from ivr.dialogue.identify_states import AskIdentifier, AwaitCode
from ivr.dialogue.states import Speaking, Transferring, Working
from ivr.dialogue.voice import Queue
from ivr.metrics import count_beginning, count_turn
from ivr.metrics_page import Gauge, blueprint
from ivr.phone.line import Line
from tests.phone.caller import Person
from tests.service import WEB, Service

ENGLISH = CallContext("en-GB")
FIXED_LABELS = {
    "route",
    "status",
    "state",
    "input",
    "outcome",
    "level",
    "reason",
    "request",
    "answer",
    "store",
    "limit",
    "kind",
    "check",
    "le",
}

Read = Callable[[], "Numbers"]
Numbers = dict[str, float]


def numbers_in(page: str) -> Numbers:
    """By name and labels, as they are written on the page."""
    lines = [line.rpartition(" ") for line in page.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in lines}


@pytest.fixture
def client() -> FlaskClient:
    waiting = Gauge("creditline_waiting", "What waits.", lambda: 7)
    return create_app([blueprint((waiting, Gauge("creditline_lost", "Nobody knows.", unavailable)))]).test_client()


def unavailable() -> float:
    raise Unavailable("swordfish")


@pytest.fixture
def grown(client: FlaskClient) -> Callable[[], Numbers]:
    """By how much each number has grown since the test began."""
    before = numbers_in(client.get("/metrics").text)

    def since() -> Numbers:
        after = numbers_in(client.get("/metrics").text)
        return {name: value - before.get(name, 0) for name, value in after.items() if value != before.get(name, 0)}

    return since


def turn(state: Speaking, event: CallEvent) -> Speaking:
    """Counted as a call counts it."""
    following = step(CALL_FLOW, state, event)
    assert not isinstance(following, Working)
    count_turn(state, event, following)
    return following


def test_what_waits_is_read_when_it_is_asked_for(client: FlaskClient) -> None:
    assert numbers_in(client.get("/metrics").text)["creditline_waiting"] == 7


def test_a_store_that_does_not_answer_leaves_out_its_number_and_no_other(client: FlaskClient) -> None:
    answer = client.get("/metrics")
    assert (answer.status_code, answer.mimetype) == (200, "text/plain")
    assert "creditline_lost" not in answer.text
    assert "swordfish" not in answer.text


def test_the_page_is_in_prometheus_text_format(client: FlaskClient) -> None:
    """https://prometheus.io/docs/instrumenting/exposition_formats/"""
    families = {family.name for family in text_string_to_metric_families(client.get("/metrics").text)}
    assert {"creditline_request_seconds", "creditline_turns", "creditline_waiting"} <= families


def test_requests_are_counted_by_the_name_of_their_route_never_by_their_path(
    client: FlaskClient, grown: Callable[[], Numbers]
) -> None:
    client.get("/198507099805?to=+46701740605")
    assert grown()['creditline_request_seconds_count{route="none",status="404"}'] == 1
    assert "19850709" not in client.get("/metrics").text


@pytest.mark.parametrize(
    ("state", "event", "kind"),
    [
        (AskIdentifier(ENGLISH), NoInput(), "no-input"),
        (AskIdentifier(ENGLISH), Digits("12"), "no-match"),
        (AskIdentifier(ENGLISH, Hint.UNREADABLE, 2), Digits("12"), "no-match"),
        (AskIdentifier(ENGLISH, Hint.UNREADABLE, 2), NoInput(), "no-input"),
        (AskIdentifier(ENGLISH, Hint.UNREADABLE, 1), Digits("0"), "keys"),
        (AwaitCode(ENGLISH, "challenge"), Digits("12345"), "no-match"),
        (AwaitCode(ENGLISH, "challenge", Hint.UNREADABLE), Digits("1*"), "keys"),
        (AwaitCode(ENGLISH, "challenge"), HungUp(), "hung-up"),
        (Transferring(ENGLISH, Queue.GENERAL, Reason.ASKED), AgentTook(), "agent-took"),
    ],
)
def test_a_turn_is_counted_by_what_kind_of_input_its_state_got(
    grown: Callable[[], Numbers], state: Speaking, event: CallEvent, kind: str
) -> None:
    turn(state, event)
    turns = {name: value for name, value in grown().items() if name.startswith("creditline_turns_total")}
    assert turns == {f'creditline_turns_total{{input="{kind}",state="{state.tag}"}}': 1}


def test_a_call_is_counted_from_its_beginning_to_its_outcome(grown: Callable[[], Numbers]) -> None:
    """A transfer to the second number of a queue is still the same transfer."""
    state: Speaking = AskIdentifier(ENGLISH)
    count_beginning(state)
    state = turn(state, Digits("0"))
    state = turn(state, DialEnded(DialStatus.BUSY, bridged=False, more_targets=True))
    state = turn(state, AgentTook())
    turn(state, DialEnded(DialStatus.COMPLETED, bridged=True, more_targets=False))
    counted = grown()
    assert counted['creditline_turns_total{input="began",state="AskIdentifier"}'] == 1
    assert counted['creditline_transfers_total{reason="asked"}'] == 1
    assert counted['creditline_calls_total{level="none",outcome="talked"}'] == 1


@pytest.fixture
def read(service: Service) -> Read:
    return lambda: numbers_in(service.counts())


def caller(service: Service, number: str = "+46701740605") -> Person:
    line = Line(service.url, service.public_url, service.auth_token, "AC" + "0123456789abcdef" * 2, "+46101740600")
    return Person(line, number)


def total(numbers: Numbers, start: str, *labels: str) -> float:
    return sum(
        value for name, value in numbers.items() if name.startswith(start) and all(part in name for part in labels)
    )


def test_all_workers_count_on_one_page(service: Service, read: Read) -> None:
    """Two web workers and the background worker; whichever is asked tells of all."""
    before = read()
    for _ in range(5):
        caller(service).dials_in("en-GB").enters("198507099805#").enters("000000").enters("{code}").hangs_up()
    after = read()
    grown = {name: after[name] - before.get(name, 0) for name in after}
    assert total(grown, "creditline_turns_total", 'input="began"') == 5
    assert total(grown, "creditline_domain_answers_total", 'request="CheckingCode"', 'answer="CodeWrong"') == 5
    assert total(grown, "creditline_domain_answers_total", 'request="CheckingCode"', 'answer="CodeAccepted"') == 5
    assert total(grown, "creditline_calls_total", 'outcome="hung-up"', 'level="verified"') == 5
    assert total(grown, "creditline_request_seconds_count", 'route="voice.turn"', 'status="200"') == 20
    assert {"creditline_outbox_waiting", "creditline_outbox_oldest_seconds", "creditline_event_log_waiting"} <= set(
        after
    )


def test_forgeries_and_repeated_requests_are_counted(service: Service, read: Read) -> None:
    before = read()
    person = caller(service).dials_in("en-GB")
    again = person.requests[-1]
    WEB.post(again.address, data=again.params, headers=again.headers)
    WEB.post(again.address, data=again.params, headers={"X-Twilio-Signature": "forged"})
    after = read()
    for name in ("creditline_duplicates_absorbed_total", "creditline_signature_failures_total"):
        assert after[name] - before[name] == 1


def test_no_label_holds_more_than_a_fixed_word(service: Service) -> None:
    caller(service).dials_in("sv-SE").enters("198507099805#").enters("{code}").presses("0")
    page = service.counts()
    labels = [sample.labels for family in text_string_to_metric_families(page) for sample in family.samples]
    assert {name for each in labels for name in each} <= FIXED_LABELS
    assert not [
        value for each in labels for name, value in each.items() if name not in ("le", "status") and _digits(value)
    ]


def _digits(value: str) -> bool:
    return any(character.isdigit() for character in value)
