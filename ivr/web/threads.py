"""The threads of a web worker. They get whole requests only, so only our own work can hold one."""

import asyncio
import threading
import time
from collections.abc import Callable
from queue import SimpleQueue

STUCK = 20.0  # seconds on one request; a turn takes 3 at most


class Threads:
    """`run` calls in one of `count` threads, and hands what they return to the event loop."""

    def __init__(self, count: int, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._waiting: SimpleQueue[tuple[Callable[[], bytes], Callable[[bytes], None]]] = SimpleQueue()
        self._since: list[float | None] = [None] * count
        for number in range(count):
            threading.Thread(target=self._work, args=(number,), daemon=True).start()

    def run(self, call: Callable[[], bytes], deliver: Callable[[bytes], None]) -> None:
        self._waiting.put((call, deliver))

    def make_progress(self, patience: float = STUCK) -> bool:
        """Whether one at least is free or has begun its request lately. Many requests alone never stop that."""
        now = time.monotonic()
        return any(since is None or now - since < patience for since in self._since)

    def _work(self, number: int) -> None:
        while True:
            call, deliver = self._waiting.get()
            self._since[number] = time.monotonic()
            answer = call()
            self._since[number] = None
            self._loop.call_soon_threadsafe(deliver, answer)
