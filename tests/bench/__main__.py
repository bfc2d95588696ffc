"""`make bench`: measure, print, and keep the figures for the next time. Linux only; five minutes a database."""

import json
import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import click

from tests.bench import open_report, report
from tests.bench.open_loop import OpenRounds
from tests.bench.rounds import Traffic
from tests.bench.targets import SERVICE, Bench, running
from tests.bench.timing import area_under_curve, timings
from tests.postgres import running_postgres

BACKENDS = ("sqlite", "postgresql")
KEPT = Path(".creditline/bench")


@click.command()
@click.option("--database", "backends", type=click.Choice(BACKENDS), multiple=True, default=BACKENDS, show_default=True)
@click.option("--keep", "folder", type=click.Path(file_okay=False, path_type=Path), default=KEPT, show_default=True)
def main(backends: tuple[str, ...], folder: Path) -> None:
    """Whole calls against the service and its yardsticks, on each database."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = sorted(folder.glob("*.json"))
    before = json.loads(kept[-1].read_text()) if kept else {}
    found = {}
    for backend in backends:
        found[backend] = _measure(backend)
        _print(backend, found[backend], before.get(backend, {}).get("medians", {}))
    file = folder / f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}.json"
    file.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n")
    click.echo(f"\nkept in {file}" + (f", compared with {kept[-1]}" if kept else ""))


@contextmanager
def _running(backend: str, folder: Path) -> Iterator[Bench]:
    """SQLite is a file of the service's own."""
    if backend == "sqlite":
        with running(folder) as bench:
            yield bench
        return
    with (
        running_postgres(durable=True) as server,
        server.database() as name,
        running(folder, server.url(name)) as bench,
    ):
        yield replace(bench, shared={**bench.shared, "PostgreSQL": server.pid})


def _measure(backend: str) -> dict[str, Any]:
    load = os.getloadavg()[0]
    click.echo(f"measuring on {backend} …")
    context = multiprocessing.get_context("spawn")
    with (
        TemporaryDirectory(prefix="bench-") as name,
        ProcessPoolExecutor(1, mp_context=context) as generator,
        _running(backend, Path(name) / "service") as bench,
    ):
        measured = Traffic(bench, generator).measured()
        known, unknown = generator.submit(timings, bench.service.line).result()
        rate = median(pair[SERVICE][report.SPEED] for pairs in measured.values() for pair in pairs)
        open_rounds = OpenRounds(bench.service, generator, rate)
        open_loop = {"calls/s": open_rounds.arrival_rate, "waits": open_rounds.waits()}
        carried = open_rounds.carried()
    return {
        "machine": {"cores": os.cpu_count(), "load at start": load},
        "rounds": measured,
        "medians": report.medians(measured),
        "auc": area_under_curve(known, unknown),
        "open loop": open_loop,
        "carried": carried,
    }


def _print(backend: str, found: dict[str, Any], before: dict[str, dict[str, float]]) -> None:
    pairs = len(found["rounds"]["constant"])
    click.echo(f"\n{backend}: medians (ranges) of {pairs} pairs of rounds with each yardstick\n")
    click.echo("\n".join(report.tables(found["rounds"])))
    machine = found["machine"]
    click.echo(
        f"\n{machine['cores']} cores, load {machine['load at start']:.2f} at the start; {report.noise(found['rounds'])}"
    )
    arrived = found["open loop"]
    click.echo("\n" + "\n".join(open_report.lines(arrived["calls/s"], arrived["waits"], found["carried"])))
    click.echo("\n" + "\n".join(report.verdicts(backend, found["rounds"], found["auc"])))
    if lines := list(report.changes(before, found["medians"])):
        click.echo("\nsince the last time:\n" + "\n".join(lines))


if __name__ == "__main__":
    main()
