"""The open connections of a web worker: how many there may be, and how long each may keep us waiting."""

import asyncio
import time
from typing import Protocol

SLOW_READERS = 16  # answers above the socket's buffer are pages of the API's documentation, 1.5 MB at most
LAST_CHANCE = 0.5  # seconds for a request that is on its way while the service stops


class Waiting(Protocol):
    @property
    def has_begun(self) -> bool: ...
    def expire(self) -> None: ...
    def abort(self) -> None: ...


class Connections:
    """Connections whose request is being answered stay. Of those that wait for their client, each has a deadline,
    and above the cap the one that has waited longest is closed."""

    def __init__(self, cap: int) -> None:
        self._cap = cap
        self._open: set[Waiting] = set()
        self._deadlines: dict[Waiting, float] = {}  # in the order in which they began to wait
        self._slow: dict[Waiting, None] = {}

    def enter(self, connection: Waiting) -> None:
        self._open.add(connection)

    def leave(self, connection: Waiting) -> None:
        self._open.discard(connection)
        self._deadlines.pop(connection, None)
        self._slow.pop(connection, None)

    def wait(self, connection: Waiting, seconds: float) -> None:
        """Begin to wait for this client, no longer than so many seconds."""
        self._deadlines.pop(connection, None)
        self._deadlines[connection] = time.monotonic() + seconds
        if len(self._open) > self._cap:
            next(iter(self._deadlines)).abort()

    def serve(self, connection: Waiting) -> None:
        self._deadlines.pop(connection, None)

    def write_slowly(self, connection: Waiting) -> None:
        """Hold this client's answer in memory until it reads; a few clients may have us do that."""
        self._slow[connection] = None
        if len(self._slow) > SLOW_READERS:
            next(iter(self._slow)).abort()

    def write_on(self, connection: Waiting) -> None:
        self._slow.pop(connection, None)

    def close_late(self) -> None:
        now = time.monotonic()
        for connection in [one for one, deadline in self._deadlines.items() if deadline <= now]:
            connection.expire()

    async def drain(self, seconds: float) -> None:
        """Let requests that have begun be answered, and whoever sends none go."""
        for connection in [one for one in self._deadlines if not one.has_begun]:
            self.wait(connection, LAST_CHANCE)
        deadline = time.monotonic() + seconds
        while self._open and time.monotonic() < deadline:
            self.close_late()
            await asyncio.sleep(LAST_CHANCE / 10)
