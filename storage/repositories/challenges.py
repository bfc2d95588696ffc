"""One-time codes as they are stored: a keyed proof each, with its tries."""

from dataclasses import fields

from sqlalchemy import bindparam, insert, select, update

from domain.verification import Challenge
from storage.statements import Prepared
from storage.tables import challenges
from storage.transactions import Transaction

_COLUMNS = [field.name for field in fields(Challenge)]
_THIS = challenges.c.ref == bindparam("of_ref")
ADD = Prepared(insert(challenges))
LOCK = Prepared(select(challenges).where(_THIS).with_for_update())
SAVE = Prepared(update(challenges).where(_THIS), *_COLUMNS)


class SqlChallenges:
    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add(self, challenge: Challenge) -> None:
        ADD.run(self._transaction, **vars(challenge))

    def lock(self, ref: str) -> Challenge | None:
        row = LOCK.first(self._transaction, of_ref=ref)
        return Challenge(**row._asdict()) if row else None

    def save(self, challenge: Challenge) -> None:
        SAVE.run(self._transaction, of_ref=challenge.ref, **vars(challenge))
