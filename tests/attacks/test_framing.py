"""Requests that two servers could read differently, or that are no HTTP/1.1, are refused: RFC 9112 and RFC 9110."""

import socket

import httpx
import pytest

from ivr.app import LARGEST_BODY
from ivr.web.environ import environment
from ivr.web.reading import LARGEST_HEAD, Reader
from tests.service import PATIENCE, Service

GET = b"GET /healthz HTTP/1.1\r\nHost: line\r\n"
POST = b"POST /voice/incoming HTTP/1.1\r\nHost: line\r\n"
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n"

REFUSED = {
    "both lengths": (400, CHUNKED + b"Content-Length: 3\r\n\r\n0\r\n\r\n"),
    "both lengths, the other way round": (
        400,
        POST + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    ),
    "two lengths": (400, POST + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc"),
    "a list of lengths": (400, POST + b"Content-Length: 3, 3\r\n\r\nabc"),
    "a length with a sign": (400, POST + b"Content-Length: +3\r\n\r\nabc"),
    "a length in hexadecimal": (400, POST + b"Content-Length: 0x3\r\n\r\nabc"),
    "an empty length": (400, POST + b"Content-Length:\r\n\r\n"),
    "a length beyond all numbers": (400, POST + b"Content-Length: 99999999999999999999\r\n\r\n"),
    "chunked that is not last": (400, POST + b"Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n"),
    "chunked twice": (400, CHUNKED + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    "an unknown coding": (501, POST + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
    "chunks in HTTP/1.0": (400, CHUNKED.replace(b"1.1", b"1.0") + b"\r\n0\r\n\r\n"),
    "a chunk longer than it says": (400, CHUNKED + b"\r\n1\r\nxy\r\n0\r\n\r\n"),
    "a chunk size with a sign": (400, CHUNKED + b"\r\n-1\r\nx\r\n0\r\n\r\n"),
    "chunk lines without CR": (400, CHUNKED + b"\r\n1\nx\n0\n\n"),
    "a folded field": (400, GET + b"X-Long: a\r\n b\r\n\r\n"),
    "a folded coding": (400, POST + b"Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n"),
    "a space before the colon": (400, POST + b"Content-Length : 3\r\n\r\nabc"),
    "a space before the first field": (400, b"GET /healthz HTTP/1.1\r\n Host: line\r\n\r\n"),
    "a bare CR": (400, GET + b"X-Long: a\rX-Short: b\r\n\r\n"),
    "a bare LF": (400, GET + b"X-Long: a\nX-Short: b\r\n\r\n"),
    "a NUL": (400, GET + b"X-Long: \x00\r\n\r\n"),
    "no Host": (400, b"GET /healthz HTTP/1.1\r\n\r\n"),
    "two Hosts": (400, GET + b"Host: other\r\n\r\n"),
    "HTTP/2": (400, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    "HTTP/2.0 in words": (505, GET.replace(b"1.1", b"2.0") + b"\r\n"),
    "TLS": (501, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"),
    "a method that nobody knows": (501, GET.replace(b"GET", b"FETCH") + b"\r\n"),
    "a tunnel": (501, b"CONNECT line:80 HTTP/1.1\r\nHost: line\r\n\r\n"),
    "a long field": (431, GET + b"X-Long: " + b"x" * LARGEST_HEAD + b"\r\n\r\n"),
    "a field without end": (431, GET + b"X-Long: " + b"x" * LARGEST_HEAD),
    "many fields": (431, GET + b"X: y\r\n" * 101 + b"\r\n"),
    "empty lines without end": (431, b"\r\n" * LARGEST_HEAD),
    # A webhook is refused with 403 whatever is wrong with it.
    "a large body": (
        403,
        POST + b"Content-Length: %d\r\nExpect: 100-continue\r\n\r\n" % (LARGEST_BODY + 1),
    ),
    "many chunks": (403, CHUNKED + b"\r\n" + b"4000\r\n%b\r\n" % (b"x" * 0x4000) * 5),
}

ANSWERED = {
    "HEAD": b"HEAD /healthz HTTP/1.1\r\nHost: line\r\n\r\n",
    "chunks with an extension and a trailer": GET
    + b"Transfer-Encoding: chunked\r\n\r\n1;a=b\r\nx\r\n0\r\nX-A: b\r\n\r\n",
    "a whole address": b"GET http://line/healthz HTTP/1.1\r\nHost: line\r\n\r\n",
    "an upgrade that is not taken": GET
    + b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AA\r\n\r\n",
    "an upgrade with a body": GET + b"Connection: Upgrade\r\nUpgrade: h2c\r\nContent-Length: 3\r\n\r\nabc",
    "an empty line first": b"\r\n" + GET + b"\r\n",
    "HTTP/1.0": b"GET /healthz HTTP/1.0\r\n\r\n",
    "pipelined": (GET + b"\r\n") * 2,
}


def answer(service: Service, sent: bytes) -> bytes:
    """All that comes until the service closes, or the first answer where it keeps the connection."""
    address = httpx.URL(service.url)
    with socket.create_connection((address.host, address.port or 80), timeout=PATIENCE) as client:
        client.sendall(sent)
        client.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: client.recv(65536), b""))


@pytest.mark.parametrize("what", REFUSED)
def test_a_request_that_could_be_misread_is_refused_and_its_connection_closed(service: Service, what: str) -> None:
    status, sent = REFUSED[what]
    received = answer(service, sent)
    assert received.startswith(b"HTTP/1.1 %d " % status), received[:200]
    assert b"\r\nConnection: close\r\n" in received
    assert received.count(b"HTTP/1.1") == 1


@pytest.mark.parametrize("what", ANSWERED)
def test_a_request_that_is_unusual_but_sound_is_answered_once(service: Service, what: str) -> None:
    received = answer(service, ANSWERED[what])
    assert received.startswith(b"HTTP/1.1 200 "), received[:200]
    assert received.count(b"HTTP/1.1") == 1


def test_head_has_the_length_of_the_body_and_no_body(service: Service) -> None:
    head, _, body = answer(service, ANSWERED["HEAD"]).partition(b"\r\n\r\n")
    assert b"content-length: 16" in head.lower()
    assert body == b""


def test_a_field_with_an_underscore_does_not_pass_for_another() -> None:
    """X_Forwarded_For and X-Forwarded-For would have one name in the application."""
    reader = Reader()
    reader.feed(GET + b"X_Forwarded_For: 127.0.0.1\r\nContent_Length: 9\r\n\r\n")
    environ = environment(reader, ("line", 80), ("192.0.2.1", 5000))
    assert "HTTP_X_FORWARDED_FOR" not in environ
    assert environ["CONTENT_LENGTH"] == "0"
