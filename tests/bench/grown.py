"""Rows as years of calls leave them, for a database of any size.

The first LOOKED_UP people are real; the sealed columns of the others are copies of theirs, under random indexes. What
happened did so over twice as long as it is kept, so that half of it is old.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Table

from domain.accounts import Account, AccountStatus, Limit, LimitType
from domain.applications import ApplicationStatus
from domain.identifiers import CustomerNumber, NationalNumber, PhoneNumber
from domain.money import Money
from domain.offers import Offer
from domain.people import Person
from storage import demo, tables
from storage.call_streams import NUMBER_BITS
from storage.cipher import Cipher
from storage.repositories.accounts import row_of_account, rows_of_limits
from storage.repositories.applications import row_of_application
from storage.repositories.people import row_of_person
from storage.retention import KEPT

Row = dict[str, Any]

CIPHER = Cipher(["a secret of the bench, long enough"])
LOOKED_UP = 2_000
OPEN_EVERY = 1_000  # call-backs: the others are done; texts: the others have left, these are to leave some day
AGREEMENT = demo.documents()[0]
INDEX_BYTES, SEALED = 32, os.urandom(100)


OF_CALLS = frozenset(
    {tables.calls, tables.challenges, tables.event_log, tables.audit, tables.outbox, tables.counters}
    | {tables.call_backs, tables.idempotent_answers}
)


def person(number: int) -> Person:
    """One of the first LOOKED_UP."""
    return replace(
        demo.PEOPLE["customer-open"],
        ref=f"person-{number}",
        national_number=NationalNumber(f"{number:012d}"),
        customer_number=CustomerNumber(f"{number:08d}"),
        phone=PhoneNumber(f"+4670{number:07d}"),
    )


def offers() -> Iterator[Offer]:
    return (replace(one, standard_european_agreements_sha256=None, account_terms_sha256=None) for one in demo.offers())


def makers(calls: int, now: datetime) -> Mapping[Table, Callable[[int], Row]]:
    """In an order that foreign keys allow."""

    def at(number: int) -> datetime:
        return now - 2 * KEPT * (number / calls)

    return {
        tables.people: _person,
        tables.accounts: lambda number: row_of_account(_account(), demo.LEDGER) | _owned(number) | _numbered(number),
        tables.account_limits: lambda number: rows_of_limits(_account())[0] | {"account": f"own-{number}"},
        tables.applications: lambda number: _application(now) | _owned(number) | _applied(number, now),
        tables.application_changes: lambda number: {
            "application": f"own-{number}", "version": 1, "who": "a shop", "at": now, "how": "Started"
        },
        tables.evidence: lambda number: {
            "application": f"own-{number}", "person": f"person-{number}", "agreement": AGREEMENT.sha256,
            "method": "token", "proof": f"token-{number}", "at": now, "withdraw_until": now.date(),
        },
        tables.calls: lambda number: {
            "call": _call(number), "language": "sv-SE", "person": f"person-{number}", "level": 2,
            "challenge": f"{_call(number)}.2", "starts": 1, "wrong_codes": 0, "last_turn": 4, "last_answer": "told",
        },
        tables.challenges: lambda number: {
            "ref": f"{_call(number)}.2", "call": _call(number), "person": f"person-{number}", "claimed": SEALED[:32],
            "mac": SEALED[:32], "sent_at": at(number), "wrong_codes": 0, "is_used": True, "agreement": None,
            "message": f"code:{_call(number)}:2", "keyed": SEALED,
        },
        tables.event_log: lambda number: {
            "call": _call(number), "position": int(at(number).timestamp() * 1000) << NUMBER_BITS, "sealed": SEALED
        },
        tables.audit: lambda number: {
            "call": _call(number), "turn": 4, "person": f"person-{number}", "level": 2, "facts": "balance",
            "at": at(number), "asked_by": None,
        },
        tables.outbox: lambda number: {
            "dedupe": f"text:code:{_call(number)}:2", "body": None, "created_at": at(calls - number), "attempts": 1,
            "due_at": now + KEPT if number % OPEN_EVERY == 0 else None, "outcome": "sent",
        },
        tables.counters: lambda number: {
            "counted": "starts-by-caller", "subject": os.urandom(INDEX_BYTES), "amount": 1, "since": at(number),
            "until": at(number),
        },
        tables.call_backs: lambda number: {
            "call": _call(number), "ledger": demo.LEDGER, "number": _number(number), "queue": "general",
            "reason": "keys", "language": "sv-SE", "level": 0, "person": None, "asked_at": at(number),
            "done_at": None if number % OPEN_EVERY == 0 else at(number), "done_by": None,
        },
        tables.idempotent_answers: lambda number: {
            "ledger": demo.LEDGER, "key": os.urandom(INDEX_BYTES), "fingerprint": SEALED[:32], "status": 200,
            "location": None, "body": SEALED, "created_at": at(number),
        },
    }  # fmt: skip


def _person(number: int) -> Row:
    if number < LOOKED_UP:
        return row_of_person(person(number), CIPHER, demo.LEDGER)
    indexes = ("national_number_index", "customer_number_index", "phone_index")
    return _somebody() | {"ref": f"person-{number}"} | {name: os.urandom(INDEX_BYTES) for name in indexes}


@cache
def _somebody() -> Row:
    return row_of_person(demo.PEOPLE["customer-open"], CIPHER, demo.LEDGER)


@cache
def _account() -> Account:
    limit = Money.of("50000")
    return Account(
        ref="", number="", person="", profile="kontotyp-1", status=AccountStatus.OPEN,
        limits=(Limit(LimitType.ACCOUNT, limit, limit),),
        balance=Money(0), current_due=Money(0), due_date=None, arrears=Money(0),
    )  # fmt: skip


@cache
def _application(now: datetime) -> Row:
    started = replace(demo.applications(now)[0], status=ApplicationStatus.REJECTED, decided_at=now, details=None)
    return row_of_application(started, CIPHER, demo.LEDGER)


def _owned(number: int) -> Row:
    return {"ref": f"own-{number}", "person": f"person-{number}"}


def _applied(number: int, now: datetime) -> Row:
    """In each profile and status as many, over some years."""
    status = (ApplicationStatus.REJECTED, ApplicationStatus.STARTED, ApplicationStatus.AWAITING_SIGN)[number // 3 % 3]
    age = timedelta(minutes=number % 1_000_000)
    return {"profile": f"kontotyp-{number % 3 + 1}", "status": status.value, "created_at": now - age}


def _numbered(number: int) -> Row:
    return {"number": f"{number:08d}"}


def _call(number: int) -> str:
    """Spread as the keyed hashes that calls are named by."""
    return f"{number * 0x9E3779B97F4A7C15 % 2**64:032x}"


def _number(number: int) -> bytes:
    """Of a call-back, which nobody opens where it is done."""
    return CIPHER.seal(b"+46701740600", f"call-back:{_call(number)}") if number % OPEN_EVERY == 0 else SEALED
