"""`creditline samples`: the golden documents in twiml_samples/."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from ivr import golden
from ivr.prompts.catalogue import LANGUAGES
from ivr.samples import samples as documents

FOLDER = Path("twiml_samples")


@click.command()
@click.option("--write", is_flag=True, help="Write them; those of states that are gone are removed.")
@click.option("--check", is_flag=True, help="Compare them; exit 1 shows what differs.")
@click.option("--folder", type=click.Path(path_type=Path, file_okay=False), default=FOLDER, show_default=True)
@click.pass_context
def samples(context: click.Context, write: bool, check: bool, folder: Path) -> None:
    """One document for everything the line can say."""
    if write == check:
        raise click.UsageError("say either --write or --check")
    if write:
        click.echo(f"{write_samples(folder)} documents written to {folder}")
        return
    differences = list(sample_differences(folder))
    click.echo("\n".join(differences) if differences else "all documents are as written", err=bool(differences))
    context.exit(1 if differences else 0)


def write_samples(folder: Path) -> int:
    """How many there are now."""
    current = _current()
    golden.write(folder, current, _written(folder))
    return len(current)


def sample_differences(folder: Path) -> Iterator[str]:
    """From what is written to what the line says now."""
    return golden.differences(folder, _current(), _written(folder))


def _current() -> Mapping[str, str]:
    return documents(LANGUAGES)


def _written(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*.xml")}
