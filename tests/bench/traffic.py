"""A closed loop: so many requests are always under way, as fast as they are answered."""

import time
from collections.abc import Callable

from ivr.phone.line import Line
from tests.bench.call import Call
from tests.bench.exchange import Caller, Exchange, Played

AT_ONCE = 16  # requests: both workers always have something to do


def traffic(line: Line, new_call: Callable[[], Call], seconds: float) -> Played:
    """As many calls as can be made in so many seconds; those that have begun are played to their end."""
    return ClosedLoop(line, new_call, seconds).run()


class ClosedLoop(Exchange):
    """Somebody who waits for a text message is no load: another calls meanwhile."""

    def __init__(self, line: Line, new_call: Callable[[], Call], seconds: float) -> None:
        super().__init__(line, new_call, seconds)
        self._deadline = time.perf_counter() + seconds

    def goes_on(self, now: float) -> bool:
        return bool(self.in_flight) or self.next_due() is not None or now < self._deadline

    def send_due(self, now: float) -> None:
        while self.in_flight < AT_ONCE:
            due = self.next_due()
            if due is not None and due <= now:
                self.take_up(now)
            elif now < self._deadline:
                self.dial(now)
            else:
                break

    def patience(self, now: float) -> float | None:
        due = self.next_due()
        return None if due is None or self.in_flight == AT_ONCE else max(0.0, due - now)

    def counts(self, caller: Caller, now: float) -> bool:  # noqa: ARG002 - the same for all
        return now < self._deadline
