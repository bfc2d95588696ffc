"""Who is to be called back; the number is sealed, bound to its call."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects.postgresql import insert

from domain.call_backs import CallBack
from domain.identifiers import PhoneNumber
from domain.repositories import MOST_LISTED
from domain.verification import Level
from storage.cipher import Cipher
from storage.statements import Prepared, Row
from storage.tables import call_backs
from storage.transactions import Transaction

_COLUMNS = ("call", "ledger", "number", "queue", "reason", "language", "level", "person", "asked_at")
_OWN = call_backs.c.ledger == bindparam("own_ledger")
_THIS = call_backs.c.call == bindparam("of_call")
_BY_AGE = (call_backs.c.asked_at, call_backs.c.call)
_IS_OPEN = call_backs.c.done_at.is_(None)
ADD = Prepared(insert(call_backs).on_conflict_do_nothing(index_elements=[call_backs.c.call]), *_COLUMNS)
OF_CALL = Prepared(select(call_backs).where(_OWN, _THIS))
OPEN = Prepared(select(call_backs).where(_OWN, _IS_OPEN).order_by(*_BY_AGE).limit(MOST_LISTED))
DONE = Prepared(update(call_backs).where(_OWN, _THIS, _IS_OPEN), "done_at", "done_by")


class SqlCallBacks:
    def __init__(self, transaction: Transaction, cipher: Cipher, ledger: int) -> None:
        self._transaction = transaction
        self._cipher = cipher
        self._ledger = ledger

    def add(self, call_back: CallBack) -> None:
        sealed = self._cipher.seal(call_back.number.e164.encode(), _context(call_back.call))
        columns = vars(call_back) | {"number": sealed, "level": int(call_back.level), "ledger": self._ledger}
        ADD.run(self._transaction, **columns)

    def of_call(self, call: str) -> CallBack | None:
        row = OF_CALL.first(self._transaction, own_ledger=self._ledger, of_call=call)
        return None if row is None else self._opened(row)

    def open(self) -> Sequence[CallBack]:
        return [self._opened(row) for row in OPEN.all(self._transaction, own_ledger=self._ledger)]

    def done(self, call: str, by: str, at: datetime) -> bool:
        return DONE.run(self._transaction, own_ledger=self._ledger, of_call=call, done_at=at, done_by=by) == 1

    def _opened(self, row: Row) -> CallBack:
        number = self._cipher.open(row.number, _context(row.call)).decode()
        plain = (row.queue, row.reason, row.language, Level(row.level), row.person, row.asked_at)
        return CallBack(row.call, PhoneNumber(number), *plain)


def _context(call: str) -> str:
    return f"call-back:{call}"
