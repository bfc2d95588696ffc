"""Text messages over HTTP: https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource"""

import json
import threading
from base64 import b64decode
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from random import Random
from urllib.parse import parse_qs, urlsplit

import pytest

from domain.errors import AnswerLost, MessageRefused, Unavailable
from ivr.outbound import sms
from ivr.outbound.sms import CLOCKS_APART, TwilioMessages
from tests.bad_days.carrier import Carrier
from tests.bad_days.moods import Mood
from tests.domain.line import NOON
from tests.ledger_behind.certificates import make_certificates

ACCOUNT, TOKEN = "AC" + "0123456789abcdef" * 2, "9f1c5b7ad2e4860391bc"
RECIPIENT, TEXT = "+46701740605", "Code 482913 for your call"
INVALID_NUMBER = {"code": 21211, "message": f"The 'To' number {RECIPIENT} is not valid", "status": 400}


class Messages(ThreadingHTTPServer):
    """Twilio's Messages resource, for one account. `asked`: path, user, form of each request to create one.

    `stored`: what it lists, whether or not its answer to the request for it arrived.
    """

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Resource)
        self.answer: tuple[int, dict[str, object]] = (201, {"sid": "SM" + "0" * 32, "status": "queued"})
        self.asked: list[tuple[str, str, dict[str, list[str]]]] = []
        self.stored: list[dict[str, object]] = []
        self.now = NOON
        self.may_answer = threading.Event()
        self.may_answer.set()
        self.hangs_up = False
        self.talks_nonsense = False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Resource(BaseHTTPRequestHandler):
    server: Messages

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        user = b64decode(self.headers["Authorization"].removeprefix("Basic ")).decode()
        form = parse_qs(body)
        self.server.asked.append((self.path, user, form))
        status, _ = self.server.answer
        if status == HTTPStatus.CREATED:
            kept: dict[str, object] = {
                "to": form["To"][0],
                "body": form["Body"][0],
                "date_created": format_datetime(self.server.now),
            }
            self.server.stored.insert(0, kept)
        self.server.may_answer.wait()
        if self.server.hangs_up:
            self.close_connection = True
            return
        self.answer(*self.server.answer)

    def do_GET(self) -> None:
        """List the newest first: https://www.twilio.com/docs/messaging/api/message-resource#list-all-messages"""
        wanted = parse_qs(urlsplit(self.path).query)
        found = [one for one in self.server.stored if [one["to"]] == wanted["To"]]
        status, told = self.server.answer
        self.answer(*((200, {"messages": found, "page": 0, "next_page_uri": None}) if status < 300 else (status, told)))

    def answer(self, status: int, told: dict[str, object]) -> None:
        self.send_response(status)
        with suppress(ConnectionError):  # who has waited long enough is gone
            self.end_headers()
            self.wfile.write(b"<html>" if self.server.talks_nonsense else json.dumps(told).encode())

    def log_message(self, *_: object) -> None:
        """Not into the test's output."""


@pytest.fixture
def twilio() -> Iterator[Messages]:
    with Messages() as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.may_answer.set()
        server.shutdown()


def sender(twilio: Messages) -> TwilioMessages:
    return TwilioMessages(ACCOUNT, TOKEN, "+46101740600", base_url=twilio.url)


@pytest.fixture
def messages(twilio: Messages) -> TwilioMessages:
    return sender(twilio)


def test_a_message_is_created_for_our_account(messages: TwilioMessages, twilio: Messages) -> None:
    messages.send(RECIPIENT, TEXT)
    form = {"To": [RECIPIENT], "From": ["+46101740600"], "Body": [TEXT], "ValidityPeriod": ["36000"]}
    assert twilio.asked == [(f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json", f"{ACCOUNT}:{TOKEN}", form)]


def test_twilio_keeps_no_message_for_longer_than_it_is_of_use(messages: TwilioMessages, twilio: Messages) -> None:
    messages.send(RECIPIENT, TEXT, datetime.now(UTC) + timedelta(minutes=5))
    messages.send(RECIPIENT, TEXT, datetime.now(UTC) - timedelta(minutes=5))
    early, late = (int(form["ValidityPeriod"][0]) for _, _, form in twilio.asked)
    assert 290 <= early <= 300
    assert late == 1


@pytest.mark.parametrize(
    ("status", "fault"), [(401, Unavailable), (429, Unavailable), (500, AnswerLost), (503, AnswerLost)]
)
def test_what_may_pass_is_tried_again_later(
    messages: TwilioMessages, twilio: Messages, status: int, fault: type[Unavailable]
) -> None:
    """By the outbox: here one request is one attempt. Of a fault of Twilio's own nobody knows what became of it."""
    twilio.answer = (status, {"code": 20000, "message": f"no message to {RECIPIENT}", "status": status})
    with pytest.raises(Unavailable) as caught:
        messages.send(RECIPIENT, TEXT)
    assert type(caught.value) is fault
    assert len(twilio.asked) == 1


def test_a_number_that_is_none_is_refused(messages: TwilioMessages, twilio: Messages) -> None:
    twilio.answer = (400, dict(INVALID_NUMBER))
    with pytest.raises(MessageRefused, match="21211") as caught:
        messages.send(RECIPIENT, TEXT)
    assert RECIPIENT not in str(caught.value)
    assert caught.value.__suppress_context__


def test_an_answer_that_never_comes_is_lost(twilio: Messages, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sms, "TEXT_STEP", 0.2)
    twilio.may_answer.clear()
    with pytest.raises(AnswerLost, match="Timeout"):
        sender(twilio).send(RECIPIENT, TEXT)


def test_an_answer_is_lost_where_the_connection_breaks_under_it(messages: TwilioMessages, twilio: Messages) -> None:
    twilio.hangs_up = True
    with pytest.raises(AnswerLost, match="ConnectionError"):
        messages.send(RECIPIENT, TEXT)
    assert len(twilio.asked) == 1


def test_an_answer_that_makes_no_sense_is_lost(messages: TwilioMessages, twilio: Messages) -> None:
    twilio.talks_nonsense = True
    with pytest.raises(AnswerLost, match="no sense"):
        messages.send(RECIPIENT, TEXT)
    with pytest.raises(Unavailable):
        messages.has_taken(RECIPIENT, TEXT, NOON)


def test_nobody_there_was_asked_nothing() -> None:
    with pytest.raises(Unavailable, match="ConnectionError") as caught:
        TwilioMessages(ACCOUNT, TOKEN, "+46101740600", base_url="http://127.0.0.1:9").send(RECIPIENT, TEXT)
    assert type(caught.value) is Unavailable


def test_no_exception_quotes_the_number_or_the_text(messages: TwilioMessages, twilio: Messages) -> None:
    twilio.answer = (500, {"message": f"no message to {RECIPIENT}", "status": 500})
    with pytest.raises(Unavailable) as caught:
        messages.send(RECIPIENT, TEXT)
    assert caught.value.__suppress_context__
    assert RECIPIENT not in str(caught.value)


def test_what_was_taken_is_found_whether_or_not_its_answer_arrived(messages: TwilioMessages, twilio: Messages) -> None:
    twilio.hangs_up = True
    with pytest.raises(AnswerLost):
        messages.send(RECIPIENT, TEXT)
    assert messages.has_taken(RECIPIENT, TEXT, NOON)


@pytest.mark.parametrize(
    ("recipient", "text", "since"),
    [
        ("+46701740606", TEXT, NOON),
        (RECIPIENT, "Code 482914 for your call", NOON),
        (RECIPIENT, TEXT, NOON + CLOCKS_APART + timedelta(seconds=1)),
    ],
    ids=["another number", "other words", "the same words, earlier"],
)
def test_another_message_is_not_taken_for_it(
    messages: TwilioMessages, recipient: str, text: str, since: datetime
) -> None:
    messages.send(RECIPIENT, TEXT)
    assert not messages.has_taken(recipient, text, since)


@pytest.mark.parametrize("status", [401, 404, 429, 500])
def test_a_question_without_an_answer_decides_nothing(messages: TwilioMessages, twilio: Messages, status: int) -> None:
    twilio.answer = (status, {"code": 20000, "message": f"nothing of {RECIPIENT}", "status": status})
    with pytest.raises(Unavailable) as caught:
        messages.has_taken(RECIPIENT, TEXT, NOON)
    assert RECIPIENT not in str(caught.value)
    assert caught.value.__suppress_context__


@pytest.fixture
def carrier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Carrier]:
    """Twilio at its own address, over TLS."""
    with Carrier(make_certificates(tmp_path), Random(0)).running() as running:  # noqa: S311 - no secret hangs on it
        for name, value in running.env.items():
            monkeypatch.setenv(name, value)
        yield running


@pytest.mark.parametrize("mood", [Mood.SILENT, Mood.LYING])
def test_an_answer_is_lost_over_tls_too(carrier: Carrier, mood: Mood) -> None:
    carrier.mood = mood
    with pytest.raises(AnswerLost):
        TwilioMessages(ACCOUNT, TOKEN, "+46101740600").send(RECIPIENT, TEXT)
    assert len(carrier.taken) == 1


def test_a_proxy_that_leads_nowhere_was_asked_nothing(carrier: Carrier) -> None:
    carrier.mood = Mood.DOWN
    with pytest.raises(Unavailable) as caught:
        TwilioMessages(ACCOUNT, TOKEN, "+46101740600").send(RECIPIENT, TEXT)
    assert type(caught.value) is Unavailable


def test_whoever_is_not_trusted_is_told_nothing(carrier: Carrier, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    with pytest.raises(Unavailable) as caught:
        TwilioMessages(ACCOUNT, TOKEN, "+46101740600").send(RECIPIENT, TEXT)
    assert type(caught.value) is Unavailable
    assert carrier.taken == []
