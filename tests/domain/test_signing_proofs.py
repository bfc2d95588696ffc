"""What proves a signature: nothing but a code or a token that is bound to it opens an account."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from domain.agreements import Agreement, make_agreement
from domain.applications import ApplicationStatus
from domain.errors import Unproven
from domain.evidence import KeyedProof, Proof, TokenProof
from domain.offers import Offer
from domain.requests import (
    TurnKey,
)
from domain.services.opening import Opened, Signing
from domain.signing import Heard
from domain.verification import Challenge
from storage import demo
from tests.domain.line import NOON, Line
from tests.domain.signing import (
    TOKEN,
    application_of,
)

PERSON = demo.PEOPLE["applicant-ready"].ref
HEARD = Heard("terms-agreement terms-cost", "0" * 64, "1" * 64, "1")


def keyed(**changes: object) -> Callable[[Agreement], Proof]:
    """A proof that would do, but for `changes` of its challenge."""

    def proof(agreement: Agreement) -> Proof:
        challenge = Challenge("call.4", "call", PERSON, b"", b"", NOON, 0, True, agreement.hash)
        return KeyedProof(replace(challenge, **changes), TurnKey("call", 5), "sv-SE", HEARD, NOON)  # type: ignore[arg-type] # checked by the dataclass

    return proof


@pytest.mark.parametrize(
    "proof",
    [
        keyed(is_used=False),
        keyed(agreement=None),
        keyed(agreement="0" * 64),
        keyed(person="demo-01"),
        keyed(person=None),
        keyed(call="another"),
        keyed(sent_at=NOON - timedelta(minutes=5, seconds=1)),
        lambda _: TokenProof("a reader", frozenset({"onboarding:read", "onboarding:write"})),
    ],
)
def test_the_service_itself_refuses_what_proves_nothing(line: Line, proof: Callable[[Agreement], Proof]) -> None:
    """Threat: signing without identity; whoever calls it directly gets no account."""
    signing = _signing(line, proof)
    with pytest.raises(Unproven):
        signing()
    assert application_of(line).status is ApplicationStatus.AWAITING_SIGN


def test_a_signature_is_taken_with_what_proves_it(line: Line) -> None:
    assert isinstance(_signing(line, keyed())(), Opened)


def _signing(line: Line, proof: Callable[[Agreement], Proof]) -> Callable[[], object]:
    application = application_of(line)
    agreement = make_agreement(demo.LEDGER, "Demo Credit", application, demo.offers()[0])

    def sign() -> object:
        with line.transactions.begin() as work:
            return Signing(work, line.lending, application, agreement, proof(agreement), NOON, NOON.date()).open()

    return sign


def test_an_agreement_of_another_application_is_proven_by_nothing(line: Line) -> None:
    application = application_of(line)
    agreement = make_agreement(demo.LEDGER, "Demo Credit", replace(application, ref="another"), demo.offers()[0])
    with pytest.raises(Unproven), line.transactions.begin() as work:
        Signing(work, line.lending, application, agreement, TOKEN, NOON, NOON.date()).open()


def test_an_agreement_is_read_back_as_it_was_made() -> None:
    agreement = make_agreement(demo.LEDGER, "Kredit å ä ö AB", demo.applications(NOON)[0], demo.offers()[0])
    assert Agreement.read(agreement.document.content) == agreement


@pytest.mark.parametrize(
    ("offer", "lender"),
    [
        (replace(demo.offers()[0], title="another"), "Demo Credit"),
        (replace(demo.offers()[0], interest=Decimal(34)), "Demo Credit"),
        (replace(demo.offers()[0], account_terms_sha256="0" * 64), "Demo Credit"),
        (demo.offers()[0], "Another Credit"),
    ],
)
def test_whatever_changes_in_an_agreement_changes_its_hash(offer: Offer, lender: str) -> None:
    application = demo.applications(NOON)[0]
    agreement = make_agreement(demo.LEDGER, "Demo Credit", application, demo.offers()[0])
    assert make_agreement(demo.LEDGER, lender, application, offer).hash != agreement.hash
