"""Twilio's messages at their own address: a proxy leads there, and an authority of the tests vouches for it."""

import json
import re
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from threading import Lock, Thread
from typing import Self
from urllib.parse import parse_qs, urlsplit

from tests.bad_days.moods import Mood
from tests.ledger_behind.certificates import Certificates

LATE = (1.0, 12.0)  # seconds: from what nobody minds to more than a sender waits for
CODE = re.compile(r"(?<!\d)\d{6}(?!\d)")


class Carrier(ThreadingHTTPServer):
    """`taken`: number, words, and when, of each text; whether or not an answer to its request arrived."""

    daemon_threads = True

    def __init__(self, certificates: Certificates, random: Random) -> None:
        super().__init__(("127.0.0.1", 0), _Texts)
        self.mood = Mood.WELL
        self.taken: list[tuple[str, str, datetime]] = []
        self.lock = Lock()
        self._random = random
        self._ca = certificates.ca
        self.tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self.tls.load_cert_chain(certificates.ledger.certificate, certificates.ledger.key)

    @property
    def env(self) -> dict[str, str]:
        """Leads a process there whatever it asks for over HTTPS."""
        return {"HTTPS_PROXY": f"http://127.0.0.1:{self.server_port}", "REQUESTS_CA_BUNDLE": str(self._ca)}

    @contextmanager
    def running(self) -> Iterator[Self]:
        thread = Thread(target=self.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self.shutdown()
            self.server_close()

    def codes_to(self, number: str) -> list[str]:
        """Oldest first."""
        with self.lock:
            texts = [words for to, words, _ in self.taken if to == number]
        return [found.group() for words in texts if (found := CODE.search(words))]

    def handle_error(self, *_: object) -> None:
        """Whoever mistrusts it, or has waited long enough, is gone."""

    def dawdle(self) -> None:
        if self.mood is Mood.SLOW:
            time.sleep(self._random.uniform(*LATE))


class _Texts(BaseHTTPRequestHandler):
    """First as the proxy, then as the host behind it."""

    server: Carrier

    def do_CONNECT(self) -> None:
        if self.server.mood is Mood.DOWN:
            self.send_error(503)
            return
        self.send_response(200)
        self.end_headers()
        self.connection = self.server.tls.wrap_socket(self.connection, server_side=True)
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)
        self.close_connection = False

    def finish(self) -> None:
        super().finish()
        self.connection.close()

    def do_POST(self) -> None:
        """Create a message: https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource"""
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        with self.server.lock:
            self.server.taken.append((form["To"][0], form["Body"][0], datetime.now(UTC)))
        self.server.dawdle()
        if self.server.mood is Mood.SILENT:
            self.close_connection = True
        elif self.server.mood is Mood.LYING:
            self._answer(500, {"code": 20500, "message": "an error", "status": 500})
        else:
            self._answer(201, {"sid": "SM" + "0" * 32, "status": "queued"})

    def do_GET(self) -> None:
        """List the newest first: https://www.twilio.com/docs/messaging/api/message-resource#list-all-messages"""
        wanted = parse_qs(urlsplit(self.path).query)["To"]
        with self.server.lock:
            found = [one for one in reversed(self.server.taken) if [one[0]] == wanted]
        messages = [{"to": to, "body": words, "date_created": format_datetime(at)} for to, words, at in found]
        self.server.dawdle()
        self._answer(200, {"messages": messages, "page": 0, "next_page_uri": None})

    def _answer(self, status: int, told: dict[str, object]) -> None:
        body = json.dumps(told).encode()
        with suppress(OSError):  # who has waited long enough is gone
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Not into the test's output."""
