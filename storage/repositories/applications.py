"""Applications for an account."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, select

from domain.applications import Application, ApplicationStatus
from domain.kyc import KycStatus
from domain.money import Money
from storage.statements import Prepared, Row
from storage.tables import applications
from storage.transactions import Transaction

OF_PERSON = Prepared(
    select(applications).where(applications.c.person == bindparam("person")).order_by(applications.c.ref)
)


class SqlApplications:
    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def of(self, person: str) -> Sequence[Application]:
        return [_application_of(row) for row in OF_PERSON.all(self._transaction, person=person)]


def _application_of(row: Row) -> Application:
    return Application(
        ref=row.ref,
        person=row.person,
        profile=row.profile,
        status=ApplicationStatus(row.status),
        kyc=KycStatus(row.kyc),
        pep=row.pep,
        credit_limit=Money(row.credit_limit, row.currency),
        created_at=row.created_at,
        decided_at=row.decided_at,
    )


def row_of_application(application: Application) -> dict[str, Any]:
    return {
        "ref": application.ref,
        "person": application.person,
        "profile": application.profile,
        "status": application.status.value,
        "kyc": application.kyc.value,
        "pep": application.pep,
        "currency": application.credit_limit.currency,
        "credit_limit": application.credit_limit.minor,
        "created_at": application.created_at,
        "decided_at": application.decided_at,
    }
