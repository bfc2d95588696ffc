"""`make bench`: measure, print, and keep the figures for the next time. Linux only; about two minutes a database."""

import json
import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from tests.bench import report
from tests.bench.rounds import Traffic
from tests.bench.targets import running
from tests.bench.timing import area_under_curve, timings
from tests.postgres import running_postgres

BACKENDS = ("sqlite", "postgresql")
KEPT = Path(".creditline/bench")


@click.command()
@click.option("--database", "backends", type=click.Choice(BACKENDS), multiple=True, default=BACKENDS, show_default=True)
@click.option("--keep", "folder", type=click.Path(file_okay=False, path_type=Path), default=KEPT, show_default=True)
def main(backends: tuple[str, ...], folder: Path) -> None:
    """Whole calls against the service and its two yardsticks, on each database."""
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
def _database(backend: str) -> Iterator[str | None]:
    """The address of an empty one; None for a file of the service's own."""
    if backend == "sqlite":
        yield None
        return
    with running_postgres(durable=True) as server, server.database() as name:
        yield server.url(name)


def _measure(backend: str) -> dict[str, Any]:
    click.echo(f"measuring on {backend} …")
    context = multiprocessing.get_context("spawn")
    with (
        TemporaryDirectory(prefix="bench-") as name,
        ProcessPoolExecutor(1, mp_context=context) as generator,
        _database(backend) as database_url,
        running(Path(name) / "service", database_url) as bench,
    ):
        measured = Traffic(bench, generator).measured()
        known, unknown = generator.submit(timings, bench.targets[-1].line).result()
    return {"rounds": measured, "medians": report.medians(measured), "auc": area_under_curve(known, unknown)}


def _print(backend: str, found: dict[str, Any], before: dict[str, dict[str, float]]) -> None:
    click.echo(f"\n{backend}: medians (ranges) of {len(found['rounds']['service'])} rounds\n")
    click.echo("\n".join(report.table(found["rounds"])))
    click.echo("\n" + "\n".join(report.verdicts(backend, found["rounds"], found["auc"])))
    if lines := list(report.changes(before, found["medians"])):
        click.echo("\nsince the last time:\n" + "\n".join(lines))


if __name__ == "__main__":
    main()
