"""Stands between a phone line and its ledger, mutual TLS on both sides, and does to a request what ledgers do."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum, auto
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

import httpx

from tests.ledger_behind.certificates import Certificates, Pair


class Act(Enum):
    PASS = auto()
    SILENCE = auto()  # the ledger is never asked, and nobody hangs up
    SLOWNESS = auto()  # the ledger does it, and its answer drips
    FAILURE = auto()
    NONSENSE = auto()
    LATER_FAILURE = auto()  # the ledger does it, and then answers 500
    CUT_BEFORE = auto()
    CUT_AFTER = auto()  # the ledger does it, and its answer never arrives


DONE = frozenset({Act.PASS, Act.SLOWNESS, Act.LATER_FAILURE, Act.CUT_AFTER})
OPERATION = "/sign-agreement"


class Between:
    """`act`: on everything, but `act_on_signing` on what signs, and `act_after_signing` on all that comes after that.

    `seen`: the path of each request.
    """

    def __init__(self, ledger_url: str, certificates: Certificates) -> None:
        self.act = self.act_on_signing = self.act_after_signing = Act.PASS
        self.seen: list[str] = []
        self.over = Event()
        context = context_of(certificates, certificates.line, ssl.Purpose.SERVER_AUTH)
        self.beyond = httpx.Client(base_url=ledger_url, verify=context, trust_env=False)
        self._server = _Server(self)
        inside = context_of(certificates, certificates.ledger, ssl.Purpose.CLIENT_AUTH)
        inside.verify_mode = ssl.CERT_REQUIRED
        self._server.socket = inside.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)
        self.url = f"https://127.0.0.1:{self._server.server_port}"

    @contextmanager
    def running(self) -> Iterator["Between"]:
        thread = Thread(target=self._server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield self
        finally:
            self.over.set()
            self._server.shutdown()
            thread.join()
            self._server.server_close()

    def behaves(self) -> None:
        self.act = self.act_on_signing = self.act_after_signing = Act.PASS
        self.seen.clear()

    @property
    def signings(self) -> int:
        return sum(path.endswith(OPERATION) for path in self.seen)

    def act_on(self, path: str) -> Act:
        self.seen.append(path)
        if path.endswith(OPERATION):
            return self.act_on_signing
        return self.act_after_signing if self.signings else self.act


def context_of(certificates: Certificates, own: Pair, purpose: ssl.Purpose) -> ssl.SSLContext:
    context = ssl.create_default_context(purpose, cafile=certificates.ca)
    context.load_cert_chain(own.certificate, own.key)
    return context


class _Server(ThreadingHTTPServer):
    def __init__(self, between: Between) -> None:
        self.between = between
        super().__init__(("127.0.0.1", 0), _Request)

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever asked has gone."""


class _Request(BaseHTTPRequestHandler):
    """A connection for each; none has a body."""

    server: _Server

    def do_GET(self) -> None:
        between = self.server.between
        act = between.act_on(self.path)
        answer = self._forwarded(between.beyond) if act in DONE else None
        if answer and act in (Act.PASS, Act.SLOWNESS):
            self._send(answer.status_code, answer.content, drips=act is Act.SLOWNESS)
        elif act in (Act.FAILURE, Act.LATER_FAILURE):
            self._send(500, b"", drips=False)
        elif act is Act.NONSENSE:
            self._send(200, b"<html>a proxy's page</html>", drips=False)
        elif act is Act.SILENCE:
            between.over.wait(5)

    do_POST = do_GET  # noqa: N815 - likewise

    def _forwarded(self, beyond: httpx.Client) -> httpx.Response:
        names = ("Authorization", "Accept", "Idempotency-Key")
        headers = {name: self.headers[name] for name in names if self.headers[name]}
        return beyond.request(self.command, self.path, headers=headers)

    def _send(self, status: int, body: bytes, *, drips: bool) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        for piece in [body[place : place + 1] for place in range(len(body))] if drips else [body]:
            self.wfile.write(piece)
            if drips and self.server.between.over.wait(0.2):
                break

    def log_message(self, format: str, *args: object) -> None:
        """Tests are silent."""
