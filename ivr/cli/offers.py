"""`creditline offers`: what the lender offers. An import is whole or not at all, and may be repeated."""

from dataclasses import replace
from pathlib import Path

import click

from domain.offers import Offer
from domain.unit_of_work import UnitOfWork
from ivr.cli.ledger import columns, open_ledger
from ivr.cli.offer_file import OfferedTerms, UnreadableOffers, read_offers


@click.group()
def offers() -> None:
    """List, import and close what is offered."""


@offers.command("list")
def list_offers() -> None:
    """List all offers, closed ones too."""
    with open_ledger() as ledger, ledger.transactions.reading() as work:
        found = work.offers.list()
    head = ("profile", "title", "maximum", "monthly fee", "interest", "state", "documents")
    click.echo(columns([head, *map(_line, found)]))


@offers.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_offers(file: Path) -> None:
    """Bring in the offers of FILE: new ones, and others in the place of those of their profile.

    FILE is CSV with a head line (its name ends in .csv) or JSON lines. Its columns: profile, title, currency,
    max_credit_limit, monthly_admin_fee, reminder_fee, interest, interest_free_purchase_month,
    standard_european_agreements, standard_european_agreements_file, account_terms, account_terms_file. The last four
    are where each document is published, and the same document as a PDF beside FILE, which is stored.

    Nothing is written where anything is wrong. An offer that is closed stays closed.
    """
    terms = _read(file)
    with open_ledger() as ledger, ledger.transactions.begin() as work:
        outcomes = [(one.offer.profile, _put(work, one)) for one in terms]
    click.echo(columns(outcomes))


@offers.command()
@click.argument("profile")
def close(profile: str) -> None:
    """Close an offer: it stays listed, and nobody can apply for it any more."""
    with open_ledger() as ledger, ledger.transactions.begin() as work:
        offer = work.offers.get(profile)
        if offer and not offer.closed_at:
            work.offers.put(replace(offer, closed_at=ledger.clock.now()))
    if offer is None:
        raise click.ClickException(f"no offer {profile} in this ledger")
    click.echo(f"{profile} is closed")


def _read(file: Path) -> list[OfferedTerms]:
    try:
        return read_offers(file)
    except UnreadableOffers as unreadable:
        for fault in unreadable.faults:
            click.echo(f"{file.name}: {fault}", err=True)
        raise click.exceptions.Exit(1) from None
    except (OSError, UnicodeDecodeError) as error:
        raise click.ClickException(f"{file.name} cannot be read: {type(error).__name__}") from None


def _put(work: UnitOfWork, terms: OfferedTerms) -> str:
    """What became of it."""
    present = work.offers.get(terms.offer.profile)
    offer = replace(terms.offer, closed_at=present.closed_at if present else None)
    if present == offer:
        return "unchanged"
    for document in terms.documents:
        work.documents.add(document)
    work.offers.put(offer)
    return "changed" if present else "new"


def _line(offer: Offer) -> tuple[str, ...]:
    stored = [offer.standard_european_agreements_sha256, offer.account_terms_sha256]
    return (
        offer.profile,
        offer.title,
        f"{offer.max_credit_limit.amount:,} {offer.max_credit_limit.currency}",
        f"{offer.monthly_admin_fee.amount:,}",
        "-" if offer.interest is None else f"{offer.interest} %",
        "closed" if offer.closed_at else "open" if offer.is_open else "no credit",
        "stored" if all(stored) else "not stored",
    )
