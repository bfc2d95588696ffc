"""The checkpoint of each call, with the last of its turns that has asked and what that was answered."""

from dataclasses import fields

from sqlalchemy import bindparam, select, update

# PostgreSQL's ON CONFLICT is written the same way in SQLite: this construct compiles for both.
from sqlalchemy.dialects.postgresql import insert

from domain.repositories import CallRecord
from domain.requests import TurnKey
from domain.verification import Level
from storage.statements import Prepared, Row
from storage.tables import calls
from storage.transactions import Transaction

_COLUMNS = [field.name for field in fields(CallRecord)]
_THIS = calls.c.call == bindparam("of_call")
_new_call = insert(calls)
# The update that changes nothing takes the row's lock and makes it come back, new or not: one statement.
LOCK = Prepared(
    _new_call.on_conflict_do_update(index_elements=[calls.c.call], set_={"call": _new_call.excluded.call}).returning(
        calls
    ),
    *("call", "language", "level", "starts", "wrong_codes"),
)
FIND = Prepared(select(calls).where(_THIS))
SAVE = Prepared(update(calls).where(_THIS), *_COLUMNS)
ANSWERED = Prepared(update(calls).where(_THIS), "last_turn", "last_answer")


class SqlCalls:
    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def lock(self, call: str, language: str) -> CallRecord:
        new = {"level": int(Level.NONE), "starts": 0, "wrong_codes": 0}
        return _record(LOCK.one(self._transaction, call=call, language=language, **new))

    def find(self, call: str) -> CallRecord | None:
        row = FIND.first(self._transaction, of_call=call)
        return None if row is None else _record(row)

    def save(self, record: CallRecord) -> None:
        columns = vars(record) | {"level": int(record.level)}
        SAVE.run(self._transaction, of_call=record.call, **columns)

    def answered(self, key: TurnKey, answer: str) -> None:
        ANSWERED.run(self._transaction, of_call=key.call, last_turn=key.turn, last_answer=answer)


def _record(row: Row) -> CallRecord:
    return CallRecord(**row._asdict() | {"level": Level(row.level)})
