"""What operators see at `/metrics`: how often and how long, by a few fixed words; nothing of any caller or any call.

Whichever web worker is asked adds up what all processes of the service have counted, itself by now and the others a
second ago. What waits in a store is what the web worker has found there itself, so a dead worker cannot hide it; the
page waits for no store, as it is wanted most when one hangs.
The page is for whoever reaches the address that the service listens on: let a proxy in front pass on the other routes
only.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import accumulate

from flask import Blueprint, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.registry import Collector

from domain.errors import Unavailable
from ivr.counts import METRICS, Counter, Histogram, Words
from ivr.metrics_folder import counted_by_all


@dataclass(frozen=True)
class Gauge:
    """`read` raises Unavailable where nobody knows; then the page goes without this number.

    With a `label` it reads several numbers, each by its word.
    """

    name: str
    meaning: str
    read: Callable[[], float | Mapping[str, float]]
    label: str = ""


def blueprint(gauges: tuple[Gauge, ...]) -> Blueprint:
    page = Blueprint("metrics", __name__)

    @page.get("/metrics")
    def metrics() -> Response:
        shown = b"".join(generate_latest(registry_of(part)) for part in (Counted(), _Read(gauges)))
        return Response(shown, content_type=CONTENT_TYPE_LATEST)

    return page


@dataclass(frozen=True)
class _Read(Collector):
    """The gauges as the library collects them."""

    gauges: tuple[Gauge, ...]

    def collect(self) -> Iterator[GaugeMetricFamily]:
        for gauge in self.gauges:
            with suppress(Unavailable):
                yield _family(gauge, gauge.read())


def _family(gauge: Gauge, read: float | Mapping[str, float]) -> GaugeMetricFamily:
    if not isinstance(read, Mapping):
        return GaugeMetricFamily(gauge.name, gauge.meaning, read)
    family = GaugeMetricFamily(gauge.name, gauge.meaning, labels=[gauge.label])
    for word, number in read.items():
        family.add_metric([word], number)
    return family


class Counted(Collector):
    """All that has been counted, as the library collects it."""

    def collect(self) -> Iterator[CounterMetricFamily | HistogramMetricFamily]:
        counted = counted_by_all()
        for metric in METRICS:
            rows = {words: row for (name, words), row in counted.items() if name == metric.name}
            if not metric.labels:
                rows.setdefault((), [0.0] * metric.size)
            yield _counter(metric, rows) if isinstance(metric, Counter) else _histogram(metric, rows)


def _counter(metric: Counter, rows: Mapping[Words, Sequence[float]]) -> CounterMetricFamily:
    family = CounterMetricFamily(metric.name, metric.meaning, labels=metric.labels)
    for words, row in rows.items():
        family.add_metric(words, row[0])
    return family


def _histogram(metric: Histogram, rows: Mapping[Words, Sequence[float]]) -> HistogramMetricFamily:
    family = HistogramMetricFamily(metric.name, metric.meaning, labels=metric.labels)
    bounds = [*(str(float(bound)) for bound in metric.bounds), "+Inf"]
    for words, row in rows.items():
        family.add_metric(words, list(zip(bounds, accumulate(row[:-1]), strict=True)), row[-1])
    return family


def registry_of(collector: Collector) -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(collector)
    return registry
