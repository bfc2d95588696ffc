"""People, found by a blind index; what identifies them is sealed, bound to its row and column."""

from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from domain.identifiers import CustomerNumber, Identifier, NationalNumber, PhoneNumber
from domain.people import Person
from storage.cipher import Cipher
from storage.tables import people

BY_REF = select(people).where(people.c.ref == bindparam("ref"))
BY_INDEX = {
    kind: select(people).where(people.c[f"{kind}_index"] == bindparam("wanted"))
    for kind in ("national_number", "customer_number")
}


class SqlPeople:
    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    def find(self, identifier: Identifier) -> Person | None:
        kind = "national_number" if isinstance(identifier, NationalNumber) else "customer_number"
        wanted = self._cipher.blind_index(kind, identifier.digits)
        return self._one(self._connection.execute(BY_INDEX[kind], {"wanted": wanted}).first())

    def get(self, ref: str) -> Person | None:
        return self._one(self._connection.execute(BY_REF, {"ref": ref}).first())

    def _one(self, row: Row[Any] | None) -> Person | None:
        return person_of(row, self._cipher) if row else None


def person_of(row: Row[Any], cipher: Cipher) -> Person:
    def opened(column: str) -> str:
        return cipher.open(getattr(row, column), _context(row.ref, column)).decode()

    return Person(
        ref=row.ref,
        national_number=NationalNumber(opened("national_number")),
        customer_number=CustomerNumber(opened("customer_number")),
        name=opened("name"),
        phone=PhoneNumber(opened("phone")) if row.phone else None,
        email=opened("email"),
        language=row.language,
    )


def row_of_person(person: Person, cipher: Cipher) -> dict[str, Any]:
    def sealed(column: str, text: str) -> bytes:
        return cipher.seal(text.encode(), _context(person.ref, column))

    national_number, customer_number = person.national_number.digits, person.customer_number.digits
    return {
        "ref": person.ref,
        "national_number": sealed("national_number", national_number),
        "national_number_index": cipher.blind_index("national_number", national_number),
        "customer_number": sealed("customer_number", customer_number),
        "customer_number_index": cipher.blind_index("customer_number", customer_number),
        "name": sealed("name", person.name),
        "phone": sealed("phone", person.phone.e164) if person.phone else None,
        "email": sealed("email", person.email),
        "language": person.language,
    }


def _context(ref: str, column: str) -> str:
    return f"people:{ref}:{column}"
