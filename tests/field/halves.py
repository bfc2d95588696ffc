"""Strangers who send half of the body that they promise, until the proxy has noticed."""

import socket
import struct
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from ssl import SSLSocket

import httpx

from ivr.phone import http
from tests.field.proxies import Proxy
from tests.service import PATIENCE

HEADER, HALF = ("content-length", "100"), b"x" * 50
PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"  # RFC 9113, 3.4
DATA, HEADERS, SETTINGS = 0, 1, 4
END_STREAM, END_HEADERS = 1, 4


def over_http_1(proxy: Proxy) -> None:
    with _connected(proxy, "http/1.1") as stranger:
        head = f"POST /voice/incoming HTTP/1.1\r\nHost: 127.0.0.1\r\n{': '.join(HEADER)}\r\n\r\n"
        stranger.sendall(head.encode() + HALF)
        stranger.shutdown(socket.SHUT_WR)
        while stranger.recv(4096):
            pass


def over_http_2(proxy: Proxy) -> None:
    """Where the proxy speaks it. The connection stays, so the request is not given up."""
    with _connected(proxy, "h2", "http/1.1") as stranger:
        if stranger.selected_alpn_protocol() != "h2":
            return
        asked = [(":method", "POST"), (":scheme", "https"), (":authority", "127.0.0.1"), (":path", "/voice/incoming")]
        stranger.sendall(PREFACE + _frame(SETTINGS, 0, 0, b""))
        stranger.sendall(
            _frame(HEADERS, END_HEADERS, 1, _literal([*asked, HEADER])) + _frame(DATA, END_STREAM, 1, HALF)
        )
        while _kind(stranger) != (HEADERS, 1):
            pass


STRANGERS: Sequence[Callable[[Proxy], None]] = (over_http_1, over_http_2)


@contextmanager
def _connected(proxy: Proxy, *protocols: str) -> Iterator[SSLSocket]:
    address, context = httpx.URL(proxy.url), http._tls()
    context.set_alpn_protocols([*protocols])
    with (
        socket.create_connection((address.host, address.port or 443), timeout=PATIENCE) as connection,
        context.wrap_socket(connection, server_hostname=address.host) as stranger,
    ):
        yield stranger


def _frame(kind: int, flags: int, stream: int, content: bytes) -> bytes:
    return struct.pack("!I", len(content))[1:] + struct.pack("!BBI", kind, flags, stream) + content


def _literal(fields: Sequence[tuple[str, str]]) -> bytes:
    """Fields without the table of names; RFC 7541, 6.2.2."""
    return b"".join(b"\0" + bytes([len(name)]) + name.encode() + bytes([len(of)]) + of.encode() for name, of in fields)


def _kind(stranger: SSLSocket) -> tuple[int, int]:
    """Read a frame, and return its kind and stream."""
    with_length = stranger.recv(9)
    assert len(with_length) == 9, "the connection has ended"
    length = int.from_bytes(with_length[:3])
    while length:
        length -= len(stranger.recv(length))
    return with_length[3], int.from_bytes(with_length[5:])
