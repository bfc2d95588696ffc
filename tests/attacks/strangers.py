"""Clients that want nothing but a place: they connect, say little or nothing, and come again when they are closed."""

import asyncio
import multiprocessing
import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.synchronize import Event

POST = b"POST /voice/incoming HTTP/1.1\r\nHost: line\r\nContent-Type: application/x-www-form-urlencoded\r\n"
PAUSE = 1.0  # seconds between two bytes of one stranger
RETURNS = 500  # connections a second, of those that were closed and come again
WAVE = 100  # that connect together
PATIENCE = 60.0  # seconds until all have connected once


@dataclass(frozen=True)
class Kind:
    """`opening` is sent at once, `drip` each second; `leaves` closes after the opening and comes again."""

    opening: bytes = b""
    drip: bytes = b""
    leaves: bool = False


def _frame(kind: int, flags: int, stream: int, payload: bytes) -> bytes:
    """RFC 9113, 4.1."""
    return struct.pack("!I", len(payload))[1:] + struct.pack("!BBI", kind, flags, stream) + payload


def _leftovers() -> bytes:
    """A POST over HTTP/2 with one byte of the body that it announces. Field names by RFC 7541, A."""
    path, form = b"/voice/incoming", b"application/x-www-form-urlencoded"
    method_and_scheme, authority, length = b"\x83\x86", b"\x01\x04line", b"\x0f\x0d\x041000"
    head = method_and_scheme + b"\x04" + bytes([len(path)]) + path + authority + length
    head += b"\x0f\x10" + bytes([len(form)]) + form
    settings, headers, data, end_of_headers = 4, 1, 0, 4
    return (
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
        + _frame(settings, 0, 0, b"")
        + _frame(headers, end_of_headers, 1, head)
        + _frame(data, 0, 1, b"x")
    )


KINDS = {
    "silent": Kind(),
    "half a header": Kind(POST + b"X-Long: ", b"x"),
    "trickling body": Kind(POST + b"Content-Length: 1000\r\n\r\n", b"x"),
    "chunked": Kind(POST + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
    "HTTP/2 leftovers": Kind(_leftovers(), leaves=True),
    "idle": Kind(b"GET /healthz HTTP/1.1\r\nHost: line\r\n\r\n"),
    "unread answers": Kind(b"GET /openapi/openapi.json HTTP/1.1\r\nHost: line\r\n\r\n", b"GET /"),
}


@contextmanager
def strangers(kind: str, count: int, host: str, port: int) -> Iterator[bool]:
    """So many of one kind, from a process of their own; inside they go on. Yields whether all have connected."""
    context = multiprocessing.get_context("spawn")
    there = context.Event()
    process = context.Process(target=_run, args=(kind, count, host, port, there), daemon=True)
    process.start()
    try:
        yield there.wait(PATIENCE)
    finally:
        process.kill()
        process.join()


def _run(kind: str, count: int, host: str, port: int, there: Event) -> None:
    asyncio.run(_come(KINDS[kind], count, host, port, there))


async def _come(kind: Kind, count: int, host: str, port: int, there: Event) -> None:
    staying: list[asyncio.Task[None]] = []
    while len(staying) < count:
        arrived = [asyncio.Event() for _ in range(min(WAVE, count - len(staying)))]
        staying += [asyncio.create_task(_stay(kind, host, port, event, count / RETURNS)) for event in arrived]
        await asyncio.gather(*(event.wait() for event in arrived))
    there.set()
    await asyncio.gather(*staying)


async def _stay(kind: Kind, host: str, port: int, arrived: asyncio.Event, absence: float) -> None:
    while True:
        with suppress(OSError):
            await _visit(kind, host, port, arrived)
        await asyncio.sleep(absence)


async def _visit(kind: Kind, host: str, port: int, arrived: asyncio.Event) -> None:
    try:
        _, writer = await asyncio.wait_for(asyncio.open_connection(host, port, limit=1), PATIENCE / 10)
    finally:
        arrived.set()  # or was turned away
    try:
        writer.write(kind.opening)
        while not kind.leaves and not writer.transport.is_closing():
            await asyncio.sleep(PAUSE)
            writer.write(kind.drip)
    finally:
        writer.close()
