"""A proxy between the service and a store that does to what passes what networks do; chosen by a seeded RNG."""

import asyncio
from asyncio import StreamReader, StreamWriter
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager, suppress
from enum import Enum, auto
from pathlib import Path
from random import Random
from threading import Thread
from typing import Any, TypeVar

CHUNK = 64 * 1024
DELAYS = (0.01, 2.5)  # seconds: from what nobody notices to more than any budget


T = TypeVar("T")


class Fault(Enum):
    DELAY = auto()
    RESET = auto()
    BLACK_HOLE = auto()  # the connection stays, and nothing comes through it any more, either way
    HALF_CLOSE = auto()  # one direction ends, the other stays open


class Proxy:
    """Between unix sockets. `rate`: how many of the chunks that pass meet a fault, from 0 to 1."""

    def __init__(self, listens_at: Path, leads_to: Path, seed: int) -> None:
        self.rate = 0.0
        self.met: list[Fault] = []
        self._listens_at, self._leads_to = listens_at, leads_to
        self._random = Random(seed)  # noqa: S311 - no secret hangs on it
        self._is_down = False
        self._open: set[StreamWriter] = set()
        self._loop = asyncio.new_event_loop()

    @contextmanager
    def running(self) -> Iterator["Proxy"]:
        thread = Thread(target=self._loop.run_forever)
        thread.start()
        server = self._call(asyncio.start_unix_server(self._serve, self._listens_at))
        self._listens_at.chmod(0o777)
        try:
            yield self
        finally:
            self._call(self._end(server))
            self._loop.call_soon_threadsafe(self._loop.stop)
            thread.join()
            self._loop.close()

    @contextmanager
    def down(self) -> Iterator[None]:
        """As if nobody were behind it: every connection is cut, and new ones at once."""
        self._is_down = True
        self._call(self._cut())
        try:
            yield
        finally:
            self._is_down = False

    def _call(self, coroutine: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result()

    async def _end(self, server: asyncio.Server) -> None:
        server.close()
        await self._cut()
        while self._open:
            await asyncio.sleep(0)

    async def _cut(self) -> None:
        for writer in self._open:
            writer.transport.abort()

    async def _serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        if self._is_down:
            writer.transport.abort()
            return
        beyond_reader, beyond_writer = await asyncio.open_unix_connection(self._leads_to)
        pair, silent = {writer, beyond_writer}, set[StreamWriter]()
        self._open |= pair
        there = self._pump(reader, beyond_writer, pair, silent)
        back = self._pump(beyond_reader, writer, pair, silent)
        await asyncio.gather(there, back)
        self._open -= pair

    async def _pump(
        self, source: StreamReader, sink: StreamWriter, pair: set[StreamWriter], silent: set[StreamWriter]
    ) -> None:
        """Until the source ends. Nothing is written to those that are `silent`."""
        with suppress(ConnectionError):
            while chunk := await source.read(CHUNK):
                if fault := self._next_fault():
                    await self._inflict(fault, sink, pair, silent)
                if sink not in silent:
                    sink.write(chunk)
        sink.close()

    async def _inflict(
        self, fault: Fault, sink: StreamWriter, pair: set[StreamWriter], silent: set[StreamWriter]
    ) -> None:
        match fault:
            case Fault.DELAY:
                await asyncio.sleep(self._random.uniform(*DELAYS))
            case Fault.RESET:
                silent |= pair
                for end in pair:
                    end.transport.abort()
            case Fault.BLACK_HOLE:
                silent |= pair
            case Fault.HALF_CLOSE if sink not in silent:
                silent.add(sink)
                sink.write_eof()

    def _next_fault(self) -> Fault | None:
        if self._random.random() >= self.rate:
            return None
        self.met.append(self._random.choice(list(Fault)))
        return self.met[-1]
