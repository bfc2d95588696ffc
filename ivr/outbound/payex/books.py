"""The books are the ledger's: one person's before they are told of, and everybody's by the worker, a page at a time."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from domain.applications import Application, ApplicationStatus
from domain.errors import Unavailable
from domain.ports import Clock
from domain.services.lending import Lending
from domain.unit_of_work import Transactions, UnitOfWork
from ivr.outbound.payex import wire
from ivr.outbound.payex.addresses import LedgerPaths
from ivr.outbound.payex.client import Deadline, LedgerClient
from ivr.outbound.payex.mirror import Mirror

NOT_ASKED_OF = frozenset({ApplicationStatus.STARTED, ApplicationStatus.APPROVED, ApplicationStatus.REJECTED})
"""The ledger knows complete applications only, and of those that are decided nothing new comes."""

Accounts = Mapping[str, wire.Account]


@dataclass(frozen=True)
class RemoteBooks:
    """Implements `domain.books.Books`."""

    client: LedgerClient
    paths: LedgerPaths
    transactions: Transactions
    lending: Lending
    clock: Clock

    def refresh(self, person: str) -> bool:
        """All of it within one time limit: somebody is on the line."""
        until = Deadline()
        with self.transactions.reading() as work:
            running = [one for one in work.applications.of(person) if one.status not in NOT_ASKED_OF]
            numbers = {account.number for account in work.accounts.of(person)}
        said = [(one, self.client.get(self.paths.application(one), wire.Application, until)) for one in running]
        accounts = self._accounts(numbers | {one.account for _, one in said if one.account}, until)
        with self.transactions.begin() as work:
            self._keep(self._mirror(work), person, said, accounts)
        return True

    def catch_up(self) -> None:
        """Everything that the ledger lists."""
        listed = []
        for page in self._pages(self.paths.offers):
            offers = [offer for item in page if (offer := wire.read_item(wire.Offer, item))]
            listed += [str(item.get("accountProfile")) for item in page]
            with self.transactions.begin() as work:
                for offer in offers:
                    self._mirror(work).keep_offer(offer)
        with self.transactions.begin() as work:
            self._mirror(work).close_offers(listed)
        for profile in listed:
            for page in self._pages(self.paths.applications(profile)):
                self._keep_page(profile, page)

    def _keep(
        self, mirror: Mirror, person: str, said: Sequence[tuple[Application, wire.Application]], accounts: Accounts
    ) -> None:
        """Accounts last: those of applications are among them."""
        for application, one in said:
            mirror.keep_application(one, application.profile, accounts)
        for account in mirror.work.accounts.of(person):
            if account.number in accounts:
                mirror.keep_account(accounts[account.number], person)

    def _keep_page(self, profile: str, page: Sequence[dict[str, Any]]) -> None:
        said = [one for item in page if (one := wire.read_item(wire.Application, item))]
        with self.transactions.reading() as work:
            new = {one.account for one in said if one.account and work.accounts.numbered(one.account) is None}
        accounts = dict(self._found(new))
        with self.transactions.begin() as work:
            for one in said:
                self._mirror(work).keep_application(one, profile, accounts)

    def _accounts(self, numbers: set[str], until: Deadline) -> Accounts:
        return {number: self._account(number, until) for number in sorted(numbers)}

    def _found(self, numbers: set[str]) -> Iterator[tuple[str, wire.Account]]:
        """One that cannot be had does not hide the others."""
        for number in numbers:
            with suppress(Unavailable):
                yield number, self._account(number, Deadline())

    def _account(self, number: str, until: Deadline) -> wire.Account:
        account = self.client.get(self.paths.account(number), wire.Account, until)
        if account.account_number != number:
            raise Unavailable("the ledger answered with another account")
        return account

    def _pages(self, address: str) -> Iterator[Sequence[dict[str, Any]]]:
        following: str | None = address
        while following:
            page = self.client.get(following, wire.Page)
            yield page.items
            if page.view.next == following:
                raise Unavailable("the ledger's pages go round in a circle")
            following = page.view.next

    def _mirror(self, work: UnitOfWork) -> Mirror:
        return Mirror(work, self.lending, self.clock.now())
