"""What operators see at `/metrics`: how often and how long, by a few fixed words; nothing of any caller or any call.

Every process of a service counts in files of its own in one folder, which the launcher empties at a start; whichever
web worker is asked adds them up. What waits in a store is read when it is asked for, so a dead worker cannot hide it.
The page is for whoever reaches the address that the service listens on: let a proxy in front pass on the other routes
only.
"""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import Blueprint, Response
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from domain.errors import Unavailable
from ivr.dialogue.context import Hint, Reason
from ivr.dialogue.events import AgentTook, CallEvent, DialEnded, HungUp, NoInput
from ivr.dialogue.states import Goodbye, Speaking, Transferring
from ivr.logs import log_event

FOLDER_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"  # read by the library when it is imported
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3, 5)  # up to a turn's budget, and what no answer may take

REQUESTS = Histogram(
    "creditline_request_seconds", "Requests by route and HTTP status.", ["route", "status"], buckets=SECONDS
)
TURNS = Counter("creditline_turns", "Turns by the state that the input was for, and its kind.", ["state", "input"])
CALLS = Counter("creditline_calls", "Calls that ended, by outcome and level of verification.", ["outcome", "level"])
TRANSFERS = Counter("creditline_transfers", "Transfers to a person by reason.", ["reason"])
ANSWERS = Counter("creditline_domain_answers", "Answers of the domain by request.", ["request", "answer"])
FORGERIES = Counter("creditline_signature_failures", "Requests that the carrier did not sign.")
DUPLICATES = Counter("creditline_duplicates_absorbed", "Requests for a turn that was over, and races that were lost.")
STORE_FAILURES = Counter("creditline_store_failures", "Questions that a store did not answer.", ["store"])
TASK_FAILURES = Counter("creditline_worker_failures", "Tasks of the background worker that failed.", ["task"])

INPUTS: Mapping[type[CallEvent], str] = {
    NoInput: "no-input",
    DialEnded: "dial-ended",
    AgentTook: "agent-took",
    HungUp: "hung-up",
}


@dataclass(frozen=True)
class Gauge:
    """`read` raises Unavailable where nobody knows; then the page goes without this number."""

    name: str
    meaning: str
    read: Callable[[], float]


def blueprint(gauges: tuple[Gauge, ...]) -> Blueprint:
    page = Blueprint("metrics", __name__)

    @page.get("/metrics")
    def metrics() -> Response:
        return Response(_counted() + generate_latest(_registry(_Read(gauges))), content_type=CONTENT_TYPE_LATEST)

    return page


def fresh_folder(data_dir: Path) -> Path:
    """Where the processes of a service that starts now count; what an earlier one counted is gone."""
    folder = data_dir / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    return folder


def count(counter: Counter, *labels: str) -> None:
    """What cannot be written is not counted: no call ends for that."""
    try:
        _counter(counter, *labels).inc()
    except OSError as error:
        log_event("not_counted", error=type(error).__name__)


def count_request(route: str, status: int, seconds: float) -> None:
    try:
        _duration(route, status).observe(seconds)
    except OSError as error:
        log_event("not_counted", error=type(error).__name__)


def count_beginning(state: Speaking) -> None:
    count(TURNS, state.tag, "began")


def count_turn(state: Speaking, event: CallEvent, following: Speaking) -> None:
    count(TURNS, state.tag, INPUTS.get(type(event)) or ("no-match" if _is_misread(following) else "keys"))
    if isinstance(following, Transferring) and not isinstance(state, Transferring):
        count(TRANSFERS, following.reason)
    if isinstance(following, Goodbye):
        count(CALLS, following.farewell, following.context.level.name.lower())


@cache
def _counter(counter: Counter, *labels: str) -> Counter:
    """Looked up once: the library's own look-up takes longer than its count."""
    return counter.labels(*labels) if labels else counter


@cache
def _duration(route: str, status: int) -> Histogram:
    return REQUESTS.labels(route, str(status))


def _is_misread(following: Speaking) -> bool:
    """The state that keys without a meaning lead to; a state that knows no such keys has no hint."""
    if isinstance(following, Transferring):
        return following.reason is Reason.NOT_UNDERSTOOD
    return getattr(following, "hint", None) is Hint.UNREADABLE


@dataclass(frozen=True)
class _Read:
    """The gauges as the library collects them."""

    gauges: tuple[Gauge, ...]

    def collect(self) -> Iterator[GaugeMetricFamily]:
        for gauge in self.gauges:
            with suppress(Unavailable):
                yield GaugeMetricFamily(gauge.name, gauge.meaning, gauge.read())


def _registry(read: _Read) -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(read)
    return registry


def _counted() -> bytes:
    """By all processes where they share a folder, else by this one."""
    if FOLDER_VARIABLE not in os.environ:
        return generate_latest(REGISTRY)
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call] # the library has no types for it
    return generate_latest(registry)
