"""Calls by many callers at once, from one process that waits for all of its sockets together."""

import selectors
import time
from array import array
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import cast

from ivr.phone.line import Line
from tests.bench.call import Call, Post, WrongAnswer
from tests.bench.connection import Connection

CALLERS = 16  # at once: both workers always have something to do
REPORT = "/voice/status"


@dataclass
class Played:
    """What came of a round. `latencies`: seconds of each turn answered in time; `turns`, `failed`: of all calls."""

    seconds: float
    latencies: "array[float]" = field(default_factory=lambda: array("d"))
    calls: int = 0
    failed: int = 0
    turns: int = 0


@dataclass
class _Caller:
    connection: Connection
    call: Call
    sent_at: float = 0.0
    path: str = ""


def traffic(line: Line, new_call: Callable[[], Call], seconds: float) -> Played:
    """As many calls as can be made in so many seconds; those that have begun are played to their end."""
    return _Exchange(line, new_call, Played(seconds)).run()


@dataclass
class _Exchange:
    line: Line
    new_call: Callable[[], Call]
    played: Played
    selector: selectors.BaseSelector = field(default_factory=selectors.DefaultSelector)

    def run(self) -> Played:
        self.deadline = time.perf_counter() + self.played.seconds
        for _ in range(CALLERS):
            self._dial()
        while self.selector.get_map():
            for key, _ in self.selector.select():
                self._receive(cast(_Caller, key.data))
        self.selector.close()
        return self.played

    def _dial(self) -> None:
        """Each call on a connection of its own, which goes to the worker that is free."""
        caller = _Caller(Connection(self.line), self.new_call())
        self.selector.register(caller.connection.socket, selectors.EVENT_READ, caller)
        self._send(caller, next(caller.call))

    def _send(self, caller: _Caller, post: Post) -> None:
        caller.path = post.path
        caller.sent_at = time.perf_counter()
        caller.connection.send(post)

    def _receive(self, caller: _Caller) -> None:
        answer = caller.connection.receive()
        if answer is None:
            return
        self._note(caller, time.perf_counter())
        try:
            self._send(caller, caller.call.send(answer))
        except StopIteration:
            self._hang_up(caller, finished=True)
        except WrongAnswer:
            self.played.failed += 1
            self._hang_up(caller, finished=False)

    def _note(self, caller: _Caller, now: float) -> None:
        if caller.path == REPORT:  # answered without a document: part of a call's cost, but no turn
            return
        self.played.turns += 1
        if now < self.deadline:
            self.played.latencies.append(now - caller.sent_at)

    def _hang_up(self, caller: _Caller, *, finished: bool) -> None:
        self.selector.unregister(caller.connection.socket)
        caller.connection.close()
        if time.perf_counter() < self.deadline:
            self.played.calls += finished
            self._dial()
