"""`creditline import`: what a lender's core system knows, from files."""

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, TextIO

import click

from domain.errors import Unavailable
from ivr.cli.checks import require_parts
from ivr.cli.ledger import operator
from ivr.config import load_settings
from ivr.faults import BadStart
from ivr.wiring import parts
from storage.importing.faults import BadFile, Fault, Overtaken
from storage.importing.kinds import COLUMNS, kind_of
from storage.importing.lines import Format
from storage.importing.run import Outcome, import_file

FORMATS = {".csv": Format.CSV, ".jsonl": Format.JSON_LINES, ".ndjson": Format.JSON_LINES}
SHOWN = 20  # faults, where the file for all of them is not asked for
IN_MEMORY = 1_000_000  # characters of faults; more of them go to a file without a name


@dataclass
class Report:
    """The first faults go to standard output, and all of them to `file`, when the import has ended.

    Whoever reads them, such as a pager, may take longer than the database waits within a transaction.
    """

    file: TextIO | None
    kept: IO[str]
    told: int = 0

    def add(self, fault: Fault) -> None:
        self.kept.write(f"line {fault.line}: {fault.reason}\n")
        self.told += 1

    def tell(self) -> None:
        self.kept.seek(0)
        for number, line in enumerate(self.kept):
            if number < SHOWN:
                click.echo(line, nl=False)
            if self.file:
                self.file.write(line)


def _print_columns(ctx: click.Context, _: click.Parameter, is_wanted: bool) -> None:
    if not is_wanted or ctx.resilient_parsing:
        return
    formatter = click.HelpFormatter(width=ctx.terminal_width)
    for kind, columns in COLUMNS.items():
        with formatter.section(kind):
            formatter.write_dl([(column.name, column.meaning) for column in columns])
    click.echo(formatter.getvalue().strip())
    ctx.exit()


@click.command("import")
@click.argument("kind", type=click.Choice([*COLUMNS]))
@click.argument("path", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--format",
    "word",
    type=click.Choice([form.value for form in Format]),
    help="How it is written.  [default: by its ending]",
)
@click.option("--ledger", type=click.IntRange(min=1), help="Where all of it belongs.  [default: the line's own]")
@click.option("--skip-bad", is_flag=True, help="Write what is good although other lines are bad.")
@click.option("--report", "report", type=click.Path(dir_okay=False, path_type=Path), help="A file for all faults.")
@click.option("--columns", is_flag=True, is_eager=True, expose_value=False, callback=_print_columns, help="List them.")
def import_(
    kind: str, path: Path, *, word: str | None, ledger: int | None, skip_bad: bool, report: Path | None
) -> None:
    """Take people, accounts or applications over from a file of the lender's core system.

    In UTF-8: CSV whose first line names the columns, or JSON lines. A row that is stored already becomes what the file
    says, and empty where it says nothing; rows that are not in the file stay. Where one line is bad nothing is
    written, and the exit is 1.
    """
    form = Format(word) if word else _format_of(path)
    if report and report.exists() and report.samefile(path):
        raise BadStart(["--report would write over the FILE: give another name"])
    with _refusals(), _opened(report) as file, SpooledTemporaryFile(IN_MEMORY, "w+", encoding="utf-8") as kept:
        told = Report(file, kept)
        outcome = _run(kind, path, form, ledger, told, skip_bad=skip_bad)
        told.tell()
    _tell(outcome, told)
    sys.exit(bool(outcome.bad))


def _run(kind: str, path: Path, form: Format, ledger: int | None, report: Report, *, skip_bad: bool) -> Outcome:
    settings = load_settings()
    require_parts(settings)
    shared = parts(settings)
    rows = kind_of(kind, shared.cipher, ledger or settings.ledger, shared.clock.now(), operator())
    url = settings.database_url
    with path.open("rb") as file, _progress(path.stat().st_size) as progress:
        return import_file(file, form, rows, url, skip_bad=skip_bad, progress=progress, report=report.add)


def _format_of(path: Path) -> Format:
    form = FORMATS.get(path.suffix.lower())
    if form is None:
        raise BadStart([f"the file's ending is none of {' '.join(FORMATS)}: give --format"])
    return form


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except BadFile as bad:
        raise BadStart([*bad.reasons]) from None
    except Overtaken as overtaken:
        raise BadStart([f"{overtaken}, nothing is written: run the import again"]) from None
    except Unavailable as fault:
        raise BadStart([str(fault)]) from None
    except OSError as fault:
        raise BadStart([f"a file cannot be used: {fault.strerror}"]) from None


def _opened(report: Path | None) -> AbstractContextManager[TextIO | None]:
    return report.open("w", encoding="utf-8") if report else nullcontext()


@contextmanager
def _progress(size: int) -> Iterator[Callable[[int], None]]:
    """Takes how many bytes are read by now; shown on a terminal alone."""
    with click.progressbar(length=size, label="reading", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        yield lambda position: bar.update(position - bar.pos)


def _tell(outcome: Outcome, report: Report) -> None:
    if report.told > SHOWN and not report.file:
        click.echo(f"… and {report.told - SHOWN:,} more: --report FILE keeps them all")
    numbers = f"{outcome.added:,} added, {outcome.changed:,} changed, {outcome.unchanged:,} unchanged"
    click.echo(f"{_verdict(outcome)}: {numbers}, {outcome.bad:,} bad")


def _verdict(outcome: Outcome) -> str:
    if outcome.is_written:
        return "written"
    if outcome.added or outcome.changed:
        return "nothing is written, mend the bad lines or leave them out with --skip-bad; it would be"
    return "nothing changes"
