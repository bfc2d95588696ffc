"""How an agreement is signed in tests: by a verified caller turn by turn, or by a token."""

from dataclasses import dataclass, field, replace

from domain.applications import Application
from domain.disclosure import Grant
from domain.evidence import SIGNING_SCOPE, TokenProof
from domain.people import Person
from domain.ports import Outcome, Progress, Signer
from domain.requests import (
    CodeAccepted,
    CodeSent,
    DomainAnswer,
    NotSignable,
    ReadTerms,
    SignAgreement,
    Signed,
    StartSigning,
    StartVerification,
    TermsRead,
)
from domain.services.sign_agreement import SigningAnswer, sign_by_token
from domain.signing import SignedSummary, TermsSummary
from domain.signing_orders import SigningOrder
from storage import demo
from tests.domain.line import Caller, Line
from tests.fakes.transactions import MemoryTransactions

READY_REF = "demo-08-kontotyp-1"
"""The application of the applicant who is ready to sign."""

TOKEN = TokenProof("a client of ours", frozenset({SIGNING_SCOPE}))


@dataclass
class Applicant:
    """Verified, and on the way to a signature."""

    caller: Caller
    grant: Grant
    agreement: str = ""
    spoken: str = ""

    def hears_terms(self) -> TermsSummary:
        answer = self.asks_for_terms()
        assert isinstance(answer, TermsRead), answer
        terms = answer.terms.open(self.grant)
        self.agreement, self.spoken = terms.agreement, answer.spoken
        return terms

    def asks_for_terms(self) -> DomainAnswer:
        return self.caller.asks(ReadTerms(self.grant))

    def says_yes(self) -> DomainAnswer:
        return self.caller.asks(StartSigning(self.grant, self.agreement, self.spoken))

    def gets_a_code(self) -> None:
        self.hears_terms()
        answer = self.says_yes()
        assert isinstance(answer, CodeSent), answer

    def keys(self, code: str) -> DomainAnswer:
        return self.caller.asks(self.signing(code))

    def signing(self, code: str) -> SignAgreement:
        return SignAgreement(self.grant, self.agreement, self.spoken, self.caller.challenge, code)

    def signs(self) -> SignedSummary:
        self.gets_a_code()
        answer = self.keys(self.caller.newest_code)
        assert isinstance(answer, Signed), answer
        return answer.summary.open(self.grant)

    def obstacle(self) -> str:
        answer = self.asks_for_terms()
        assert isinstance(answer, NotSignable), answer
        return answer.obstacle


def verified(line: Line, who: str, call: str = "call", *, is_inbound: bool = True) -> Applicant:
    """`who`: a key of the demo people."""
    return verified_person(line, demo.PEOPLE[who], call, is_inbound=is_inbound)


def verified_person(line: Line, person: Person, call: str, *, is_inbound: bool = True) -> Applicant:
    caller = line.call(call, is_inbound=is_inbound)
    caller.asks(StartVerification(person.national_number))
    accepted = caller.keys(caller.newest_code)
    assert isinstance(accepted, CodeAccepted), accepted
    return Applicant(caller, accepted.grant)


def signs_by_token(
    line: Line, ref: str, proof: TokenProof = TOKEN, signer: Signer | None = None, profile: str | None = None
) -> SigningAnswer:
    profile = profile or ref[ref.index("kontotyp") :]
    with line.transactions.begin() as work:
        return sign_by_token(
            work,
            line.lending_with(signer),
            profile,
            ref,
            proof,
            now=line.clock.now(),
            today=line.clock.today(),
        )


@dataclass
class SlowSigner:
    """One whose orders are decided by the test; `asked`: the orders that were begun, as often as they were."""

    outcomes: dict[str, Outcome] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def begin(self, order: SigningOrder) -> Progress:
        assert len(order.agreement) == 64
        self.asked.append(order.ref)
        return Progress(self.outcomes.setdefault(order.ref, Outcome.PENDING))

    def outcome(self, order: SigningOrder) -> Progress:
        return Progress(self.outcomes.get(order.ref, Outcome.UNKNOWN))

    def ends(self, outcome: Outcome) -> None:
        """Whatever it has."""
        self.outcomes = dict.fromkeys(self.outcomes, outcome)


def tables_of(line: Line) -> MemoryTransactions:
    assert isinstance(line.transactions, MemoryTransactions)
    return line.transactions


def with_application(line: Line, **changes: object) -> None:
    """The ready applicant's, changed behind everybody's back."""
    rows = tables_of(line).tables.applications
    [place] = [number for number, one in enumerate(rows) if one.ref == READY_REF]
    rows[place] = replace(rows[place], **changes)  # type: ignore[arg-type] # checked by the dataclass


def with_offer(line: Line, **changes: object) -> None:
    rows = tables_of(line).tables.offers
    rows[0] = replace(rows[0], **changes)  # type: ignore[arg-type] # checked by the dataclass


def with_person(line: Line, **changes: object) -> None:
    rows = tables_of(line).tables.people
    [place] = [number for number, one in enumerate(rows) if one.ref == demo.PEOPLE["applicant-ready"].ref]
    rows[place] = replace(rows[place], **changes)  # type: ignore[arg-type] # checked by the dataclass


def application_of(line: Line, ref: str = READY_REF) -> Application:
    with line.transactions.reading() as work:
        found = work.applications.get(ref)
    assert found
    return found
