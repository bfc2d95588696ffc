"""The keys that a database is sealed with, by a known value under each: one that does not fit is found at the start."""

from datetime import datetime

from sqlalchemy import Connection, delete, func, select
from sqlalchemy.dialects.postgresql import insert

from storage.cipher import KEY_ID_LENGTH, Cipher, InvalidSeal
from storage.tables import people, secret_keys

KNOWN, CONTEXT = b"creditline", "secret_keys"


class ForeignKeys(Exception):
    """Something is sealed with a key that is not listed; the message has its id."""


def check(connection: Connection, cipher: Cipher) -> None:
    """Raises ForeignKeys."""
    for key, known in connection.execute(select(secret_keys.c.id, secret_keys.c.known)).all():
        try:
            cipher.open(known, CONTEXT)
        except InvalidSeal:
            raise ForeignKeys(key) from None
    _check_a_row(connection, cipher)


def is_noted(connection: Connection, cipher: Cipher) -> bool:
    """Whether the first key is known to the database."""
    this = secret_keys.c.id == cipher.key_ids[0].hex()
    return bool(connection.execute(select(func.count()).where(this)).scalar())


def note(connection: Connection, cipher: Cipher, now: datetime) -> None:
    """That the first key is in use. Harmless where it was noted before."""
    row = {"id": cipher.key_ids[0].hex(), "known": cipher.seal(KNOWN, CONTEXT), "since": now}
    connection.execute(insert(secret_keys).values(row).on_conflict_do_nothing())


def forget(connection: Connection, key: bytes) -> None:
    connection.execute(delete(secret_keys).where(secret_keys.c.id == key.hex()))


def _check_a_row(connection: Connection, cipher: Cipher) -> None:
    """For a database that was filled before its keys were noted."""
    sealed = connection.execute(select(people.c.name).order_by(people.c.ref).limit(1)).scalar()
    if sealed is not None and (key := bytes(sealed[:KEY_ID_LENGTH])) not in cipher.key_ids:
        raise ForeignKeys(key.hex())
