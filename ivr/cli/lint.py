"""`creditline lint`: the rules of what a caller should hear, over everything that the line can say."""

import click

from ivr.lint import findings
from ivr.lint.heard import documents
from ivr.prompts.catalogue import LANGUAGES, spoken


@click.command()
@click.pass_context
def lint(context: click.Context) -> None:
    """Check the wording of every document in every language; exit 1 lists what a caller should not hear."""
    heard = documents(LANGUAGES, spoken)
    found = list(findings(heard))
    for finding in found:
        click.echo(f"{finding.where}: not so that {finding.rule}: {finding.words}")
    click.echo(f"{', '.join(LANGUAGES)}: {len(heard)} documents, findings: {len(found)}")
    context.exit(1 if found else 0)
