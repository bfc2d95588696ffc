"""How long a client may take: five seconds for a header, five for a body, fifteen between two requests."""

import socket
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.service import Service

HEAD = b"GET /healthz HTTP/1.1\r\nHost: line\r\n\r\n"
POST = b"POST /voice/incoming HTTP/1.1\r\nHost: line\r\nContent-Length: 10\r\n\r\n"
PATIENCE = 20.0
SLACK = 2.0  # seconds, for a busy machine


def dialled(service: Service) -> socket.socket:
    address = httpx.URL(service.url)
    return socket.create_connection((address.host, address.port or 80), timeout=PATIENCE)


def until_closed(client: socket.socket) -> tuple[bytes, float]:
    """All that came until the end, and the seconds until then."""
    begun = time.monotonic()
    with client:
        received = b"".join(iter(lambda: client.recv(4096), b""))
    return received, time.monotonic() - begun


def silent(service: Service) -> tuple[bytes, float]:
    return until_closed(dialled(service))


def half_a_header(service: Service) -> tuple[bytes, float]:
    client = dialled(service)
    client.sendall(HEAD[:20])
    return until_closed(client)


def a_late_body(service: Service) -> tuple[bytes, float]:
    client = dialled(service)
    client.sendall(POST + b"x")
    return until_closed(client)


def idle(service: Service) -> tuple[bytes, float]:
    client = dialled(service)
    client.sendall(HEAD)
    client.recv(4096)
    return until_closed(client)


def test_whoever_keeps_the_line_waiting_is_closed_in_time(service: Service) -> None:
    with ThreadPoolExecutor() as clients:
        kinds = (silent, half_a_header, a_late_body, idle)
        ended = dict(zip(kinds, clients.map(lambda kind: kind(service), kinds), strict=True))
    for kind, seconds in {silent: 5, half_a_header: 5, a_late_body: 5, idle: 15}.items():
        assert seconds - 0.5 < ended[kind][1] < seconds + SLACK, kind
    assert ended[silent][0] == b""
    assert ended[half_a_header][0].startswith(b"HTTP/1.1 408 ")
    assert ended[a_late_body][0].startswith(b"HTTP/1.1 408 ")


@pytest.mark.parametrize("pause", [1, 6])
def test_a_connection_that_is_kept_serves_again_after_a_pause(service: Service, pause: int) -> None:
    """A proxy's: longer than a header may take, shorter than the idle time."""
    with dialled(service) as client:
        for _ in range(2):
            client.sendall(HEAD)
            assert client.recv(4096).startswith(b"HTTP/1.1 200 ")
            client.settimeout(pause)
            with pytest.raises(TimeoutError):
                client.recv(1)
            client.settimeout(PATIENCE)
