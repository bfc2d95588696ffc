"""The audit: one row for each disclosure, in the transaction that read what was disclosed. Rows are never changed."""

from sqlalchemy.dialects.postgresql import insert

from domain.repositories import Disclosure
from storage.statements import Prepared
from storage.tables import audit
from storage.transactions import Transaction

ADD = Prepared(
    insert(audit).on_conflict_do_nothing(index_elements=[audit.c.call, audit.c.turn]),
    *("call", "turn", "person", "level", "facts", "at", "asked_by"),
)


class SqlAudit:
    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add(self, disclosure: Disclosure) -> None:
        ADD.run(
            self._transaction,
            call=disclosure.key.call,
            turn=disclosure.key.turn,
            person=disclosure.person,
            level=int(disclosure.level),
            facts=",".join(disclosure.facts),
            at=disclosure.at,
            asked_by=disclosure.asked_by,
        )
