"""The checkpoint of each call, and which of its turns have asked already."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, select, update

# PostgreSQL's ON CONFLICT is written the same way in SQLite: this construct compiles for both.
from sqlalchemy.dialects.postgresql import insert

from domain.ports import CallRecord
from domain.requests import TurnKey
from domain.verification import Level
from storage.statements import compiled_once
from storage.tables import answers, calls

_new_call = insert(calls)
# The update that changes nothing takes the row's lock and makes it come back, new or not: one statement.
LOCK = compiled_once(
    _new_call.on_conflict_do_update(index_elements=[calls.c.call], set_={"call": _new_call.excluded.call}).returning(
        calls
    ),
    *("call", "language", "level", "starts", "wrong_codes"),
)
NEW_CALL = {"level": int(Level.NONE), "starts": 0, "wrong_codes": 0}
FIND = select(calls).where(calls.c.call == bindparam("of_call"))
SAVE = update(calls).where(calls.c.call == bindparam("of_call"))

CLAIM = compiled_once(insert(answers).on_conflict_do_nothing().returning(answers.c.turn), "call", "turn")
_THIS_TURN = (answers.c.call == bindparam("of_call"), answers.c.turn == bindparam("of_turn"))
STORED = select(answers.c.answer).where(*_THIS_TURN)
STORE = update(answers).where(*_THIS_TURN)
LAST_TURN = select(func.max(answers.c.turn)).where(answers.c.call == bindparam("of_call"))


class SqlCalls:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def lock(self, call: str, language: str) -> CallRecord:
        return _record(self._connection.execute(LOCK, NEW_CALL | {"call": call, "language": language}).one())

    def find(self, call: str) -> CallRecord | None:
        row = self._connection.execute(FIND, {"of_call": call}).one_or_none()
        return None if row is None else _record(row)

    def save(self, record: CallRecord) -> None:
        columns = asdict(record) | {"level": int(record.level)}
        self._connection.execute(SAVE, columns | {"of_call": record.call})


class SqlAnswers:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def claim(self, key: TurnKey) -> str | None:
        claimed = self._connection.execute(CLAIM, {"call": key.call, "turn": key.turn})
        if claimed.first():
            return None
        stored: str | None = self._connection.execute(STORED, _this_turn(key)).scalar_one()
        return stored

    def store(self, key: TurnKey, answer: str) -> None:
        self._connection.execute(STORE, _this_turn(key) | {"answer": answer})

    def last_turn(self, call: str) -> int | None:
        turn: int | None = self._connection.execute(LAST_TURN, {"of_call": call}).scalar_one()
        return turn


def _record(row: Row[Any]) -> CallRecord:
    return CallRecord(**row._asdict() | {"level": Level(row.level)})


def _this_turn(key: TurnKey) -> dict[str, str | int]:
    return {"of_call": key.call, "of_turn": key.turn}
