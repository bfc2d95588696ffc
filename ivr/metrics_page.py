"""What operators see at `/metrics`: how often and how long, by a few fixed words; nothing of any caller or any call.

Every process of a service counts in files of its own in one folder, which the launcher empties at a start; whichever
web worker is asked adds them up. What waits in a store is read when it is asked for, so a dead worker cannot hide it.
The page is for whoever reaches the address that the service listens on: let a proxy in front pass on the other routes
only.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from flask import Blueprint, Response
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from domain.errors import Unavailable
from ivr.metrics_folder import FOLDER_VARIABLE


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
