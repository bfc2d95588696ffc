"""What applying and signing stand on, in memory."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from operator import attrgetter

from domain.accounts import Account
from domain.applications import Application, ApplicationStatus
from domain.documents import Document
from domain.evidence import Evidence
from domain.idempotency import Mismatch, StoredAnswer
from domain.offers import Offer
from domain.repositories import MOST_LISTED
from domain.signing_orders import SigningOrder
from storage.repositories.signing_orders import AHEAD


@dataclass(frozen=True)
class MemoryAccounts:
    rows: list[Account]
    evidence: dict[str, Evidence]

    def of(self, person: str) -> Sequence[Account]:
        return sorted((account for account in self.rows if account.person == person), key=attrgetter("ref"))

    def numbered(self, number: str) -> Account | None:
        return next((account for account in self.rows if account.number == number), None)

    def open(self, candidates: Iterator[Account], evidence: Evidence) -> Account:
        account = next(candidate for candidate in candidates if self.numbered(candidate.number) is None)
        self.evidence[evidence.application] = evidence
        self.rows.append(account)
        return account

    def put(self, account: Account) -> None:
        known = next((one for one in self.rows if one.ref == account.ref), account)
        others = [one for one in self.rows if one.ref != account.ref]
        lasting = {name: getattr(known, name) for name in ("number", "person", "profile")}
        self.rows[:] = [*others, replace(account, **lasting)]


@dataclass(frozen=True)
class MemoryApplications:
    rows: list[Application]

    def of(self, person: str) -> Sequence[Application]:
        return self._sorted([application for application in self.rows if application.person == person])

    def get(self, ref: str) -> Application | None:
        return next((application for application in self.rows if application.ref == ref), None)

    def of_profile(self, profile: str, *, limit: int, skip: int) -> Sequence[Application]:
        of_profile = [
            application
            for application in self.rows
            if application.profile == profile and application.status is not ApplicationStatus.STARTED
        ]
        return self._sorted(of_profile)[skip : skip + limit]

    def in_status(self, status: ApplicationStatus | None) -> Sequence[Application]:
        found = [application for application in self.rows if status in (None, application.status)]
        return self._sorted(found)[:MOST_LISTED]

    def add(self, application: Application, by: str) -> None:  # noqa: ARG002 - the port has it
        self.rows.append(application)

    def change(
        self,
        before: Application,
        after: Application,
        by: str,  # noqa: ARG002 - the port has it
        at: datetime,  # noqa: ARG002 - the port has it
        note: str = "",  # noqa: ARG002 - the port has it
    ) -> Application | None:
        if before not in self.rows:
            return None
        stored = replace(after, version=before.version + 1)
        self.rows[self.rows.index(before)] = stored
        return stored

    def _sorted(self, found: list[Application]) -> Sequence[Application]:
        return sorted(found, key=attrgetter("created_at", "ref"))


@dataclass(frozen=True)
class MemoryOffers:
    rows: list[Offer]

    def get(self, profile: str) -> Offer | None:
        return next((offer for offer in self.rows if offer.profile == profile), None)

    def put(self, offer: Offer) -> None:
        self.rows[:] = [*(one for one in self.rows if one.profile != offer.profile), offer]

    def list(self) -> Sequence[Offer]:
        return sorted(self.rows, key=attrgetter("profile"))


@dataclass(frozen=True)
class MemoryDocuments:
    rows: dict[str, Document]

    def add(self, document: Document) -> None:
        self.rows.setdefault(document.sha256, document)

    def get(self, sha256: str) -> Document | None:
        return self.rows.get(sha256)


@dataclass(frozen=True)
class MemoryEvidence:
    rows: dict[str, Evidence]

    def of_application(self, application: str) -> Evidence | None:
        return self.rows.get(application)

    def proven_by(self, challenge: str) -> Evidence | None:
        keyed = (evidence for evidence in self.rows.values() if evidence.method == "keyed")
        return next((evidence for evidence in keyed if evidence.proof == challenge), None)


@dataclass(frozen=True)
class MemorySigningOrders:
    rows: dict[str, SigningOrder]

    def add(self, order: SigningOrder) -> None:
        self.rows[order.ref] = order

    def of_application(self, application: str) -> SigningOrder | None:
        return next((order for order in self.rows.values() if order.application == application), None)

    def exists(self, application: str) -> bool:
        return self.of_application(application) is not None

    def open(self, begun_before: datetime) -> Sequence[SigningOrder]:
        waiting = [order for order in self.rows.values() if not begun_before < order.begun_at <= begun_before + AHEAD]
        return sorted(waiting, key=attrgetter("begun_at"))

    def close(self, order: str) -> None:
        self.rows.pop(order, None)


@dataclass(frozen=True)
class MemoryIdempotency:
    rows: dict[str, tuple[bytes, StoredAnswer | None]]

    def claim(self, key: str, fingerprint: bytes, at: datetime) -> StoredAnswer | Mismatch | None:  # noqa: ARG002 - the port has it
        if key not in self.rows:
            self.rows[key] = (fingerprint, None)
            return None
        claimed, answer = self.rows[key]
        return answer if claimed == fingerprint else Mismatch()

    def store(self, key: str, answer: StoredAnswer) -> None:
        self.rows[key] = (self.rows[key][0], answer)
