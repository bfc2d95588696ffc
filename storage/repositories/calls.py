"""The checkpoint of each call, and which of its turns have asked already."""

from dataclasses import asdict

from sqlalchemy import Connection, bindparam, select, update

# PostgreSQL's ON CONFLICT is written the same way in SQLite: this construct compiles for both.
from sqlalchemy.dialects.postgresql import insert

from domain.ports import CallRecord
from domain.requests import TurnKey
from domain.verification import Level
from storage.tables import answers, calls

_new_call = insert(calls)
# The update that changes nothing takes the row's lock and makes it come back, new or not: one statement.
LOCK = _new_call.on_conflict_do_update(index_elements=[calls.c.call], set_={"call": _new_call.excluded.call}).returning(
    calls
)
SAVE = update(calls).where(calls.c.call == bindparam("of_call"))

CLAIM = insert(answers).on_conflict_do_nothing()
_THIS_TURN = (answers.c.call == bindparam("of_call"), answers.c.turn == bindparam("of_turn"))
STORED = select(answers.c.answer).where(*_THIS_TURN)
STORE = update(answers).where(*_THIS_TURN)


class SqlCalls:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def lock(self, call: str, language: str) -> CallRecord:
        row = self._connection.execute(LOCK, {"call": call, "language": language}).one()
        return CallRecord(**row._asdict() | {"level": Level(row.level)})

    def save(self, record: CallRecord) -> None:
        columns = asdict(record) | {"level": int(record.level)}
        self._connection.execute(SAVE, columns | {"of_call": record.call})


class SqlAnswers:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def claim(self, key: TurnKey) -> str | None:
        claimed = self._connection.execute(CLAIM, {"call": key.call, "turn": key.turn})
        if claimed.rowcount:
            return None
        stored: str | None = self._connection.execute(STORED, _this_turn(key)).scalar_one()
        return stored

    def store(self, key: TurnKey, answer: str) -> None:
        self._connection.execute(STORE, _this_turn(key) | {"answer": answer})


def _this_turn(key: TurnKey) -> dict[str, str | int]:
    return {"of_call": key.call, "of_turn": key.turn}
