"""`creditline applications`: what people applied for, and what the lender decides about it.

Each decision is kept with who took it (the operating system's user), when, and from what to what.
"""

from collections.abc import Callable
from datetime import datetime

import click

from domain.applicants import ApplicantDetails
from domain.applications import Application, ApplicationStatus, lenders_stage
from domain.errors import IllegalTransition
from domain.kyc import KycStatus
from domain.money import Money
from domain.services.notices import ending
from domain.services.review import check_identity, review
from domain.unit_of_work import UnitOfWork
from ivr.cli.ledger import columns, listed, open_ledger, operator
from storage.repositories.changes import changes_of

DECISIONS = {"approve": True, "reject": False}


@click.group()
def applications() -> None:
    """Look at applications for credit, and decide about them."""


@applications.command("list")
@click.option("--status", type=click.Choice([status.value for status in ApplicationStatus]), help="Only these.")
def list_applications(status: str | None) -> None:
    """List applications, oldest first."""
    with open_ledger() as ledger, ledger.transactions.reading() as work:
        found = work.applications.in_status(ApplicationStatus(status) if status else None)
    head = ("id", "profile", "credit limit", "status", "stage", "kyc", "applied at")
    click.echo(listed(head, [_line(application, ledger.clock.now()) for application in found]))


@applications.command()
@click.argument("ref", metavar="ID")
def show(ref: str) -> None:
    """Show one application; who applied is masked."""
    with open_ledger() as ledger:
        changes = changes_of(ledger.engine, ref, ledger.number)
        with ledger.transactions.reading() as work:
            application = work.applications.get(ref)
    if application is None:
        raise _unknown(ref)
    click.echo(columns([*_facts(application, ledger.clock.now()), *_told(application.details)]))
    if changes:
        click.echo("\n" + columns([(_instant(change.at), change.who, change.how) for change in changes]))


@applications.command()
@click.argument("ref", metavar="ID")
@click.argument("status", type=click.Choice([KycStatus.AUTHENTICATED.value, KycStatus.FAILED.value]))
@click.option("--phone-confirmed", is_flag=True, help="The number on record is theirs, too: it may sign at once.")
def kyc(ref: str, status: str, *, phone_confirmed: bool) -> None:
    """Note how the check of an applicant's identity ended."""
    if phone_confirmed and KycStatus(status) is not KycStatus.AUTHENTICATED:
        raise click.UsageError("--phone-confirmed goes with authenticated")
    _decide(
        ref,
        lambda work, now: check_identity(
            work, ref, KycStatus(status), by=operator(), now=now, is_phone_confirmed=phone_confirmed
        ),
    )


@applications.command("review")
@click.argument("ref", metavar="ID")
@click.argument("decision", type=click.Choice(list(DECISIONS)))
def review_application(ref: str, decision: str) -> None:
    """Grant or reject an application that is in review."""
    _decide(ref, lambda work, now: review(work, ref, is_granted=DECISIONS[decision], by=operator(), now=now))


def _decide(ref: str, decide: Callable[[UnitOfWork, datetime], Application | None]) -> None:
    try:
        with open_ledger() as ledger, ledger.transactions.begin() as work:
            now = ledger.clock.now()
            decided = decide(work, now)
    except IllegalTransition as refusal:
        raise click.ClickException(str(refusal)) from None
    if decided is None:
        raise _unknown(ref)
    click.echo(columns([_line(decided, now)]))


def _unknown(ref: str) -> click.ClickException:
    return click.ClickException(f"no application {ref} in this ledger")


def _line(application: Application, now: datetime) -> tuple[str, ...]:
    return (
        application.ref,
        application.profile,
        _amount(application.credit_limit),
        application.status.value,
        lenders_stage(application, now).value,
        application.kyc.value,
        _instant(application.created_at),
    )


def _facts(application: Application, now: datetime) -> list[tuple[str, ...]]:
    return [
        ("id", application.ref),
        ("profile", application.profile),
        ("credit limit", _amount(application.credit_limit)),
        ("status", application.status.value),
        ("stage", lenders_stage(application, now).value),
        ("kyc", application.kyc.value),
        ("politically exposed", "yes" if application.pep else "no"),
        ("applied at", _instant(application.created_at)),
        ("decided at", _instant(application.decided_at)),
        ("to be signed before", _instant(application.approval_expires_at)),
        ("account", f"***{ending(application.account)}" if application.account else "-"),
    ]


def _told(details: ApplicantDetails | None) -> list[tuple[str, ...]]:
    """Answers are not masked: they are what a review is about."""
    if details is None:
        return []
    address = details.legal_address
    name, _, domain = details.email_address.rpartition("@")
    return [
        ("name", " ".join(_masked(word, 1) for word in address.name.split())),
        ("national number", _masked(details.national_identifier, 4)),
        ("customer number", _masked(details.customer_no, 2)),
        ("e-mail", f"{_masked(name, 1)}@{domain}"),
        ("cell phone", _masked(details.cell_phone, 3)),
        ("address", f"{_masked(address.zip_code, 2)} {address.country_code}"),
        *((question.code, question.answer.text) for question in details.questions),
    ]


def _masked(text: str, shown: int) -> str:
    """Its first characters; how many follow is not told."""
    return f"{text[:shown]}***"


def _amount(money: Money) -> str:
    return f"{money.amount:,} {money.currency}"


def _instant(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC" if at else "-"
