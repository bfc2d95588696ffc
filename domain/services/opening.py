"""Open the account that an agreement is signed for: the one place where an account comes from, and only with proof."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import count

from domain.accounts import Account, AccountStatus, Limit, LimitType
from domain.agreements import Agreement
from domain.applications import Application, ApplicationStatus
from domain.disclosure import Fact
from domain.errors import Fault
from domain.evidence import Evidence, KeyedProof, Proof, evidence_of
from domain.money import Money
from domain.repositories import Disclosure
from domain.requests import TurnKey
from domain.services.lending import Lending
from domain.services.notices import LANGUAGE, Notices
from domain.unit_of_work import UnitOfWork
from domain.verification import Level


@dataclass(frozen=True)
class Overtaken:
    """The application is no longer what it was when it was read."""


@dataclass(frozen=True)
class AccountProfileExists:
    """The person has an account of this profile already."""


@dataclass(frozen=True)
class Opened:
    account: Account
    evidence: Evidence


@dataclass(frozen=True)
class Signing:
    """One transaction's attempt. `order`: the one that was completed outside, where one was.

    `number`: the account's, where a ledger elsewhere has opened it.
    """

    work: UnitOfWork
    lending: Lending
    application: Application
    agreement: Agreement
    proof: Proof
    now: datetime
    today: date
    order: str | None = None
    number: str | None = None

    def open(self) -> Opened | AccountProfileExists | Overtaken:
        """Everything or nothing. Raises Unproven.

        Of two at once the second waits for the first, by the person's lock, and finds what the first has made.
        """
        evidence = evidence_of(
            self.proof, self.application, self.agreement, now=self.now, today=self.today, order=self.order
        )
        self.work.people.lock(self.application.person)
        if has_profile(self.work, self.application.person, self.application.profile):
            is_current = self.work.applications.get(self.application.ref) == self.application
            return AccountProfileExists() if is_current else Overtaken()
        started = begun(self.work, self.application, self.proof.by, self.now)
        return Overtaken() if started is None else self._opened(started, evidence)

    def _opened(self, started: Application, evidence: Evidence) -> Opened:
        account = self.work.accounts.open(self._candidates(), evidence)
        approved = replace(started.moved_to(ApplicationStatus.APPROVED), account=account.number, decided_at=self.now)
        if self.work.applications.change(started, approved, self.proof.by, self.now) is None:
            raise Fault("an application that is being signed was changed by somebody else")
        self._record(account, evidence)
        return Opened(account, evidence)

    def _record(self, account: Account, evidence: Evidence) -> None:
        person = self.application.person
        key = self.proof.key if isinstance(self.proof, KeyedProof) else TurnKey(account.ref, 0)
        language = self.proof.language if isinstance(self.proof, KeyedProof) else LANGUAGE
        self.work.audit.add(Disclosure(key, person, Level.STRONG, (Fact.NEW_ACCOUNT,), self.now))
        Notices(self.work.outbox, person, self.agreement, self.now, language).signed(evidence, account.number)

    def _candidates(self) -> Iterator[Account]:
        """The new account, under one number after another."""
        limit = self.application.credit_limit
        nothing = Money(0, limit.currency)
        account = Account(
            ref=self.lending.numbers.reference(),
            number="",
            person=self.application.person,
            profile=self.application.profile,
            status=AccountStatus.OPEN,
            limits=(Limit(LimitType.ACCOUNT, limit, limit),),
            balance=nothing,
            current_due=nothing,
            due_date=None,
            arrears=nothing,
        )
        for number in self._numbers():
            yield replace(account, number=number)

    def _numbers(self) -> Iterator[str]:
        if self.number is None:
            yield from (self.lending.numbers.account_number(self.application.ref, attempt) for attempt in count())
        else:
            yield self.number
            raise Fault("the ledger has opened an account under a number that is another one's here")


def begun(work: UnitOfWork, application: Application, by: str, now: datetime) -> Application | None:
    """In `InitializedSigning`, where it may be there already; None where it was changed by somebody else."""
    if application.status is ApplicationStatus.INITIALIZED_SIGNING:
        return application
    started = application.moved_to(ApplicationStatus.INITIALIZED_SIGNING)
    return work.applications.change(application, started, by, now)


def has_profile(work: UnitOfWork, person: str, profile: str) -> bool:
    return any(account.profile == profile for account in work.accounts.of(person))
