"""What a thread of its own finds in the stores, so that nobody who asks for it waits for them."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Generic, TypeVar

from domain.errors import Unavailable
from ivr.tasks import Seldom, repeat

EVERY = 2.0  # seconds between the beginnings of two looks
LATE = 10.0  # seconds; what was found longer ago is no longer believed
THREAD = "looks"
FIRST = 1.0  # seconds that a web worker waits for the first look to end

T = TypeVar("T")


@dataclass
class LastAnswer(Generic[T]):
    """The last answer to `ask`, which raises Unavailable where a store does not answer."""

    ask: Callable[[], T]
    clock: Callable[[], float] = time.monotonic
    _found: tuple[T, float] | None = None

    def look(self) -> None:
        try:
            self._found = self.ask(), self.clock()
        except Unavailable:
            self._found = None

    def last(self) -> T:
        """Raises Unavailable where nobody knows any more."""
        found = self._found
        if found is None or self.clock() - found[1] > LATE:
            raise Unavailable("this was not found out lately")
        return found[0]


@dataclass
class Looks:
    """Looks that follow each other, in a thread of their own: a store that hangs holds that one alone."""

    every: tuple[Callable[[], object], ...]
    _first: Event = field(default_factory=Event)

    def look(self) -> None:
        for look in self.every:
            look()
        self._first.set()

    def begin(self, stop: Event) -> None:
        """Look at once and every two seconds until `stop`. Wait for the end of the first look, but not for long."""
        tasks = {"look": Seldom(self.look, EVERY)}
        Thread(target=repeat, args=(tasks, stop), name=THREAD, daemon=True).start()
        self._first.wait(FIRST)
