"""The demo's mailbox over HTTP: texts and e-mails, what is attached, and nobody from outside."""

import re
from collections.abc import Iterator
from hashlib import sha256

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ivr.outbound.mail import Attachment
from ivr.phone.mailbox import CODE
from ivr.phone.routes import blueprint
from storage.cipher import Cipher
from storage.engine import open_engine
from storage.handset import Handset
from tests.domain.line import NOON

BERIT = "berit.o'hara+credit@example.com"
AGREEMENT = Attachment("kreditavtal.pdf", "application/pdf", b"%PDF-1.4 an agreement")


@pytest.fixture
def handset(sqlite_url: str) -> Iterator[Handset]:
    engine = open_engine(sqlite_url)
    yield Handset(engine, Cipher(["a secret of the tests, long enough"]))
    engine.dispose()


@pytest.fixture
def client(handset: Handset) -> FlaskClient:
    app = Flask(__name__)
    app.register_blueprint(blueprint(handset))
    return app.test_client()


def text(client: FlaskClient) -> str:
    """Of the newest message to Berit."""
    [message, *_] = client.get("/phone/messages", query_string={"to": BERIT}).get_json()
    assert sorted(message) == ["at", "text", "to"]
    return str(message["text"])


def test_an_e_mail_is_found_by_its_address(client: FlaskClient, handset: Handset) -> None:
    handset.add(BERIT, "Villkoren\n\nHär är villkoren.", NOON)
    assert text(client) == "Villkoren\n\nHär är villkoren."


def test_what_is_attached_is_named_and_can_be_opened(client: FlaskClient, handset: Handset) -> None:
    handset.add(BERIT, "Villkoren", NOON, [AGREEMENT])
    told = text(client)
    assert "kreditavtal.pdf, 21 bytes" in told
    assert sha256(AGREEMENT.content).hexdigest() in told.replace(" ", "")
    [address] = re.findall(r"/phone/files/\d+", told)
    opened = client.get(address)
    assert (opened.data, opened.content_type) == (AGREEMENT.content, "application/pdf")
    assert client.get(address, environ_base={"REMOTE_ADDR": "192.0.2.7"}).status_code == 403
    assert client.get("/phone/files/4711").status_code == 404


NEAR = [
    {"Host": "127.0.0.1:8080"},
    {"Host": "127.0.0.1"},
    {"Host": "localhost:8080"},
    {"Host": "[::1]:8080"},
    {"Host": "[::1]"},
    {"Host": "localhost:8080", "Origin": "http://localhost:8080"},
]
STRANGE = [
    {"X-Forwarded-For": "192.0.2.7"},
    {"X-Forwarded-For": ""},
    {"X-Forwarded-Host": "demo.example"},
    {"X-Forwarded-Proto": "https"},
    {"Forwarded": "for=192.0.2.7"},
    {"Via": "1.1 proxy"},
    {"X-Real-IP": "192.0.2.7"},
    {"Host": "demo.example"},
    {"Host": "demo.example:8080"},
    {"Host": "127.0.0.1.demo.example"},
    {"Host": "192.0.2.7:8080"},
    {"Host": "[2001:db8::1]:8080"},
    {"Host": "localhost:8080", "Origin": "https://demo.example"},
    {"Host": "localhost:8080", "Origin": "http://localhost:3000"},
    {"Host": "localhost:8080", "Origin": "null"},
]


@pytest.mark.parametrize("headers", NEAR, ids=str)
def test_whoever_sits_at_this_machine_reads_messages(client: FlaskClient, headers: dict[str, str]) -> None:
    assert client.get("/phone/messages?to=x", headers=headers).status_code == 200


@pytest.mark.parametrize("headers", STRANGE, ids=str)
def test_whom_a_proxy_or_another_page_brings_here_reads_none(client: FlaskClient, headers: dict[str, str]) -> None:
    for path in ("/phone/messages?to=x", "/phone/files/1"):
        assert client.get(path, headers=headers).status_code == 403


def test_no_checksum_looks_like_a_code(client: FlaskClient, handset: Handset) -> None:
    """A one-time code is the only bare six digits in any message."""
    mistakable = next(content for number in range(1000) if CODE.search(sha256(content := b"%d" % number).hexdigest()))
    handset.add(BERIT, "Villkoren", NOON, [Attachment("terms.pdf", "application/pdf", mistakable)])
    assert not CODE.search(text(client))
