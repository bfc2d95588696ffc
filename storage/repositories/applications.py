"""Applications for an account, and who changed what of each."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, insert, select, update

from domain.applications import Application, ApplicationStatus
from domain.kyc import KycStatus
from domain.money import Money
from domain.repositories import MOST_LISTED
from storage.cipher import Cipher
from storage.repositories.applicants import opened_details, sealed_details
from storage.statements import Prepared, Row
from storage.tables import application_changes, applications
from storage.transactions import Transaction

_OWN = applications.c.ledger == bindparam("ledger")
_BY_AGE = (applications.c.created_at, applications.c.ref)
_THIS = (applications.c.ref == bindparam("of_ref"), _OWN)
CHANGED = ("status", "kyc", "credit_limit", "decided_at", "version", "in_review", "approval_expires_at", "account")


def _where(*conditions: Any) -> Select[Any]:
    return select(applications).where(*conditions, _OWN).order_by(*_BY_AGE)


OF_PERSON = Prepared(_where(applications.c.person == bindparam("person")))
GET = Prepared(select(applications).where(*_THIS))
OF_PROFILE = Prepared(
    _where(
        applications.c.profile == bindparam("profile"),
        applications.c.status != ApplicationStatus.STARTED.value,
    )
    .limit(bindparam("top"))
    .offset(bindparam("skip"))
)
ALL = Prepared(_where().limit(MOST_LISTED))
IN_STATUS = Prepared(_where(applications.c.status == bindparam("status")).limit(MOST_LISTED))
ADD = Prepared(insert(applications))
CHANGE = Prepared(
    update(applications).where(
        *_THIS,
        applications.c.status == bindparam("before_status"),
        applications.c.version == bindparam("before_version"),
    ),
    *CHANGED,
)
NOTE = Prepared(insert(application_changes))


class SqlApplications:
    def __init__(self, transaction: Transaction, cipher: Cipher, ledger: int) -> None:
        self._transaction = transaction
        self._cipher = cipher
        self._ledger = ledger

    def of(self, person: str) -> Sequence[Application]:
        return self._all(OF_PERSON, person=person)

    def get(self, ref: str) -> Application | None:
        return next(iter(self._all(GET, of_ref=ref)), None)

    def of_profile(self, profile: str, *, limit: int, skip: int) -> Sequence[Application]:
        return self._all(OF_PROFILE, profile=profile, top=limit, skip=skip)

    def in_status(self, status: ApplicationStatus | None) -> Sequence[Application]:
        return self._all(IN_STATUS, status=status.value) if status else self._all(ALL)

    def add(self, application: Application, by: str) -> None:
        ADD.run(self._transaction, **row_of_application(application, self._cipher, self._ledger))
        self._note(application, by, application.created_at, _state(application))

    def change(
        self, before: Application, after: Application, by: str, at: datetime, note: str = ""
    ) -> Application | None:
        stored = replace(after, version=before.version + 1)
        row = row_of_application(replace(stored, details=None), self._cipher, self._ledger)  # which never change
        changed = CHANGE.run(
            self._transaction,
            **{name: row[name] for name in CHANGED},
            of_ref=before.ref,
            ledger=self._ledger,
            before_status=before.status.value,
            before_version=before.version,
        )
        if not changed:
            return None
        self._note(stored, by, at, ", ".join(filter(None, [f"{_state(before)} -> {_state(stored)}", note])))
        return stored

    def _note(self, application: Application, by: str, at: datetime, how: str) -> None:
        NOTE.run(self._transaction, application=application.ref, version=application.version, who=by, at=at, how=how)

    def _all(self, statement: Prepared, **values: Any) -> Sequence[Application]:
        rows = statement.all(self._transaction, ledger=self._ledger, **values)
        return [_application_of(row, self._cipher) for row in rows]


def _application_of(row: Row, cipher: Cipher) -> Application:
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
        version=row.version,
        in_review=row.in_review,
        approval_expires_at=row.approval_expires_at,
        account=row.account,
        details=opened_details(row.details, row.ref, cipher),
    )


def row_of_application(application: Application, cipher: Cipher, ledger: int) -> dict[str, Any]:
    return {
        "ref": application.ref,
        "ledger": ledger,
        "person": application.person,
        "profile": application.profile,
        "status": application.status.value,
        "kyc": application.kyc.value,
        "pep": application.pep,
        "currency": application.credit_limit.currency,
        "credit_limit": application.credit_limit.minor,
        "created_at": application.created_at,
        "decided_at": application.decided_at,
        "version": application.version,
        "in_review": application.in_review,
        "approval_expires_at": application.approval_expires_at,
        "account": application.account,
        "details": sealed_details(application.details, application.ref, cipher),
        "fingerprint": None,  # of an import alone
    }


def _state(application: Application) -> str:
    return state_words(application.status.value, application.kyc.value, is_in_review=application.in_review)


def state_words(status: str, kyc: str, *, is_in_review: bool) -> str:
    """In words of ours, nothing personal."""
    return " ".join([status, kyc, *(["in-review"] if is_in_review else [])])
