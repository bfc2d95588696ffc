"""A call whose token and session another version of the line has written."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from redis import Redis
from sqlalchemy import select

from domain.formats import LOG_LINE, SESSION
from ivr import wiring
from ivr.config import Settings
from ivr.parts import Parts
from ivr.voice.answered import MOST_PRESENTED_AGAIN, UNCOUNTED_SECONDS
from ivr.voice.call_log import CallLog
from ivr.voice.session import NONCE_LENGTH
from ivr.voice.tokens import SEPARATOR, Codec
from storage import demo, embedded, tables
from tests.voice.conftest import Texts
from tests.voice.twilio import InboundCall

CUSTOMER, APPLICANT = (demo.PEOPLE[key].national_number.digits for key in ("customer-open", "applicant-ready"))
TURN, AT, VERSION, PRESENTED = 1, 3, -2, -1  # their places in a token
NEXT_BUT_ONE = SESSION.written + 2


def unversioned(token: list[Any]) -> list[Any]:
    return token[:VERSION]


def of_the_next_release(token: list[Any]) -> list[Any]:
    return [*token[:VERSION], SESSION.newest, token[PRESENTED], "what it adds"]


def of_a_later_release(token: list[Any]) -> list[Any]:
    return [*token[:VERSION], NEXT_BUT_ONE, token[PRESENTED]]


def with_an_unknown_state(token: list[Any]) -> list[Any]:
    """Of the next release, which offers what this one does not know."""
    return [*token[:6], "TellWeather", "12345678", *token[8:VERSION], SESSION.newest, token[PRESENTED]]


def unversioned_and_older(token: list[Any]) -> list[Any]:
    """It has been presented for a while."""
    return [*token[:AT], token[AT] - UNCOUNTED_SECONDS - 1, *token[AT + 1 : VERSION]]


def with_an_unknown_menu(token: list[Any]) -> list[Any]:
    """Of the next release: nothing of its state is known here."""
    return [*token[:6], "WeatherMenu", "12345678", "WeatherMenu", {}, SESSION.newest, token[PRESENTED]]


Rewrite = Callable[[list[Any]], list[Any]]


@dataclass
class OtherVersion:
    """Writes what a call has in the store, and the address of its document, as another version would have."""

    settings: Settings
    parts: Parts = field(init=False)
    codec: Codec = field(init=False)

    def __post_init__(self) -> None:
        self.parts = wiring.parts(self.settings)
        self.codec = Codec(self.parts.cipher)

    def writes_session(self, call: InboundCall, rewrite: Rewrite) -> None:
        with self._stored(call) as (client, key):
            token, mark, rest = client.hget(key, "sealed").partition(SEPARATOR)
            client.hset(key, "sealed", self.rewritten(token.decode(), rewrite).encode() + mark + rest)

    def turn(self, call: InboundCall) -> int:
        """That the store has got to."""
        with self._stored(call) as (client, key):
            token = client.hget(key, "sealed").partition(SEPARATOR)[0].decode()
        return int(json.loads(self.parts.cipher.open_token(token))[TURN])

    @contextmanager
    def _stored(self, call: InboundCall) -> Iterator[tuple[Any, Any]]:
        with Redis.from_url(embedded.url(self.settings.data_dir)) as client:
            [key] = client.scan_iter(f"call:*:{self.parts.cipher.call_ref(call.sid)}")
            yield client, key

    def writes_document(self, call: InboundCall, rewrite: Rewrite) -> str:
        """Where its keys would go."""
        address, _, token = call.action.partition("?t=")
        return f"{address}?t={self.rewritten(token, rewrite)}"

    def rewritten(self, token: str, rewrite: Rewrite) -> str:
        plain = self.parts.cipher.open_token(token)
        written = rewrite(json.loads(plain))
        nonce = bytes.fromhex(written[2])
        assert len(nonce) == NONCE_LENGTH
        return self.parts.cipher.seal_token(json.dumps(written).encode().ljust(len(plain)), nonce)


@pytest.fixture
def other(settings: Settings) -> OtherVersion:
    return OtherVersion(settings)


def presses(call: InboundCall, keys: str, other: OtherVersion, rewrite: Rewrite) -> str:
    """On a document of the other version, in a call that it has stored."""
    other.writes_session(call, rewrite)
    return call.asks(other.writes_document(call, rewrite), Digits=keys).words


def at_consent(call: InboundCall, texts: Texts) -> InboundCall:
    call.dials().keys(APPLICANT)
    call.keys(texts.code()).keys("2").keys("2").keys("2")
    assert "Nothing is signed yet" in call.words
    return call


def test_a_call_of_before_formats_had_versions_goes_on_from_its_checkpoint(
    customer: InboundCall, other: OtherVersion
) -> None:
    assert "You can spend" in customer.words
    said = presses(customer, "1", other, unversioned)
    assert "You can spend" not in said
    assert "To hear that again, press 1" in said
    assert "You can spend" in customer.keys("1").words


def test_a_caller_of_before_formats_had_versions_identifies_once_more(call: InboundCall, other: OtherVersion) -> None:
    assert "six-digit code" not in presses(call.dials(), CUSTOMER, other, unversioned)
    assert "six-digit code" in call.keys(CUSTOMER).words


def test_a_yes_to_a_question_of_before_formats_had_versions_agrees_to_nothing(
    call: InboundCall, texts: Texts, other: OtherVersion
) -> None:
    said = presses(at_consent(call, texts), "1", other, unversioned)
    with other.parts.engine.connect() as connection:
        agreements = connection.execute(select(tables.challenges.c.agreement)).scalars()
        assert set(agreements) <= {None}
    assert "To hear the terms and sign, press" in said


def test_every_version_goes_on_from_a_call_that_was_made_again(customer: InboundCall, other: OtherVersion) -> None:
    """It is stored as this version writes."""
    presses(customer, "1", other, unversioned)
    asked = customer.action
    assert "You can spend" in customer.keys("1").words
    assert "You can spend" in customer.asks(asked, Digits="1").words


def test_a_document_of_the_next_release_takes_its_keys_where_the_state_is_the_same(
    customer: InboundCall, other: OtherVersion
) -> None:
    assert "Goodbye" in presses(customer, "9", other, of_the_next_release)


def test_a_state_that_this_version_does_not_know_comes_back_as_what_the_checkpoint_bears_out(
    customer: InboundCall, other: OtherVersion
) -> None:
    assert "To hear that again, press 1" in presses(customer, "5", other, with_an_unknown_state)
    assert "You can spend" in customer.keys("1").words


def test_a_session_of_a_later_release_is_made_again_from_the_document(
    customer: InboundCall, other: OtherVersion
) -> None:
    other.writes_session(customer, of_a_later_release)
    assert "To hear that again, press 1" in customer.keys("1").words


def test_a_call_that_changes_hands_with_a_release_before_versions_gets_a_person_in_a_while(
    customer: InboundCall, other: OtherVersion
) -> None:
    """That release counts no times, and presents what this one has made again."""
    presses(customer, "1", other, unversioned)
    for _ in range(MOST_PRESENTED_AGAIN + 1):
        customer.asks(other.writes_document(customer, unversioned), Digits="1")
        assert "To hear that again, press 1" in customer.words
    customer.asks(other.writes_document(customer, unversioned_and_older), Digits="1")
    assert customer.verbs == ["Say", "Dial"]


def test_a_session_that_cannot_be_read_is_not_replaced_by_an_older_turn(
    customer: InboundCall, other: OtherVersion
) -> None:
    """By a request that comes again: its key was taken, and the call has moved on."""
    earlier = customer.keys("").action
    customer.keys("7")
    other.writes_session(customer, with_an_unknown_menu)
    before = other.turn(customer)
    assert "Goodbye" not in customer.asks(earlier, Digits="9").words
    assert other.turn(customer) >= before
    assert "You can spend" in customer.keys("1").words


def test_where_neither_can_be_read_the_caller_gets_a_person(customer: InboundCall, other: OtherVersion) -> None:
    other.writes_session(customer, of_a_later_release)
    customer.asks(other.writes_document(customer, of_a_later_release), Digits="1")
    assert customer.verbs == ["Say", "Dial"]
    assert "kronor" not in customer.words


def test_the_end_of_a_call_of_before_formats_had_versions_is_its_end(
    customer: InboundCall, other: OtherVersion
) -> None:
    other.writes_session(customer, unversioned)
    asked = customer.action
    customer.ends()
    assert customer.asks(asked, Digits="1").verbs in (["Say", "Hangup"], ["Redirect"])


@pytest.mark.parametrize("rewrite", [unversioned, of_the_next_release, with_an_unknown_state])
def test_an_event_of_a_release_before_or_after_is_logged_like_any_other(
    customer: InboundCall, other: OtherVersion, rewrite: Rewrite
) -> None:
    line = logged(customer, other, rewrite)
    assert (line["turn"], line["state"], line["event"]) == (2, "AwaitCode", "Digits")
    assert line["version"] == LOG_LINE.written


def test_an_event_that_only_a_newer_version_reads_is_kept_as_it_is(customer: InboundCall, other: OtherVersion) -> None:
    token = customer.action.partition("?t=")[2]
    written = json.loads(other.codec.sealer.open_token(other.rewritten(token, of_a_later_release)))
    assert logged(customer, other, of_a_later_release) == written


def logged(call: InboundCall, other: OtherVersion, rewrite: Rewrite) -> Any:
    token = other.rewritten(call.action.partition("?t=")[2], rewrite)
    sealed = CallLog(other.codec).line("call", token.encode())
    assert sealed is not None
    return json.loads(other.codec.sealer.open(sealed, "event:call"))
