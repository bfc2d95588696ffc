"""What a web worker finds in its stores every two seconds, wired, and the numbers that it shows of that."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.ports import Clock
from ivr.config import Settings
from ivr.health import Readiness
from ivr.looks import LastAnswer, Looks
from ivr.metrics_page import Gauge
from ivr.parts import Parts
from ivr.readiness import readiness
from storage.breaker import Breaker
from storage.outbox import Backlog, backlog


@dataclass(frozen=True)
class Seen:
    ready: Readiness
    outbox: LastAnswer[Backlog]
    events: LastAnswer[int]

    def looks(self) -> Looks:
        return Looks((self.ready.look, self.outbox.look, self.events.look))


def seen(settings: Settings, shared: Parts) -> Seen:
    asked = Breaker()

    def of_outbox() -> Backlog:
        with asked.guarding():
            return backlog(shared.engine, shared.clock.now())

    return Seen(readiness(settings, shared, asked), LastAnswer(of_outbox), LastAnswer(shared.sessions.backlog))


def gauges(clock: Clock, found: Seen) -> tuple[Gauge, ...]:
    def oldest_message() -> float:
        oldest = found.outbox.last().oldest
        return (clock.now() - oldest).total_seconds() if oldest else 0

    def passed() -> Mapping[str, float]:
        return {check: float(not reason) for check, reason in found.ready.reasons().items()}

    return (
        Gauge("creditline_ready", "Whether each check of /readyz has passed: 1, or 0.", passed, label="check"),
        Gauge("creditline_outbox_waiting", "Messages to be handed over.", lambda: found.outbox.last().waiting),
        Gauge("creditline_outbox_oldest_seconds", "How long the oldest of them has waited.", oldest_message),
        Gauge("creditline_outbox_kept", "Messages that a person is to decide about.", lambda: found.outbox.last().kept),
        Gauge("creditline_event_log_waiting", "Events of calls to be drained to SQL.", found.events.last),
    )
