"""Many calls at once, from one process that waits for all of its sockets together."""

import selectors
import time
from abc import ABC, abstractmethod
from array import array
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import chain, count
from typing import cast

from ivr.phone.line import Line
from tests.bench.call import REPORT, Answer, Call, Post, WrongAnswer
from tests.bench.connection import Connection

LOOK_AGAIN = 0.05  # seconds until a caller looks again for a text message
CUT_OFF = Answer(0, b"")


@dataclass
class Played:
    """What came of it. `latencies`: seconds of the turns that count, by what they asked for, for `seconds` seconds.

    `turns`, `failed`: of all calls. `cpu`: seconds that it took this process.
    """

    seconds: float
    latencies: "dict[str, array[float]]" = field(default_factory=dict)
    calls: int = 0
    failed: int = 0
    turns: int = 0
    cpu: float = 0.0

    @property
    def all_latencies(self) -> list[float]:
        return list(chain.from_iterable(self.latencies.values()))


@dataclass
class Caller:
    """`post` is due at `due`; none: the caller waits for a text message."""

    call: Call
    post: Post | None
    due: float
    connection: Connection | None = None
    sent_at: float = 0.0


class Exchange(ABC):
    """Plays calls. When they begin and go on, and which turns count, is its subclasses' to say."""

    keeps_connections = True

    def __init__(self, line: Line, new_call: Callable[[], Call], seconds: float) -> None:
        self.played = Played(seconds)
        self.in_flight = 0
        self._line, self._new_call = line, new_call
        self._selector = selectors.DefaultSelector()
        self._agenda: list[tuple[float, int, Caller]] = []
        self._order = count()
        self._latencies: defaultdict[str, array[float]] = defaultdict(lambda: array("d"))

    def run(self) -> Played:
        cpu = time.process_time()
        while self.goes_on(now := time.perf_counter()):
            self.send_due(now)
            for key, _ in self._selector.select(self.patience(time.perf_counter())):
                self._receive(cast(Caller, key.data))
        self._leave()
        self.played.latencies = dict(self._latencies)
        self.played.cpu = time.process_time() - cpu
        return self.played

    @abstractmethod
    def goes_on(self, now: float) -> bool: ...

    @abstractmethod
    def send_due(self, now: float) -> None: ...

    @abstractmethod
    def patience(self, now: float) -> float | None:
        """Seconds to wait for an answer; None: for as long as it takes."""

    @abstractmethod
    def counts(self, caller: Caller, now: float) -> bool: ...

    def begun_at(self, caller: Caller) -> float:
        """From when a turn's time is counted."""
        return caller.sent_at

    def pause(self) -> float:
        """Seconds from an answer to the caller's next request."""
        return 0.0

    def dial(self, due: float) -> None:
        call = self._new_call()
        self._enter(Caller(call, next(call), due))

    def next_due(self) -> float | None:
        return self._agenda[0][0] if self._agenda else None

    def take_up(self, now: float) -> None:
        """The caller whose time comes first."""
        caller = heappop(self._agenda)[2]
        if caller.post is None:
            self._go_on(caller, None, now, caller.due)
        else:
            self._send(caller, caller.post)

    def _note(self, caller: Caller, now: float) -> None:
        """The report of the end is answered without a document: part of a call's cost, but no turn."""
        if caller.post and caller.post.part != REPORT:
            self.played.turns += 1
            if self.counts(caller, now):
                self._latencies[caller.post.part].append(now - self.begun_at(caller))

    def _disconnect(self, caller: Caller) -> None:
        if caller.connection:
            caller.connection.reset()
            caller.connection = None

    def _leave(self) -> None:
        """What is not answered yet has taken this long at least."""
        now = time.perf_counter()
        for key in self._selector.get_map().values():
            self._note(cast(Caller, key.data), now)
            self._disconnect(cast(Caller, key.data))
        self._selector.close()

    def _enter(self, caller: Caller) -> None:
        heappush(self._agenda, (caller.due, next(self._order), caller))

    def _send(self, caller: Caller, post: Post) -> None:
        """On a connection of the call's own, which goes to the worker that is free."""
        caller.connection = caller.connection or Connection(self._line)
        self._selector.register(caller.connection.socket, selectors.EVENT_READ, caller)
        self.in_flight += 1
        caller.sent_at = time.perf_counter()
        with suppress(ConnectionError):  # to be met again when its answer is read
            caller.connection.send(post)

    def _receive(self, caller: Caller) -> None:
        assert caller.connection
        try:
            answer = caller.connection.receive()
        except ConnectionError:
            answer = CUT_OFF
        if answer is None:
            return
        self._selector.unregister(caller.connection.socket)
        self.in_flight -= 1
        now = time.perf_counter()
        if answer is not CUT_OFF:
            self._note(caller, now)
        if not self.keeps_connections:
            self._disconnect(caller)
        self._go_on(caller, answer, now, now + self.pause())

    def _go_on(self, caller: Caller, answer: Answer | None, now: float, due: float) -> None:
        """`due`: when the next request is, at the earliest."""
        try:
            caller.post = caller.call.send(answer)
        except StopIteration:
            self.played.calls += self.counts(caller, now)
            self._disconnect(caller)
        except WrongAnswer:
            self.played.failed += 1
            self._disconnect(caller)
        else:
            caller.due = max(due, now) if caller.post else max(due, now + LOOK_AGAIN)
            self._enter(caller)
