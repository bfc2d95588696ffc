"""Several applications that can be signed: which one is asked, and what is chosen must be the caller's own."""

from datetime import timedelta

from domain.journey import APPLICANT_FACTS
from domain.kyc import KycStatus
from domain.money import Money
from domain.requests import CodeSent, NotSignable, ReadTerms, Signed, TermsRead, WhichApplication
from domain.services.review import check_identity
from domain.signing import Obstacle
from tests.domain.line import NOON, Line
from tests.domain.signing import READY_REF, Applicant, application_of, verified

NEWER, OLDER = "demo-14-kontotyp-3", "demo-14-kontotyp-1"


def asked_which(line: Line) -> tuple[Applicant, WhichApplication]:
    applicant = verified(line, "applicant-two")
    answer = applicant.asks_for_terms()
    assert isinstance(answer, WhichApplication), answer
    return applicant, answer


def test_which_one_is_asked_newest_first_and_told_once_in_the_audit(line: Line) -> None:
    applicant, which = asked_which(line)
    told = which.applications.open(applicant.grant).applications
    assert [(one.ref, one.credit_limit) for one in told] == [(NEWER, Money.of(10000)), (OLDER, Money.of(20000))]
    assert applicant.caller.asks_again(ReadTerms(applicant.grant)) == which
    assert [row.facts for row in line.disclosures()][1:] == [APPLICANT_FACTS]


def test_the_chosen_one_is_told_and_signed_and_the_other_stays(line: Line) -> None:
    applicant, _ = asked_which(line)
    read = applicant.caller.asks(ReadTerms(applicant.grant, OLDER))
    assert isinstance(read, TermsRead)
    terms = read.terms.open(applicant.grant)
    assert (terms.application, terms.credit_limit) == (OLDER, Money.of(20000))
    applicant.agreement, applicant.spoken = terms.agreement, read.spoken
    assert isinstance(applicant.says_yes(), CodeSent)
    assert isinstance(applicant.keys(applicant.caller.newest_code), Signed)
    assert [application_of(line, ref).account is None for ref in (OLDER, NEWER)] == [False, True]
    line.clock.advance(timedelta(hours=1))
    assert verified(line, "applicant-two", "tomorrow").hears_terms().application == NEWER


def test_somebody_elses_application_is_none(line: Line) -> None:
    applicant = verified(line, "applicant-two")
    assert applicant.caller.asks(ReadTerms(applicant.grant, READY_REF)) == NotSignable(Obstacle.NOTHING_TO_SIGN)


def test_nobody_is_asked_where_only_one_can_be_signed(line: Line) -> None:
    with line.transactions.begin() as work:
        check_identity(work, NEWER, KycStatus.INITIATED, by="test", now=NOON)
    applicant = verified(line, "applicant-two")
    assert applicant.hears_terms().application == OLDER
    chosen = applicant.caller.asks(ReadTerms(applicant.grant, NEWER))
    assert chosen == NotSignable(Obstacle.IDENTITY_PENDING)
