"""Files of applications, by their ids. What is approved stays so; while the line has one signed, nobody changes it."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column as SqlColumn
from sqlalchemy import Connection, Select, String, exists, insert, literal, select

from domain.applications import Application, ApplicationStatus
from domain.kyc import KycStatus
from domain.money import Money
from storage.cipher import Cipher
from storage.importing import holders
from storage.importing import values as read
from storage.importing.columns import Column, Values
from storage.importing.faults import BadRow
from storage.importing.kind import Row, Stager, fingerprint, is_as_imported, upsert
from storage.importing.staging import State, stage_of
from storage.repositories.applications import row_of_application, state_words
from storage.tables import application_changes, applications, signing_orders

DECIDED = frozenset({ApplicationStatus.APPROVED, ApplicationStatus.REJECTED})
INSTANT = "an instant as 2026-01-31T12:00:00+01:00"

COLUMNS = (
    Column("id", "1 to 64 letters, digits or any of . _ ~ -", read.matching(r"[0-9A-Za-z._~-]{1,64}")),
    *holders.COLUMNS,
    Column("profile", "a name of at most 50 characters", read.matching(r".{1,50}")),
    Column("status", f"one of {', '.join(ApplicationStatus)}", read.one_of([*ApplicationStatus])),
    Column("kyc", f"one of {', '.join(KycStatus)}", read.one_of([*KycStatus])),
    Column("pep", "true or false (politically exposed)", read.truth),
    Column("currency", f"one of {', '.join(read.CURRENCIES)}", read.one_of(read.CURRENCIES)),
    Column("credit_limit", "an amount as 25000.00", read.amount),
    Column("created_at", INSTANT, read.instant),
    Column("decided_at", f"{INSTANT}, or nothing", read.instant, is_required=False),
    Column("in_review", "true or false, or nothing for false", read.truth, is_required=False),
    Column("approval_expires_at", f"{INSTANT}, or nothing", read.instant, is_required=False),
    Column(
        "account",
        "the number of the account that an approved one became, or nothing",
        read.matching(r"[0-9A-Za-z-]{1,32}"),
        is_required=False,
    ),
)
_SEEN = ("ref", "ledger", "person", "version", "fingerprint", "status", "kyc", "in_review", "account")
SEEN = [applications.c[name] for name in _SEEN]


class ApplicationsFile:
    columns = COLUMNS
    stage = stage_of(applications, SqlColumn("how", String(160)))
    keys = (("id", ("ref",)),)

    def __init__(self, cipher: Cipher, ledger: int, now: datetime, who: str) -> None:
        self._cipher, self._ledger, self._now, self._who = cipher, ledger, now, who

    def stager(self, connection: Connection, batch: Sequence[Values]) -> Stager:
        holder = holders.holders(connection, batch, self._cipher, self._ledger)
        refs = [values["id"] for values in batch]
        seen = {row.ref: row for row in connection.execute(select(*SEEN).where(applications.c.ref.in_(refs)))}
        return lambda values: self._row(values, holder(values), seen.get(values["id"]))

    def conflicts(self) -> Sequence[Select[Any]]:
        reason = literal("id: this line is having the application signed: leave it out for now")
        is_being_signed = exists().where(signing_orders.c.application == self.stage.c.ref)
        changed = self.stage.c.state == State.CHANGED.value
        return [select(self.stage.c.line, reason).where(changed, is_being_signed)]

    def write(self, connection: Connection) -> None:
        kept = ("ref", "ledger", "person", "details")
        upsert(connection, self.stage, applications, kept, lambda new: applications.c.version == new.version - 1)
        notes = select(
            self.stage.c.ref,
            self.stage.c.version,
            literal(self._who),
            literal(self._now, applications.c.created_at.type),
            self.stage.c.how,
        ).where(self.stage.c.state != State.UNCHANGED.value)
        connection.execute(
            insert(application_changes).from_select(["application", "version", "who", "at", "how"], notes)
        )

    def _row(self, values: Values, person: str, seen: Any | None) -> Row:
        if reasons := [*_contradictions(values), *self._fixed(values, person, seen)]:
            raise BadRow(*reasons)
        mark = fingerprint(self._cipher, "applications", values, person)
        if seen and (
            is_as_imported(seen.fingerprint, self._cipher, "applications", values, person)
            or seen.status == ApplicationStatus.APPROVED
        ):
            return {"state": State.UNCHANGED.value, "ref": seen.ref}
        version = seen.version + 1 if seen else 1
        row = row_of_application(_application(values, person, version), self._cipher, self._ledger)
        state = (State.CHANGED if seen else State.ADDED).value
        return row | {"state": state, "fingerprint": mark, "how": _how(values, seen)}

    def _fixed(self, values: Values, person: str, seen: Any | None) -> Iterator[str]:
        if seen and (seen.ledger, seen.person) != (self._ledger, person):
            yield "id: another person's application has it: give one of its own"
        elif seen and seen.status == ApplicationStatus.APPROVED and seen.account != values["account"]:
            yield "status: this application is approved and has its account, which stays so: leave it out"


def _contradictions(values: Values) -> Sequence[str]:
    status = values["status"]
    is_decided = status in DECIDED
    wrong = {
        "decided_at: give it for one that is Approved or Rejected": is_decided and not values["decided_at"],
        "decided_at: leave it empty until it is Approved or Rejected": not is_decided and values["decided_at"],
        "account: give the number for one that is Approved": status == "Approved" and not values["account"],
        "account: leave it empty until it is Approved": status != "Approved" and values["account"],
        "in_review: give true for one that is AwaitingSign only": values["in_review"] and status != "AwaitingSign",
        "approval_expires_at: leave it empty while in_review": values["in_review"] and values["approval_expires_at"],
    }
    return [reason for reason, is_wrong in wrong.items() if is_wrong]


def _application(values: Values, person: str, version: int) -> Application:
    return Application(
        ref=values["id"],
        person=person,
        profile=values["profile"],
        status=ApplicationStatus(values["status"]),
        kyc=KycStatus(values["kyc"]),
        pep=values["pep"],
        credit_limit=Money(values["credit_limit"], values["currency"]),
        created_at=values["created_at"],
        decided_at=values["decided_at"],
        version=version,
        in_review=bool(values["in_review"]),
        approval_expires_at=values["approval_expires_at"],
        account=values["account"],
    )


def _how(values: Values, seen: Any | None) -> str:
    after = state_words(values["status"], values["kyc"], is_in_review=bool(values["in_review"]))
    return f"{state_words(seen.status, seen.kyc, is_in_review=seen.in_review)} -> {after}" if seen else after
