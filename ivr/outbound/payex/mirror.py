"""The tables here as a mirror of the ledger: within one transaction, what it has just said."""

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from domain.applications import Application, ApplicationStatus
from domain.errors import InvalidIdentifier
from domain.people import Person
from domain.services.applicant import found_or_added
from domain.services.lending import Lending
from domain.services.opening import has_profile
from domain.unit_of_work import UnitOfWork
from ivr.logs import log_event
from ivr.outbound.payex import wire
from ivr.outbound.payex.reading import (
    account_now,
    application_now,
    details_of,
    new_account,
    new_application,
    offer_of,
)

BY = "ledger"


@dataclass(frozen=True)
class Mirror:
    work: UnitOfWork
    lending: Lending
    now: datetime

    def keep_offer(self, said: wire.Offer) -> None:
        known = self.work.offers.get(said.account_profile)
        offer = offer_of(said, known, self.now)
        if offer != known:
            self.work.offers.put(offer)

    def close_offers(self, listed: Collection[str]) -> None:
        """Whatever is not listed any more."""
        for offer in self.work.offers.list():
            if offer.profile not in listed and offer.closed_at is None:
                self.work.offers.put(replace(offer, closed_at=self.now))

    def keep_application(self, said: wire.Application, profile: str, accounts: Mapping[str, wire.Account]) -> None:
        """Keep it with its account. One that is being signed from here is settled with its evidence, by nobody else."""
        if self.work.signing_orders.exists(said.id):
            return
        known = self.work.applications.get(said.id)
        kept = self._changed(said, known) if known else self._added(said, profile)
        if kept and kept.account and kept.account in accounts:
            self.keep_account(accounts[kept.account], kept.person)

    def keep_account(self, said: wire.Account, person: str) -> None:
        known = self.work.accounts.numbered(said.account_number)
        if known is not None and known.person == person:
            self.work.accounts.put(account_now(said, known, self.now))
        elif known is None and not has_profile(self.work, person, said.account_profile):
            ref = self.lending.numbers.reference()
            if new := new_account(said, ref, person, self.now):
                self.work.accounts.put(new)
        else:
            log_event("ledger_contradicts", reason="account")

    def _changed(self, said: wire.Application, known: Application) -> Application | None:
        """None where somebody else has just changed it: the next time tells. What is approved stays so."""
        if known.status is ApplicationStatus.APPROVED:
            return known
        after = application_now(said, known, self.now)
        return known if after == known else self.work.applications.change(known, after, BY, self.now)

    def _added(self, said: wire.Application, profile: str) -> Application | None:
        person, offer = self._person(said), self.work.offers.get(profile)
        if person is None or offer is None:
            log_event("ledger_contradicts", reason="application")
            return None
        new = new_application(said, person.ref, profile, offer.max_credit_limit.currency, self.now)
        if new:
            self.work.applications.add(new, BY)
        return new

    def _person(self, said: wire.Application) -> Person | None:
        with suppress(InvalidIdentifier):
            return found_or_added(self.work, self.lending, details_of(said), self.now)
        return None
