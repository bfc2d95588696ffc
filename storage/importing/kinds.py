"""Which kinds of files there are."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from storage.cipher import Cipher
from storage.importing import accounts, applications, people
from storage.importing.columns import Column
from storage.importing.kind import Kind

COLUMNS: Mapping[str, Sequence[Column]] = {
    "people": people.COLUMNS,
    "accounts": accounts.COLUMNS,
    "applications": applications.COLUMNS,
}


def kind_of(word: str, cipher: Cipher, ledger: int, now: datetime, who: str) -> Kind:
    """`who` imports: each change of an application is kept with it."""
    kinds: dict[str, Kind] = {
        "people": people.PeopleFile(cipher, ledger, now),
        "accounts": accounts.AccountsFile(cipher, ledger),
        "applications": applications.ApplicationsFile(cipher, ledger, now, who),
    }
    return kinds[word]
