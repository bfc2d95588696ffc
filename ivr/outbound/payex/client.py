"""The ledger over HTTP: each question within its time, behind a breaker, with our certificate and our token.

What is not an answer of the contract raises Unavailable: silence, 5xx, a redirect, a body that cannot be read.
"""

import ssl
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import TypeVar

import httpx

from domain.errors import Unavailable
from ivr.breaker import Breaker
from ivr.outbound.payex.problems import log_problem
from ivr.outbound.payex.token import TokenFile
from ivr.outbound.payex.wire import CreatedAccount, Resource, read

SECONDS = 1.5
SHORTEST = 0.001  # of what is over: httpx wants some time
LARGEST = 4 * 1024 * 1024  # bytes of an answer
AT_ONCE = 16  # questions; of those that nobody waits for any more each holds a place until its connection ends
REFUSALS = frozenset(
    {HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY}
)

T = TypeVar("T", bound=Resource)


@dataclass(frozen=True)
class Deadline:
    """Of everything that is asked for one purpose."""

    at: float = field(default_factory=lambda: time.monotonic() + SECONDS)

    @property
    def left(self) -> float:
        """Seconds."""
        return self.at - time.monotonic()


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes = field(repr=False)


def tls(certificate: Path | None, key: Path | None, ca: Path | None) -> ssl.SSLContext:
    """With our certificate; the ledger's is checked against `ca`, or against the system's. Raises OSError."""
    context = ssl.create_default_context(cafile=ca)
    if certificate is not None:
        context.load_cert_chain(certificate, key)
    return context


class LedgerClient:
    """`url`: without a path."""

    def __init__(self, url: str, token: TokenFile, breaker: Breaker, context: ssl.SSLContext) -> None:
        self._base = httpx.URL(url)
        self._token = token
        self._breaker = breaker
        self._web = httpx.Client(verify=context, trust_env=False)
        self._threads = ThreadPoolExecutor(AT_ONCE, "ledger")

    def close(self) -> None:
        """Its connections; what is being asked goes on unheard."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._web.close()

    def get(self, address: str, shape: type[T], until: Deadline | None = None) -> T:
        """`address`: as the ledger wrote it, or a path."""
        with self._breaker.guarding():
            answer = self._asked("GET", address, until or Deadline(), {})
            if answer.status == HTTPStatus.OK:
                return read(shape, answer.body)
        raise Unavailable(f"the ledger answered {answer.status}")  # which is no silence: the breaker lets others ask

    def sign(self, address: str, key: str) -> CreatedAccount | None:
        """None where the ledger has refused. `key`: the same for the same wish."""
        with self._breaker.guarding():
            answer = self._asked("POST", address, Deadline(), {"Idempotency-Key": key})
            if answer.status == HTTPStatus.CREATED:
                return read(CreatedAccount, answer.body)
        if answer.status in REFUSALS:
            return None
        raise Unavailable(f"the ledger answered {answer.status}")  # as 202: it may be doing it

    def _asked(self, method: str, address: str, until: Deadline, headers: Mapping[str, str]) -> Answer:
        """A token that is not taken is read again, once: nothing was done with it."""
        answer = self._sent(method, address, until, headers)
        if answer.status == HTTPStatus.UNAUTHORIZED:
            self._token.renew()
            answer = self._sent(method, address, until, headers)
        if answer.status >= HTTPStatus.BAD_REQUEST:
            log_problem(answer.status, answer.body)
        if not (httpx.codes.is_success(answer.status) or answer.status in REFUSALS):
            raise Unavailable(f"the ledger answered {answer.status}")
        return answer

    def _sent(self, method: str, address: str, until: Deadline, headers: Mapping[str, str]) -> Answer:
        """In a thread that can be left behind: a time limit of httpx begins anew with each piece that arrives."""
        request = self._web.build_request(
            method,
            self._within(address),
            headers={"Authorization": self._token.header, "Accept": "application/json", **headers},
            timeout=max(until.left, SHORTEST),
        )
        waiting = self._threads.submit(self._exchange, request, until)
        try:
            return waiting.result(until.left)
        except TimeoutError:
            waiting.cancel()
            raise Unavailable("the ledger does not answer in time") from None

    def _exchange(self, request: httpx.Request, until: Deadline) -> Answer:
        """The chain is cut: httpx's exceptions hold addresses."""
        body = bytearray()
        try:
            response = self._web.send(request, stream=True)
            with closing(response):
                for chunk in response.iter_bytes():
                    body += chunk
                    if until.left <= 0 or len(body) > LARGEST:
                        raise Unavailable("the ledger answers too slowly or too much")
        except (httpx.HTTPError, httpx.StreamError, OSError) as error:
            raise Unavailable(f"the ledger does not answer: {type(error).__name__}") from None
        return Answer(response.status_code, bytes(body))

    def _within(self, address: str) -> httpx.URL:
        """The ledger's own addresses alone: no token of it goes anywhere else."""
        try:
            url = self._base.join(address)
        except (httpx.InvalidURL, ValueError):
            raise Unavailable("the ledger wrote an address that cannot be read") from None
        if (url.scheme, url.host, url.port) != (self._base.scheme, self._base.host, self._base.port):
            raise Unavailable("the ledger points elsewhere")
        return url
