"""One-time codes as they are stored: a keyed proof each, with its tries."""

from dataclasses import asdict

from sqlalchemy import Connection, bindparam, insert, select, update

from domain.verification import Challenge
from storage.tables import challenges

_THIS = challenges.c.ref == bindparam("of_ref")
ADD = insert(challenges)
LOCK = select(challenges).where(_THIS).with_for_update()
SAVE = update(challenges).where(_THIS)


class SqlChallenges:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, challenge: Challenge) -> None:
        self._connection.execute(ADD, asdict(challenge))

    def lock(self, ref: str) -> Challenge | None:
        row = self._connection.execute(LOCK, {"of_ref": ref}).first()
        return Challenge(**row._asdict()) if row else None

    def save(self, challenge: Challenge) -> None:
        self._connection.execute(SAVE, asdict(challenge) | {"of_ref": challenge.ref})
