"""The audit: one row for each disclosure, in the transaction that read what was disclosed. Rows are never changed."""

from sqlalchemy import Connection
from sqlalchemy.dialects.postgresql import insert

from domain.ports import Disclosure
from storage.statements import compiled_once
from storage.tables import audit

ADD = compiled_once(
    insert(audit).on_conflict_do_nothing(index_elements=[audit.c.call, audit.c.turn]),
    *("call", "turn", "person", "level", "facts", "at"),
)


class SqlAudit:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, disclosure: Disclosure) -> None:
        self._connection.execute(
            ADD,
            {
                "call": disclosure.key.call,
                "turn": disclosure.key.turn,
                "person": disclosure.person,
                "level": int(disclosure.level),
                "facts": ",".join(disclosure.facts),
                "at": disclosure.at,
            },
        )
