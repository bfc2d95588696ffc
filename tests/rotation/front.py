"""A front as an operator's: it passes connections to the instances that are in, one after another."""

import asyncio
from asyncio import StreamReader, StreamWriter
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread
from typing import Self

from tests.service import until

CHUNK = 64 * 1024


class Front:
    """Listens on a port of this machine. Each request has a connection of its own, and so an instance of its own."""

    def __init__(self) -> None:
        self._ports: list[int] = []
        self._passing = Counter[int]()
        self._loop = asyncio.new_event_loop()

    @contextmanager
    def running(self) -> Iterator[Self]:
        thread = Thread(target=self._loop.run_forever)
        thread.start()
        server = asyncio.run_coroutine_threadsafe(
            asyncio.start_server(self._serve, "127.0.0.1", 0), self._loop
        ).result()
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        try:
            yield self
        finally:
            self._loop.call_soon_threadsafe(server.close)
            self._loop.call_soon_threadsafe(self._loop.stop)
            thread.join()
            self._loop.close()

    def let_in(self, port: int) -> None:
        self._ports.append(port)

    def take_out(self, port: int) -> None:
        """Return once nothing is passed to it any more."""
        self._ports.remove(port)
        until(lambda: not self._passing[port])

    async def _serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        self._ports.append(port := self._ports.pop(0))
        self._passing[port] += 1
        try:
            beyond_reader, beyond_writer = await asyncio.open_connection("127.0.0.1", port)
            await asyncio.gather(pump(reader, beyond_writer), pump(beyond_reader, writer))
        finally:
            self._passing[port] -= 1


async def pump(source: StreamReader, sink: StreamWriter) -> None:
    with suppress(ConnectionError):
        while chunk := await source.read(CHUNK):
            sink.write(chunk)
    sink.close()
