"""Files of people. Whoever has the national number is the person; everything else may change."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Select, literal, select

from domain.identifiers import CustomerNumber, NationalNumber, PhoneNumber
from domain.people import Person
from storage.cipher import Cipher
from storage.importing import values as read
from storage.importing.columns import Column, Values
from storage.importing.faults import BadRow
from storage.importing.kind import Row, Stager, fingerprint, is_as_imported, upsert
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
    Column(
        "phone_confirmed_at",
        "an instant with its time zone as 2026-11-20T12:00:00Z (when the phone was found to be theirs), or nothing",
        read.instant,
        is_required=False,
    ),
)
SEEN = (people.c.ref, people.c.fingerprint, people.c.phone, people.c.phone_since, people.c.phone_confirmed_at)
TAKEN = "customer_number: another person has it: give one of its own"


class PeopleFile:
    columns = COLUMNS
    stage = stage_of(people)
    keys = (("national_number", ("national_number_index",)), ("customer_number", ("customer_number_index",)))

    def __init__(self, cipher: Cipher, ledger: int, now: datetime) -> None:
        self._cipher, self._ledger, self._now = cipher, ledger, now

    def stager(self, connection: Connection, batch: Sequence[Values]) -> Stager:
        national, customer = (self._seen(connection, kind, batch) for kind in ("national_number", "customer_number"))

        def staged(values: Values) -> Row:
            seen, namesake = national(values), customer(values)
            if namesake and len(self._cipher.key_ids) > 1 and (not seen or seen.ref != namesake.ref):
                raise BadRow(TAKEN)
            return self._row(values, seen)

        return staged

    def _seen(self, connection: Connection, kind: str, batch: Sequence[Values]) -> Callable[[Values], Any | None]:
        """Looks up who has the number, under any key."""
        index = people.c[f"{kind}_index"]
        wanted = [one for values in batch for one in self._cipher.blind_indexes(kind, values[kind])]
        stored = connection.execute(select(*SEEN, index).where(people.c.ledger == self._ledger, index.in_(wanted)))
        seen = {bytes(row[-1]): row for row in stored}

        def seen_by(values: Values) -> Any | None:
            hashes = self._cipher.blind_indexes(kind, values[kind])
            return next((seen[one] for one in hashes if one in seen), None)

        return seen_by

    def conflicts(self) -> Sequence[Select[Any]]:
        taken = select(self.stage.c.line, literal(TAKEN)).join(
            people, people.c.customer_number_index == self.stage.c.customer_number_index
        )
        return [taken.where(people.c.ledger == self._ledger, people.c.ref != self.stage.c.ref)]

    def write(self, connection: Connection) -> None:
        upsert(connection, self.stage, people, kept=("ref", "ledger", "national_number_index"))

    def _index(self, kind: str, values: Values) -> bytes:
        return self._cipher.blind_index(kind, values[kind])

    def _row(self, values: Values, seen: Any | None) -> Row:
        if seen and is_as_imported(seen.fingerprint, self._cipher, "people", values):
            indexes = {f"{kind}_index": self._index(kind, values) for kind, _ in self.keys}
            return {"state": State.UNCHANGED.value, "ref": seen.ref, **indexes}
        row = row_of_person(self._person(values, seen), self._cipher, self._ledger)
        mark = fingerprint(self._cipher, "people", values)
        return row | {"state": (State.CHANGED if seen else State.ADDED).value, "fingerprint": mark}

    def _person(self, values: Values, seen: Any | None) -> Person:
        """Nobody signs by a number that is new on record, so each change counts, that from or to none too."""
        is_same_phone = seen is not None and opened_phone(seen, self._cipher) == values["phone"]
        return Person(
            ref=seen.ref if seen else str(uuid4()),
            national_number=NationalNumber(values["national_number"]),
            customer_number=CustomerNumber(values["customer_number"]),
            name=values["name"],
            phone=PhoneNumber(values["phone"]) if values["phone"] else None,
            email=values["email"],
            language=values["language"],
            phone_since=seen.phone_since if seen and is_same_phone else self._now,
            phone_confirmed_at=_confirmed_at(values, seen, is_same_phone=is_same_phone),
            registered=values["registered"],
        )


def _confirmed_at(values: Values, seen: Any | None, *, is_same_phone: bool) -> datetime | None:
    """What was confirmed outlasts a file that says nothing. A time that stayed says nothing of another number."""
    said: datetime | None = values["phone_confirmed_at"]
    kept: datetime | None = seen.phone_confirmed_at if seen else None
    if is_same_phone:
        return said or kept
    return said if said != kept else None
