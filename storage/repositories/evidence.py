"""What proves that agreements were signed."""

from sqlalchemy import Select, bindparam, select

from domain.evidence import Evidence
from storage.statements import Prepared
from storage.tables import applications, evidence
from storage.transactions import Transaction


def _where(column: str) -> Select[tuple[object, ...]]:
    """Of one ledger, as its application is."""
    own = evidence.join(applications, applications.c.ref == evidence.c.application)
    return (
        select(evidence)
        .select_from(own)
        .where(evidence.c[column] == bindparam("wanted"), applications.c.ledger == bindparam("ledger"))
    )


OF_APPLICATION = Prepared(_where("application"))
PROVEN_BY = Prepared(_where("proof").where(evidence.c.method == "keyed"))


class SqlEvidence:
    def __init__(self, transaction: Transaction, ledger: int) -> None:
        self._transaction = transaction
        self._ledger = ledger

    def of_application(self, application: str) -> Evidence | None:
        return self._one(OF_APPLICATION, application)

    def proven_by(self, challenge: str) -> Evidence | None:
        return self._one(PROVEN_BY, challenge)

    def _one(self, statement: Prepared, wanted: str) -> Evidence | None:
        row = statement.first(self._transaction, wanted=wanted, ledger=self._ledger)
        return Evidence(**row._asdict()) if row else None
