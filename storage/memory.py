"""The ports in memory: for tests of what stands on them, under the same contract as the real ones."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Lock
from typing import Self

from domain.accounts import Account
from domain.applications import Application
from domain.identifiers import Identifier
from domain.journey import Unknown, resolve
from domain.messages import Message
from domain.offers import Offer
from domain.people import Person
from domain.ports import CallRecord, Disclosure, UnitOfWork
from domain.requests import TurnKey
from domain.verification import Challenge
from storage.memory_counters import MemoryCounters, Windows


@dataclass(frozen=True)
class MemoryTables:
    """What is known, and what calls have written so far."""

    people: Sequence[Person] = ()
    accounts: Sequence[Account] = ()
    applications: Sequence[Application] = ()
    offers: Sequence[Offer] = ()
    challenges: dict[str, Challenge] = field(default_factory=dict)
    calls: dict[str, CallRecord] = field(default_factory=dict)
    counters: Windows = field(default_factory=dict)
    outbox: dict[str, Message] = field(default_factory=dict)
    audit: dict[TurnKey, Disclosure] = field(default_factory=dict)

    def copy(self) -> Self:
        return replace(
            self,
            challenges=dict(self.challenges),
            calls=dict(self.calls),
            counters=dict(self.counters),
            outbox=dict(self.outbox),
            audit=dict(self.audit),
        )


class MemoryTransactions:
    """Writers one after another, each on a copy that takes the tables' place when its block ends well."""

    def __init__(self, tables: MemoryTables) -> None:
        self.tables = tables
        self._lock = Lock()

    @contextmanager
    def begin(self) -> Iterator[UnitOfWork]:
        with self._lock:
            changed = self.tables.copy()
            yield MemoryUnitOfWork(changed)
            self.tables = changed

    @contextmanager
    def reading(self) -> Iterator[UnitOfWork]:
        """Of what was committed last; what is written into it is gone at its end."""
        yield MemoryUnitOfWork(self.tables.copy())


class MemoryUnitOfWork:
    def __init__(self, tables: MemoryTables) -> None:
        self.people = MemoryPeople(tables)
        self.accounts = MemoryAccounts(tables.accounts)
        self.applications = MemoryApplications(tables.applications)
        self.offers = MemoryOffers(tables.offers)
        self.challenges = MemoryChallenges(tables.challenges)
        self.calls = MemoryCalls(tables.calls)
        self.counters = MemoryCounters(tables.counters)
        self.outbox = MemoryOutbox(tables.outbox)
        self.audit = MemoryAudit(tables.audit)


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

    def _first(self, is_wanted: Callable[[Person], bool]) -> Person | None:
        return next((person for person in self.tables.people if is_wanted(person)), None)

    def _has_journey(self, ref: str, now: datetime) -> bool:
        accounts, applications = MemoryAccounts(self.tables.accounts), MemoryApplications(self.tables.applications)
        return not isinstance(resolve(accounts.of(ref), applications.of(ref), now), Unknown)


@dataclass(frozen=True)
class MemoryAccounts:
    rows: Sequence[Account]

    def of(self, person: str) -> Sequence[Account]:
        return [account for account in self.rows if account.person == person]


@dataclass(frozen=True)
class MemoryApplications:
    rows: Sequence[Application]

    def of(self, person: str) -> Sequence[Application]:
        return [application for application in self.rows if application.person == person]


@dataclass(frozen=True)
class MemoryOffers:
    rows: Sequence[Offer]

    def list(self) -> Sequence[Offer]:
        return sorted(self.rows, key=lambda offer: offer.profile)


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

    def add(self, message: Message) -> None:
        self.rows.setdefault(message.dedupe, message)


@dataclass(frozen=True)
class MemoryAudit:
    rows: dict[TurnKey, Disclosure]

    def add(self, disclosure: Disclosure) -> None:
        self.rows.setdefault(disclosure.key, disclosure)
