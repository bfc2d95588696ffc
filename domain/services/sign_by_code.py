"""Sign an agreement on the phone, by the code that was sent for it."""

from dataclasses import replace

from domain.agreements import Agreement
from domain.disclosure import Fact, Personal
from domain.evidence import Evidence, KeyedProof
from domain.requests import CodeWrong, NotSignable, Refused, SignAgreement, Signed
from domain.services.asked import Asked
from domain.services.check_code import count_wrong, verdict_on
from domain.services.codes import matches
from domain.services.notices import ending
from domain.services.offered_agreement import Signable, not_signable, still_signable
from domain.services.opening import AccountProfileExists, Opened, Signing
from domain.services.read_summary import grant_of
from domain.services.sign_outside import Ordered, ordered
from domain.services.told_terms import heard_today
from domain.signing import Obstacle, SignedSummary
from domain.signing_orders import SigningOrder
from domain.verification import Challenge, Verdict

SIGNED_FACTS = (Fact.NEW_ACCOUNT,)


def sign_by_code(asked: Asked, request: SignAgreement) -> Signed | NotSignable | CodeWrong | Refused | Ordered:
    """Wrong codes count like any other. Everything is checked once more, with the code in hand."""
    challenge = _challenge(asked, request)
    if challenge is None:
        return Refused()
    if challenge.is_used and matches(asked, challenge, request.code):
        return _signed_before(asked, request)
    verdict = verdict_on(asked, challenge, request.code)
    if verdict is not Verdict.ACCEPTED:
        return count_wrong(asked, challenge, verdict)
    used = replace(challenge, is_used=True)
    asked.work.challenges.save(used)
    found = still_signable(asked, request.grant.person, request.agreement, request.spoken)
    if isinstance(found, Obstacle):
        return not_signable(asked, request.grant.person, found)
    return _signed(asked, found, used)


def signed_again(asked: Asked, request: SignAgreement) -> Signed | NotSignable | Refused | Ordered:
    """The stored answer is for whoever brings the same code once more."""
    challenge = _challenge(asked, request)
    is_same = challenge is not None and matches(asked, challenge, request.code)
    return _signed_before(asked, request) if is_same else Refused()


def _challenge(asked: Asked, request: SignAgreement) -> Challenge | None:
    """This call's, made for this agreement."""
    if request.grant != grant_of(asked.record) or request.challenge != asked.record.challenge:
        return None
    challenge = asked.work.challenges.lock(request.challenge)
    return challenge if challenge and challenge.agreement == request.agreement else None


def _signed(asked: Asked, found: Signable, challenge: Challenge) -> Signed | NotSignable | Ordered:
    heard = heard_today(asked, found.agreement)
    proof = KeyedProof(challenge, asked.key, asked.record.language, heard, asked.now)
    answer = ordered(asked, found, proof) if asked.lending.ledger else _opened(asked, found, proof)
    if answer is not None:
        return answer
    again = still_signable(asked, found.application.person, found.agreement.hash, heard.spoken)
    if isinstance(again, Obstacle):
        return not_signable(asked, found.application.person, again)
    return _signed(asked, again, challenge)


def _opened(asked: Asked, found: Signable, proof: KeyedProof) -> Signed | NotSignable | None:
    """None where the application was changed by somebody else."""
    opened = Signing(
        work=asked.work,
        lending=asked.lending,
        application=found.application,
        agreement=found.agreement,
        proof=proof,
        now=asked.now,
        today=asked.today,
    ).open()
    if isinstance(opened, Opened):
        return _answer(opened.evidence, opened.account.number)
    return NotSignable(Obstacle.ALREADY_SIGNED) if isinstance(opened, AccountProfileExists) else None


def _signed_before(asked: Asked, request: SignAgreement) -> Signed | NotSignable | Refused | Ordered:
    """By this very code, or on the way to it; else what was in its way."""
    evidence = asked.work.evidence.proven_by(request.challenge)
    application = asked.work.applications.get(evidence.application) if evidence else None
    if evidence and application and application.account:
        return _answer(evidence, application.account)
    if order := _order(asked, request):
        return Ordered(order, request.grant.person)
    found = still_signable(asked, request.grant.person, request.agreement, request.spoken)
    return not_signable(asked, request.grant.person, found) if isinstance(found, Obstacle) else Refused()


def _order(asked: Asked, request: SignAgreement) -> SigningOrder | None:
    document = asked.work.documents.get(request.agreement)
    application = Agreement.read(document.content).application if document else ""
    order = asked.work.signing_orders.of_application(application)
    return order if order and order.keyed and order.keyed.challenge == request.challenge else None


def _answer(evidence: Evidence, account: str) -> Signed:
    summary = SignedSummary(ending(account), evidence.withdraw_until)
    return Signed(Personal(evidence.person, SIGNED_FACTS, summary))
