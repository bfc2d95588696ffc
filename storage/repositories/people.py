"""People, found by a blind index; what identifies them is sealed, bound to its row and column."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, and_, bindparam, exists, func, literal_column, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from domain.applications import ApplicationStatus
from domain.identifiers import CustomerNumber, Identifier, NationalNumber, PhoneNumber
from domain.journey import REJECTION_REMEMBERED
from domain.people import NOBODY, Person
from storage.cipher import Cipher
from storage.statements import Prepared, Row
from storage.tables import accounts, applications, people
from storage.transactions import Transaction

_OWN = people.c.ledger == bindparam("ledger")
_THIS = people.c.ref == bindparam("ref")
BY_REF = Prepared(select(people).where(_THIS, _OWN))
BY_REF_ANYWHERE = Prepared(select(people).where(_THIS))
LOCK = Prepared(select(people.c.ref).where(_THIS, _OWN).with_for_update(key_share=True))
CONFIRM_PHONE = Prepared(update(people).where(people.c.ref == bindparam("of_ref"), _OWN), "phone_confirmed_at")
ADD = Prepared(insert(people).on_conflict_do_nothing())
LOCK_NUMBER = Prepared(select(func.pg_advisory_xact_lock(bindparam("number", type_=BigInteger))))


def _is_wanted(column: str, keys: int) -> ColumnElement[bool]:
    """Under any of so many keys."""
    return people.c[column].in_([bindparam(f"wanted_{number}") for number in range(keys)])


@cache
def by_index(kind: str, keys: int) -> Prepared:
    return Prepared(select(people).where(_is_wanted(f"{kind}_index", keys), _OWN).order_by(people.c.ref))


# One row for everybody. Somebody in no table is looked for in the other tables too, under a reference that none has.
_one_row = select(literal_column("1").label("one")).subquery("one_row")
_ref = func.coalesce(people.c.ref, NOBODY)
_account = exists().where(accounts.c.person == _ref).correlate(people)
_application = exists().where(
    applications.c.person == _ref,
    applications.c.status != ApplicationStatus.APPROVED.value,
    or_(
        applications.c.status != ApplicationStatus.REJECTED.value,
        applications.c.decided_at >= bindparam("remembered_since"),
    ),
)


@cache
def recognising(kind: str, keys: int) -> Prepared:
    found = _one_row.outerjoin(people, and_(_is_wanted(f"{kind}_index", keys), _OWN))
    return Prepared(
        select(
            people.c.ref, _account.label("has_account"), _application.correlate(people).label("has_application")
        ).select_from(found)
    )


@cache
def having_phone(keys: int) -> Prepared:
    """One row for everybody here, too. Who is in no table is looked for like everybody."""
    whose = people.c.ref == func.coalesce(bindparam("ref", type_=people.c.ref.type), NOBODY)
    return Prepared(select(exists().where(whose, _OWN, _is_wanted("phone_index", keys)).label("is_theirs")))


class SqlPeople:
    def __init__(self, transaction: Transaction, cipher: Cipher, ledger: int) -> None:
        self._transaction = transaction
        self._cipher = cipher
        self._ledger = ledger

    def recognised(self, identifier: Identifier, now: datetime) -> str | None:
        kind, wanted = self._wanted(identifier)
        since = now - REJECTION_REMEMBERED
        statement = recognising(kind, len(wanted))
        row = statement.one(self._transaction, **wanted, remembered_since=since, ledger=self._ledger)
        return row.ref if row.has_account or row.has_application else None

    def find(self, identifier: Identifier) -> Person | None:
        kind, wanted = self._wanted(identifier)
        return self._one(by_index(kind, len(wanted)).first(self._transaction, **wanted, ledger=self._ledger))

    def get(self, ref: str) -> Person | None:
        return self._one(BY_REF.first(self._transaction, ref=ref, ledger=self._ledger))

    def has_phone(self, ref: str | None, phone: PhoneNumber | None) -> bool:
        """Withheld numbers are looked for as a text that no number is."""
        wanted = self._hashes("phone", phone.e164 if phone else "")
        row = having_phone(len(wanted)).one(self._transaction, ref=ref, **wanted, ledger=self._ledger)
        return bool(row.is_theirs)

    def with_phone(self, phone: PhoneNumber) -> Sequence[Person]:
        wanted = self._hashes("phone", phone.e164)
        rows = by_index("phone", len(wanted)).all(self._transaction, **wanted, ledger=self._ledger)
        return [person_of(row, self._cipher) for row in rows]

    def lock(self, ref: str) -> None:
        """Other rows may refer to this one meanwhile."""
        LOCK.first(self._transaction, ref=ref, ledger=self._ledger)

    def add(self, person: Person) -> bool:
        if self._is_known_by_another_key(person):
            return False
        return bool(ADD.run(self._transaction, **row_of_person(person, self._cipher, self._ledger)))

    def confirm_phone(self, ref: str, at: datetime) -> None:
        CONFIRM_PHONE.run(self._transaction, of_ref=ref, ledger=self._ledger, phone_confirmed_at=at)

    def _is_known_by_another_key(self, person: Person) -> bool:
        """No rule of the table holds between two keys, so whoever adds waits for others who add the same numbers."""
        if len(self._cipher.key_ids) == 1:
            return False
        identifiers: tuple[Identifier, ...] = (person.national_number, person.customer_number)
        for identifier in identifiers:
            self._await_turn(identifier)
        return any(self.find(identifier) for identifier in identifiers)

    def _await_turn(self, identifier: Identifier) -> None:
        """SQLite's writers come one after another anyway. The smallest hash is the same in whichever order keys are."""
        if self._transaction.dialect.name == "postgresql":
            smallest = min(self._wanted(identifier)[1].values())
            LOCK_NUMBER.all(self._transaction, number=int.from_bytes(smallest[:8], signed=True))

    def _wanted(self, identifier: Identifier) -> tuple[str, dict[str, bytes]]:
        kind = "national_number" if isinstance(identifier, NationalNumber) else "customer_number"
        return kind, self._hashes(kind, identifier.digits)

    def _hashes(self, kind: str, text: str) -> dict[str, bytes]:
        return {f"wanted_{number}": one for number, one in enumerate(self._cipher.blind_indexes(kind, text))}

    def _one(self, row: Row | None) -> Person | None:
        return person_of(row, self._cipher) if row else None


def recipient(transaction: Transaction, ref: str, cipher: Cipher) -> Person | None:
    """Of any ledger: whoever wrote the message saw only its own."""
    row = BY_REF_ANYWHERE.first(transaction, ref=ref)
    return person_of(row, cipher) if row else None


def person_of(row: Row, cipher: Cipher) -> Person:
    def opened(column: str) -> str:
        return cipher.open(getattr(row, column), _context(row.ref, column)).decode()

    phone = opened_phone(row, cipher)
    return Person(
        ref=row.ref,
        national_number=NationalNumber(opened("national_number")),
        customer_number=CustomerNumber(opened("customer_number")),
        name=opened("name"),
        phone=PhoneNumber(phone) if phone else None,
        email=opened("email"),
        language=row.language,
        phone_since=row.phone_since,
        phone_confirmed_at=row.phone_confirmed_at,
        registered=row.registered,
    )


def opened_phone(row: Row, cipher: Cipher) -> str | None:
    """Of a row with `ref` and `phone`, without opening the others."""
    return cipher.open(row.phone, _context(row.ref, "phone")).decode() if row.phone else None


def row_of_person(person: Person, cipher: Cipher, ledger: int) -> dict[str, Any]:
    def sealed(column: str, text: str) -> bytes:
        return cipher.seal(text.encode(), _context(person.ref, column))

    national_number, customer_number = person.national_number.digits, person.customer_number.digits
    return {
        "ref": person.ref,
        "ledger": ledger,
        "national_number": sealed("national_number", national_number),
        "national_number_index": cipher.blind_index("national_number", national_number),
        "customer_number": sealed("customer_number", customer_number),
        "customer_number_index": cipher.blind_index("customer_number", customer_number),
        "name": sealed("name", person.name),
        "phone": sealed("phone", person.phone.e164) if person.phone else None,
        "phone_index": cipher.blind_index("phone", person.phone.e164) if person.phone else None,
        "email": sealed("email", person.email),
        "language": person.language,
        "phone_since": person.phone_since,
        "phone_confirmed_at": person.phone_confirmed_at,
        "registered": person.registered,
        "fingerprint": None,  # of an import alone
    }


def _context(ref: str, column: str) -> str:
    return f"people:{ref}:{column}"
