"""Files of people. Whoever has the national number is the person; everything else may change."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Select, literal, select

from domain.identifiers import CustomerNumber, NationalNumber, PhoneNumber
from domain.people import Person
from storage.cipher import Cipher
from storage.importing import values as read
from storage.importing.columns import Column, Values
from storage.importing.kind import Row, Stager, fingerprint, upsert
from storage.importing.staging import State, stage_of
from storage.repositories.people import opened_phone, row_of_person
from storage.tables import people

COLUMNS = (
    Column("national_number", "twelve digits YYYYMMDDNNNC with a date and a check digit", read.national_number),
    Column("customer_number", "4 to 15 digits", read.customer_number),
    Column("name", "a name of at most 100 characters", read.matching(r".{1,100}")),
    Column("phone", "a number as +46701234567, or nothing", read.phone_number, is_required=False),
    Column("email", "an e-mail address of at most 254 characters", read.matching(r"(?=.{3,254}$)[^@\s]+@[^@\s]+")),
    Column("language", "a language and a country as sv-SE", read.matching(r"[a-z]{2,3}-[A-Z]{2}")),
    Column("registered", "true or false (for the online services), or nothing", read.truth, is_required=False),
)
SEEN = (people.c.ref, people.c.national_number_index, people.c.fingerprint, people.c.phone, people.c.phone_changed_at)


class PeopleFile:
    columns = COLUMNS
    stage = stage_of(people)
    keys = (("national_number", ("national_number_index",)), ("customer_number", ("customer_number_index",)))

    def __init__(self, cipher: Cipher, ledger: int, now: datetime) -> None:
        self._cipher, self._ledger, self._now = cipher, ledger, now

    def stager(self, connection: Connection, batch: Sequence[Values]) -> Stager:
        wanted = [self._index("national_number", values) for values in batch]
        stored = connection.execute(
            select(*SEEN).where(people.c.ledger == self._ledger, people.c.national_number_index.in_(wanted))
        )
        seen = {bytes(row.national_number_index): row for row in stored}
        return lambda values: self._row(values, seen.get(self._index("national_number", values)))

    def conflicts(self) -> Sequence[Select[Any]]:
        taken = select(self.stage.c.line, literal("customer_number: another person has it: give one of its own")).join(
            people, people.c.customer_number_index == self.stage.c.customer_number_index
        )
        return [taken.where(people.c.ledger == self._ledger, people.c.ref != self.stage.c.ref)]

    def write(self, connection: Connection) -> None:
        upsert(connection, self.stage, people, kept=("ref", "ledger", "national_number_index"))

    def _index(self, kind: str, values: Values) -> bytes:
        return self._cipher.blind_index(kind, values[kind])

    def _row(self, values: Values, seen: Any | None) -> Row:
        mark = fingerprint(self._cipher, "people", values)
        if seen and seen.fingerprint == mark:
            indexes = {f"{kind}_index": self._index(kind, values) for kind, _ in self.keys}
            return {"state": State.UNCHANGED.value, "ref": seen.ref, **indexes}
        row = row_of_person(self._person(values, seen), self._cipher, self._ledger)
        return row | {"state": (State.CHANGED if seen else State.ADDED).value, "fingerprint": mark}

    def _person(self, values: Values, seen: Any | None) -> Person:
        return Person(
            ref=seen.ref if seen else str(uuid4()),
            national_number=NationalNumber(values["national_number"]),
            customer_number=CustomerNumber(values["customer_number"]),
            name=values["name"],
            phone=PhoneNumber(values["phone"]) if values["phone"] else None,
            email=values["email"],
            language=values["language"],
            phone_changed_at=self._phone_changed_at(values, seen),
            registered=values["registered"],
        )

    def _phone_changed_at(self, values: Values, seen: Any | None) -> datetime | None:
        """Nobody signs by a number that is new on record, so each change counts, that from or to none too."""
        if seen is None:
            return None
        is_same = opened_phone(seen, self._cipher) == values["phone"]
        changed_at: datetime | None = seen.phone_changed_at
        return changed_at if is_same else self._now
