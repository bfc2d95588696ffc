"""A line to the domain for tests: callers ask it turn by turn, on whichever transactions stand behind it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from domain.books import Books, OwnTables
from domain.identifiers import read_keyed
from domain.limits import Counted
from domain.messages import Message
from domain.ports import Codes, Signer
from domain.reach import Reach
from domain.repositories import Disclosure
from domain.requests import (
    CheckCode,
    CodeSent,
    DomainAnswer,
    DomainRequest,
    Origin,
    ResendCode,
    StartVerification,
    TurnKey,
)
from domain.services.answering import Desk, keep_silent
from domain.services.lending import Lending
from domain.unit_of_work import Transactions
from domain.verification import VerificationLimits
from ivr.voice.wordings import SpokenWordings
from storage.cipher import Cipher, StoredCodes
from storage.numbers import KeyedNumbers

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
INBOUND = Origin(None, is_inbound=True)


class SettableClock:
    def __init__(self) -> None:
        self._now = NOON

    def now(self) -> datetime:
        return self._now

    def today(self) -> date:
        return self._now.date()

    def advance(self, by: timedelta) -> None:
        self._now += by


@dataclass(frozen=True)
class Line:
    """`messages` and `disclosures`: what the outbox and the audit hold by now, oldest first.

    `hand_over`: the carrier takes all of these messages; while it `is_down` it takes none.
    """

    transactions: Transactions
    messages: Callable[[], Sequence[Message]]
    disclosures: Callable[[], Sequence[Disclosure]]
    hand_over: Callable[[], None]
    clock: SettableClock
    cipher: Cipher
    limits: VerificationLimits = field(default_factory=VerificationLimits)
    takes_keys: bool = True
    payment_account: str = "5050-1055"
    ledger: Signer | None = None
    books: Books = field(default_factory=OwnTables)
    apply_url: str = "https://apply.example/"
    is_carrier_down: bool = False
    codes: Codes | None = None
    reach: Reach = field(default_factory=Reach)
    report_limit: Callable[[Counted], None] = keep_silent

    @property
    def desk(self) -> Desk:
        codes = self.codes or StoredCodes(self.cipher)
        return Desk(
            self.transactions,
            self.clock,
            codes,
            self.cipher,
            self.limits,
            self.lending,
            self.books,
            self.report_limit,
        )

    @property
    def lending(self) -> Lending:
        return self.lending_with(None)

    def lending_with(self, signer: Signer | None) -> Lending:
        numbers, wordings = KeyedNumbers(self.cipher), SpokenWordings()
        return Lending(
            "Demo Credit",
            numbers,
            wordings,
            signer=signer,
            ledger=self.ledger,
            takes_keys=self.takes_keys,
            payment_account=self.payment_account,
            apply_url=self.apply_url,
            reach=self.reach,
            timezone=ZoneInfo("Europe/Stockholm"),
        )

    def call(self, name: str, number: str | None = None, *, is_inbound: bool = True) -> "Caller":
        """From `number`, or from one that is withheld."""
        return Caller(self, name, Origin(number, is_inbound))


class Caller:
    """One call; every question is a turn of its own."""

    def __init__(self, line: Line, call: str, origin: Origin) -> None:
        self._line = line
        self._call = call
        self._origin = origin
        self._turn = 0
        self.challenge = ""

    def asks(self, request: DomainRequest) -> DomainAnswer:
        self._turn += 1
        return self.asks_again(request)

    def asks_again(self, request: DomainRequest) -> DomainAnswer:
        """The same turn delivered once more."""
        answer = self._line.desk.answer(request, TurnKey(self._call, self._turn), "en-GB", self._origin)
        if isinstance(answer, CodeSent):
            self.challenge = answer.challenge
            if not self._line.is_carrier_down:
                self._line.hand_over()
        return answer

    def identifies_as(self, digits: str) -> DomainAnswer:
        return self.asks(StartVerification(read_keyed(digits)))

    def keys(self, code: str) -> DomainAnswer:
        return self.asks(CheckCode(self.challenge, code))

    def asks_for_another_code(self) -> DomainAnswer:
        return self.asks(ResendCode(self.challenge))

    @property
    def newest_code(self) -> str:
        """Of this call, whether anybody is sent it or not."""
        own = [message for message in self._line.messages() if message.dedupe.startswith(f"code:{self._call}:")]
        return str(own[-1].values["code"])

    @property
    def wrong_code(self) -> str:
        return "000000" if self.newest_code != "000000" else "111111"
