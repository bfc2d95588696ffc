"""`creditline walk`: every path through the call, and what holds on all of them."""

import click

from ivr.dialogue.proofs import number_of_paths, prove
from ivr.evidence import evidence
from ivr.prompts.catalogue import LANGUAGES

MOST_SHOWN = 3


@click.command()
@click.pass_context
def walk(context: click.Context) -> None:
    """Walk every call that is possible and prove what holds for all; exit 1 shows the calls for which it does not."""
    context.exit(1 if _report(LANGUAGES) else 0)


def _report(languages: tuple[str, ...]) -> int:
    """Prints what was walked and proven; answers how many counterexamples there are."""
    seen = evidence(languages)
    click.echo(
        f"{', '.join(languages)}: {len(seen.walk.states)} states, {len(seen.walk.ways)} arrows "
        f"({len(seen.walk.edges)} kinds), {number_of_paths(seen.walk):.3e} paths"
    )
    results = prove(seen)
    for name, counterexamples in results.items():
        click.echo(f"  {'holds' if not counterexamples else 'FAILS'}  {name}")
        for counterexample in counterexamples[:MOST_SHOWN]:
            click.echo(f"         {counterexample}")
    return sum(map(len, results.values()))
