"""A lender's core system, which leaves files of people, accounts and applications."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click.testing

from domain.accounts import Account
from domain.identifiers import NationalNumber
from domain.people import Person
from domain.unit_of_work import UnitOfWork
from ivr.cli import main
from ivr.config import load_settings
from storage.cipher import Cipher
from storage.engine import open_engine
from storage.unit_of_work import SqlTransactions

BERIT = {
    "national_number": "197207049987",
    "customer_number": "30000001",
    "name": "Berit Öberg",
    "phone": "+46701740690",
    "email": "berit@example.com",
    "language": "sv-SE",
    "registered": "true",
}
OLLE = {
    "national_number": "192406079927",
    "customer_number": "30000002",
    "name": "Olle Ek",
    "phone": "",
    "email": "olle@example.com",
    "language": "en-GB",
    "registered": "",
}
BERITS_ACCOUNT = {
    "number": "60000001",
    "national_number": BERIT["national_number"],
    "customer_number": "",
    "profile": "kontotyp-1",
    "status": "Open",
    "currency": "SEK",
    "balance": "12345.60",
    "current_due": "1250",
    "due_date": "2026-12-28",
    "arrears": "150.5",
    "limit_account": "50000.00",
    "available_account": "-37654.40",
    "limit_cash": "10000",
    "available_cash": "9999.99",
    "pending_credits": "10.00",
    "pending_debits": "20.00",
    "previous_billing_period": "-30.00",
    "requested_payment": "40.00",
    "recommended_extra_payment": "0",
    "arrears_buckets": "1-30=100.50;31-60=50",
    "last_payments": "2026-09-28=1250.00;2026-10-28=1300.00",
    "as_of": "2026-11-20T06:00:00+01:00",
}
OLLES_APPLICATION = {
    "id": "core-7",
    "national_number": "",
    "customer_number": OLLE["customer_number"],
    "profile": "kontotyp-1",
    "status": "AwaitingSign",
    "kyc": "authenticated",
    "pep": "false",
    "currency": "SEK",
    "credit_limit": "25000.00",
    "created_at": "2026-11-01T12:00:00+01:00",
    "decided_at": "",
    "in_review": "",
    "approval_expires_at": "2026-12-01T12:00:00+01:00",
    "account": "",
}
GOOD: dict[str, dict[str, str]] = {"people": BERIT, "accounts": BERITS_ACCOUNT, "applications": OLLES_APPLICATION}

Row = Mapping[str, str]


@dataclass(frozen=True)
class Core:
    """The lender's core system, which leaves files and has them imported."""

    folder: Path
    env: dict[str, str]

    def sends(self, kind: str, content: bytes | str, *options: str, name: str = "file.csv") -> click.testing.Result:
        file = self.folder / name
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        words = ["import", kind, str(file), *options]
        return click.testing.CliRunner().invoke(main, words, env=self.env, catch_exceptions=False)

    @contextmanager
    def stored(self, ledger: int = 501) -> Iterator[UnitOfWork]:
        settings = load_settings(self.env)
        engine, cipher = open_engine(settings.database_url), Cipher([key.hex() for key in settings.secret_keys])
        with SqlTransactions(engine, cipher, ledger).reading() as work:
            yield work
        engine.dispose()

    def person(self, row: Row = BERIT, ledger: int = 501) -> Person | None:
        with self.stored(ledger) as work:
            return work.people.find(NationalNumber(row["national_number"]))

    def account(self) -> Account | None:
        with self.stored() as work:
            return work.accounts.numbered(BERITS_ACCOUNT["number"])


def csv_of(*rows: Row) -> str:
    lines = [[*rows[0]], *([*row.values()] for row in rows)]
    return "".join(",".join(line) + "\n" for line in lines)


def json_of(*rows: Mapping[str, object]) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


def verdict(ended: click.testing.Result) -> tuple[int, str]:
    return ended.exit_code, ended.output.splitlines()[-1]
