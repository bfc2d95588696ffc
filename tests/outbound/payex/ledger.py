"""A ledger of recorded answers: the published examples, word for word, but for what is no JSON in them."""

import json
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any

from domain.applications import Application
from ivr.outbound.payex.addresses import LedgerPaths
from ivr.outbound.payex.client import LedgerClient
from ivr.outbound.payex.token import TokenFile
from storage.breaker import Breaker

PATHS = LedgerPaths(501)
SECONDS_BETWEEN_LOOKS = 0.01  # of the server, whether it is to end
TERMS = {
    "standardEuropeeanAgreements": "https://www.payex.com/term-and-conditions/no/-----.pdf",
    "accountTerms": "https://www.payex.com/term-and-conditions/no/-----.pdf",
}
OFFER = {
    "accountProfile": "kontotyp-1",
    "title": "kontotyp 1",
    "currency": "SEK",
    "maxCreditLimit": 50000.00,
    "interestFreePurchaseMonth": True,
    "monthlyAdminFee": 35.00,
    "reminderFee": 35.00,
    "interest": 35.00,
    "termsAndConditions": TERMS,
    "@id": "/ledger/credit-account-onboarding/v1/XXX/offers/kontotyp-1",
}
QUESTION = {
    "code": "IsPep",
    "text": "Är du en person i politiskt utsatt ställning (PEP), det vill säga.....",
    "answer": {"code": "true", "text": "Ja"},
}
APPLICATION_AT = "/ledger/credit-account-onboardings/v1/501/offers/kontotyp-10000/applications/1561561-54641515-56456"
APPLICATION = {
    "nationalConsumerIdentifier": {"value": "19101010-1010", "countryCode": "SE"},
    "status": "awaiting-sign",
    "customerNo": "951753456",
    "creditLimit": 5000.00,
    "emailAddress": "test@testshop.se",
    "cellPhone": "+46701234456",
    "ipAddress": "1.1.1.1",
    "legalAddress": {
        "name": "John Smith",
        "streetAddress": "Teststreet",
        "city": "Testcity",
        "coAddress": "",
        "zipCode": "12345",
        "countryCode": "SE",
    },
    "kyc": {"questions": [QUESTION]},
    "account": None,
    "@id": APPLICATION_AT,
    "parentHREF": "/ledger/credit-account-onboardings/v1/XXX/offers/kontotyp-10000",
    "operations": [{"rel": "sign-agreement", "href": f"{APPLICATION_AT}/sign-agreement", "method": "POST"}],
}
CREATED = {"createdAccount": "https://api.payex.com/ledger/credit-account/v1/XXX/accounts/123456"}
PROBLEM = {
    "Type": "ledger.credit-account-onboarding.validation",
    "Title": "A validation error occurred",
    "Status": 400,
    "Instance": "f1f431d7-d2b2-49ca-93e0-ffe15753610a",
    "Detail": "A validation error occurred. Please fix the problems mentioned in the 'problems' property below.",
    "Problems": [{"CellPhone": "The CellPhone field is required."}],
}


@dataclass(frozen=True)
class Recorded:
    """`drips`: its body comes byte by byte; `begins_dripping`: so does its first line already.

    `is_lost`: the connection ends before a word of it is written.
    """

    status: int
    body: Any
    drips: bool = False
    begins_dripping: bool = False
    is_lost: bool = False

    @property
    def written(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


@dataclass
class Ledger:
    """`answers`: by path with its query, each list one after another, its last one again and again.

    `keys`: the idempotency key of each POST.
    """

    url: str
    answers: dict[str, list[Recorded]] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    over: Event = field(default_factory=Event)

    def answer(self, method: str, path: str, token: str) -> Recorded:
        self.asked.append((method, path))
        self.tokens.append(token)
        recorded = self.answers.get(path, [Recorded(404, {"type": "x.not-found", "instance": "an-id"})])
        return recorded.pop(0) if len(recorded) > 1 else recorded[0]

    def says(self, path: str, *answers: Recorded) -> None:
        self.answers[path] = list(answers)

    def says_of(self, application: Application, *bodies: dict[str, Any]) -> None:
        self.says(PATHS.application(application), *(Recorded(200, body) for body in bodies))

    def client(self, token_file: Path, breaker: Breaker | None = None) -> LedgerClient:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # it is asked without TLS
        return LedgerClient(self.url, TokenFile(token_file), breaker or Breaker(), context)


@contextmanager
def running_ledger(context: ssl.SSLContext | None = None) -> Iterator[Ledger]:
    """Over TLS with a `context`."""
    server = _Server(context)
    thread = Thread(target=server.serve_forever, args=(SECONDS_BETWEEN_LOOKS,))
    thread.start()
    try:
        yield server.ledger
    finally:
        server.ledger.over.set()
        server.shutdown()
        thread.join()
        server.server_close()


class _Server(ThreadingHTTPServer):
    def __init__(self, context: ssl.SSLContext | None) -> None:
        super().__init__(("127.0.0.1", 0), _Request)
        if context:
            self.socket = context.wrap_socket(self.socket, server_side=True)
        self.ledger = Ledger(f"{'https' if context else 'http'}://127.0.0.1:{self.server_port}")

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever asked has gone."""


class _Request(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        if self.command == "POST":
            self.server.ledger.keys.append(self.headers["Idempotency-Key"])
        answer = self.server.ledger.answer(self.command, self.path, self.headers["Authorization"])
        if answer.is_lost:
            return
        if answer.begins_dripping:
            self._drip(f"HTTP/1.0 {answer.status} and so on\r\n\r\n".encode())
            return
        self.send_response(answer.status)
        self.send_header("Content-Length", str(len(answer.written)))
        self.end_headers()
        if answer.drips:
            self._drip(answer.written)
        else:
            self.wfile.write(answer.written)

    def _drip(self, written: bytes) -> None:
        for byte in written:
            self.wfile.write(bytes([byte]))
            if self.server.ledger.over.wait(0.2):
                return

    do_POST = do_GET  # noqa: N815 - likewise

    def log_message(self, format: str, *args: object) -> None:
        """Tests are silent."""
