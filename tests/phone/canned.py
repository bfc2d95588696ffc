"""A line of canned documents on a real port. It checks every signature with Twilio's own validator."""

import json
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from urllib.parse import parse_qsl, urlsplit

from twilio.request_validator import RequestValidator

from ivr.phone.line import Line

AUTH = "an auth token of this test alone"
PUBLIC_URL = "https://line.test"


@dataclass(frozen=True)
class Answer:
    body: str
    status: int = 200
    content_type: str | None = "text/xml; charset=utf-8"
    cookie: str | None = None


@dataclass(frozen=True)
class Received:
    path: str
    params: dict[str, str]
    headers: dict[str, str]
    genuine: bool


@dataclass
class CannedLine:
    """`answers[path]` are given in turn, the last one again and again; a path without any is a 404."""

    line: Line
    answers: dict[str, list[Answer]] = field(default_factory=lambda: defaultdict(list))
    received: list[Received] = field(default_factory=list)
    messages: list[dict[str, str]] = field(default_factory=list)
    _on: dict[str, dict[str, str]] = field(default_factory=dict)

    def serves(self, path: str, *inside: str) -> None:
        """The verbs of a document, or of several that follow each other."""
        self.answers[path] += [Answer(f"<Response>{verbs}</Response>") for verbs in inside]

    def answers_with(self, path: str, *answers: Answer) -> None:
        self.answers[path] += answers

    def message_on(self, path: str, message: dict[str, str]) -> None:
        """The next request for this path sends a message."""
        self._on[path] = message

    def paths(self) -> list[str]:
        return [request.path for request in self.received]

    def posted(self, path: str) -> dict[str, str]:
        """What the latest request for this path told."""
        return [request.params for request in self.received if request.path == path][-1]

    def answer(self, path: str) -> Answer:
        if path in self._on:
            self.messages.insert(0, self._on.pop(path))
        canned = self.answers.get(path)
        if not canned:
            return Answer("", 404)
        return canned.pop(0) if len(canned) > 1 else canned[0]


class _Webhooks(BaseHTTPRequestHandler):
    canned: ClassVar[CannedLine]

    def do_GET(self) -> None:
        body = json.dumps(self.canned.messages) if urlsplit(self.path).path == "/phone/messages" else "{}"
        self._send(Answer(body, content_type="application/json"))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        params = dict(parse_qsl(body, keep_blank_values=True))
        signature = self.headers.get("X-Twilio-Signature", "")
        genuine = RequestValidator(AUTH).validate(PUBLIC_URL + self.path, params, signature)
        path = urlsplit(self.path).path
        self.canned.received.append(Received(path, params, dict(self.headers), genuine))
        self._send(self.canned.answer(path) if genuine else Answer("", 403))

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        if answer.content_type:
            self.send_header("Content-Type", answer.content_type)
        if answer.cookie:
            self.send_header("Set-Cookie", answer.cookie)
        body = answer.body.encode()
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Quiet: pytest shows what matters."""


@contextmanager
def canned_line() -> Iterator[CannedLine]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Webhooks)
    line = Line(f"http://127.0.0.1:{server.server_port}", PUBLIC_URL, AUTH, "AC" + "1" * 32, "+46846500400")
    canned = CannedLine(line)
    server.RequestHandlerClass = type("Webhooks", (_Webhooks,), {"canned": canned})
    canned.answers_with("/voice/status", Answer("", 204, None))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield canned
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
