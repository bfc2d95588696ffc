"""Whose account or application a row is: told by national number, by customer number, or by both."""

from collections.abc import Callable, Sequence

from sqlalchemy import Connection, select

from storage.cipher import Cipher
from storage.importing import values as read
from storage.importing.columns import Column, Values
from storage.importing.faults import BadRow
from storage.tables import people

COLUMNS = (
    Column(
        "national_number",
        "twelve digits YYYYMMDDNNNC with a date and a check digit, or a customer_number instead",
        read.national_number,
        is_required=False,
    ),
    Column(
        "customer_number",
        "4 to 15 digits, or a national_number instead",
        read.customer_number,
        is_required=False,
    ),
)
NAMES = tuple(column.name for column in COLUMNS)


def holders(connection: Connection, batch: Sequence[Values], cipher: Cipher, ledger: int) -> Callable[[Values], str]:
    """Finds the person's reference. Raises BadRow."""
    found = {name: _found(connection, name, batch, cipher, ledger) for name in NAMES}

    def holder(values: Values) -> str:
        given = [name for name in NAMES if values[name]]
        if not given:
            raise BadRow("national_number: give it, or a customer_number")
        refs = {name: _first(found[name], cipher.blind_indexes(name, values[name])) for name in given}
        if unknown := [name for name, ref in refs.items() if ref is None]:
            raise BadRow(*(f"{name}: nobody has it: import this person first" for name in unknown))
        if len({*refs.values()}) > 1:
            raise BadRow("customer_number: the national_number is another person's: give the one or the other")
        return str(refs[given[0]])

    return holder


def _first(refs: dict[bytes, str], hashes: Sequence[bytes]) -> str | None:
    return next((refs[one] for one in hashes if one in refs), None)


def _found(connection: Connection, name: str, batch: Sequence[Values], cipher: Cipher, ledger: int) -> dict[bytes, str]:
    index = people.c[f"{name}_index"]
    wanted = [one for values in batch if values[name] for one in cipher.blind_indexes(name, values[name])]
    if not wanted:
        return {}
    rows = connection.execute(select(people.c.ref, index).where(people.c.ledger == ledger, index.in_(wanted)))
    return {bytes(row[1]): row[0] for row in rows}
