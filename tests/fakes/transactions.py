"""The ports in memory: for tests of what stands on them, under the same contract as the real ones."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from operator import attrgetter
from threading import Lock
from typing import Self

from domain.accounts import Account
from domain.applications import Application
from domain.call_backs import CallBack
from domain.documents import Document
from domain.evidence import Evidence
from domain.idempotency import StoredAnswer
from domain.identifiers import Identifier, PhoneNumber
from domain.journey import Unknown, resolve
from domain.messages import Channel, Message
from domain.offers import Offer
from domain.people import Person
from domain.repositories import CallRecord, Disclosure
from domain.requests import TurnKey
from domain.signing_orders import SigningOrder
from domain.unit_of_work import UnitOfWork
from domain.verification import Challenge
from tests.fakes.call_backs import Done, MemoryCallBacks
from tests.fakes.counters import MemoryCounters, Windows
from tests.fakes.lending import (
    MemoryAccounts,
    MemoryApplications,
    MemoryDocuments,
    MemoryEvidence,
    MemoryIdempotency,
    MemoryOffers,
    MemorySigningOrders,
)


@dataclass(frozen=True)
class MemoryTables:
    """What is known, and what calls have written so far."""

    people: list[Person] = field(default_factory=list)
    accounts: list[Account] = field(default_factory=list)
    applications: list[Application] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    documents: dict[str, Document] = field(default_factory=dict)
    evidence: dict[str, Evidence] = field(default_factory=dict)
    signing_orders: dict[str, SigningOrder] = field(default_factory=dict)
    idempotent: dict[str, tuple[bytes, StoredAnswer | None]] = field(default_factory=dict)
    ledger: int = 501
    challenges: dict[str, Challenge] = field(default_factory=dict)
    calls: dict[str, CallRecord] = field(default_factory=dict)
    counters: Windows = field(default_factory=dict)
    outbox: dict[str, Message] = field(default_factory=dict)
    handed_over: set[str] = field(default_factory=set)
    stopped: dict[Channel, datetime] = field(default_factory=dict)
    audit: dict[TurnKey, Disclosure] = field(default_factory=dict)
    call_backs: dict[str, tuple[CallBack, Done]] = field(default_factory=dict)

    def copy(self) -> Self:
        return replace(self, **{name: copy(rows) for name, rows in vars(self).items()})


class MemoryTransactions:
    """Writers one after another, each on a copy that takes the tables' place when its block ends well."""

    def __init__(self, tables: MemoryTables) -> None:
        self.tables = tables
        self._lock = Lock()

    @contextmanager
    def begin(self) -> Iterator[UnitOfWork]:
        with self._lock:
            changed = self.tables.copy()
            yield unit_of_work(changed)
            self.tables = changed

    @contextmanager
    def reading(self) -> Iterator[UnitOfWork]:
        """Of what was committed last; what is written into it is gone at its end."""
        yield unit_of_work(self.tables.copy())


def unit_of_work(tables: MemoryTables) -> UnitOfWork:
    return UnitOfWork(
        ledger=tables.ledger,
        people=MemoryPeople(tables),
        accounts=MemoryAccounts(tables.accounts, tables.evidence),
        applications=MemoryApplications(tables.applications),
        offers=MemoryOffers(tables.offers),
        challenges=MemoryChallenges(tables.challenges),
        calls=MemoryCalls(tables.calls),
        counters=MemoryCounters(tables.counters),
        outbox=MemoryOutbox(tables.outbox, tables.handed_over, tables.stopped),
        audit=MemoryAudit(tables.audit),
        call_backs=MemoryCallBacks(tables.call_backs),
        documents=MemoryDocuments(tables.documents),
        evidence=MemoryEvidence(tables.evidence),
        signing_orders=MemorySigningOrders(tables.signing_orders),
        idempotency=MemoryIdempotency(tables.idempotent),
    )


@dataclass(frozen=True)
class MemoryPeople:
    tables: MemoryTables

    def recognised(self, identifier: Identifier, now: datetime) -> str | None:
        person = self.find(identifier)
        return person.ref if person and self._has_journey(person.ref, now) else None

    def find(self, identifier: Identifier) -> Person | None:
        return self._first(lambda person: identifier in (person.national_number, person.customer_number))

    def get(self, ref: str) -> Person | None:
        return self._first(lambda person: person.ref == ref)

    def has_phone(self, ref: str | None, phone: PhoneNumber | None) -> bool:
        return phone is not None and any(person.ref == ref for person in self.with_phone(phone))

    def with_phone(self, phone: PhoneNumber) -> Sequence[Person]:
        sharing = (person for person in self.tables.people if person.phone == phone)
        return sorted(sharing, key=attrgetter("ref"))

    def _first(self, is_wanted: Callable[[Person], bool]) -> Person | None:
        return next((person for person in self.tables.people if is_wanted(person)), None)

    def _has_journey(self, ref: str, now: datetime) -> bool:
        accounts = [account for account in self.tables.accounts if account.person == ref]
        applications = MemoryApplications(self.tables.applications).of(ref)
        return not isinstance(resolve(accounts, applications, now), Unknown)

    def lock(self, ref: str) -> None:
        """Writers are one after another anyway."""

    def add(self, person: Person) -> bool:
        is_new = not (self.find(person.national_number) or self.find(person.customer_number))
        self.tables.people.extend([person] if is_new else [])
        return is_new

    def confirm_phone(self, ref: str, at: datetime) -> None:
        people = self.tables.people
        people[:] = [replace(one, phone_confirmed_at=at) if one.ref == ref else one for one in people]


@dataclass(frozen=True)
class MemoryChallenges:
    rows: dict[str, Challenge]

    def add(self, challenge: Challenge) -> None:
        self.rows[challenge.ref] = challenge

    def lock(self, ref: str) -> Challenge | None:
        return self.rows.get(ref)

    def save(self, challenge: Challenge) -> None:
        self.rows[challenge.ref] = challenge


@dataclass(frozen=True)
class MemoryCalls:
    rows: dict[str, CallRecord]

    def lock(self, call: str, language: str) -> CallRecord:
        return self.rows.setdefault(call, CallRecord(call, language))

    def find(self, call: str) -> CallRecord | None:
        return self.rows.get(call)

    def save(self, record: CallRecord) -> None:
        self.rows[record.call] = record

    def answered(self, key: TurnKey, answer: str) -> None:
        self.rows[key.call] = replace(self.rows[key.call], last_turn=key.turn, last_answer=answer)


@dataclass(frozen=True)
class MemoryOutbox:
    rows: dict[str, Message]
    handed_over: set[str]
    stopped: dict[Channel, datetime]
    """Channels that take nothing, since when."""

    def add(self, message: Message) -> None:
        self.rows.setdefault(message.dedupe, message)

    def texts_leave(self, now: datetime) -> bool:
        return now < self.stopped.get(Channel.TEXT, now + timedelta(seconds=1))

    def was_handed_over(self, dedupe: str, since: datetime) -> bool:
        return dedupe in self.handed_over and self.rows[dedupe].created_at >= since


@dataclass(frozen=True)
class MemoryAudit:
    rows: dict[TurnKey, Disclosure]

    def add(self, disclosure: Disclosure) -> None:
        self.rows.setdefault(disclosure.key, disclosure)
