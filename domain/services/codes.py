"""One-time codes on their way out and back: bound to their challenge, and to the agreement that they sign."""

from collections.abc import Mapping
from dataclasses import replace
from hmac import compare_digest

from domain.agreements import Agreement
from domain.messages import CODE_KEY, Message, MessageValue
from domain.requests import CodeSent
from domain.services.asked import Asked
from domain.verification import Challenge, lifetime_of


def with_new_code(asked: Asked, challenge: Challenge) -> Challenge:
    """Write the message. A decoy's is written like any other, to nobody."""
    code = asked.codes.new()
    dedupe = f"{CODE_KEY}{asked.key.call}:{asked.key.turn}"
    asked.work.outbox.add(
        Message(
            dedupe=dedupe,
            recipient=challenge.person,
            language=asked.record.language,
            wording=_wording(asked, challenge),
            values={"code": code, **_purpose(asked, challenge)},
            created_at=asked.now,
            expires_at=asked.now + lifetime_of(challenge, asked.limits),
        )
    )
    mac = asked.codes.mac(_bound_to(challenge), code)
    return replace(challenge, mac=mac, sent_at=asked.now, message=dedupe)


def code_sent_again(asked: Asked, _: object) -> CodeSent:
    """The same challenge: nothing is sent again."""
    return CodeSent(asked.record.challenge or "")


def matches(asked: Asked, challenge: Challenge, code: str) -> bool:
    proofs = asked.codes.macs(_bound_to(challenge), code)
    return sum(compare_digest(challenge.mac, proof) for proof in proofs) > 0  # each, whichever fits: alike in time


def _wording(asked: Asked, challenge: Challenge) -> str:
    """It names where its code may be given: nowhere else is anybody to be told it."""
    if challenge.agreement is not None:
        return "text-code-signing"
    return "text-code-online" if asked.origin.is_online else "text-code"


def _bound_to(challenge: Challenge) -> str:
    return challenge.ref if challenge.agreement is None else f"{challenge.ref}:{challenge.agreement}"


def _purpose(asked: Asked, challenge: Challenge) -> Mapping[str, MessageValue]:
    """Return what the text of a code that signs says it is good for."""
    document = asked.work.documents.get(challenge.agreement) if challenge.agreement else None
    if document is None:
        return {}
    agreement = Agreement.read(document.content)
    return {"lender": agreement.lender, "product": agreement.product, "amount": agreement.credit_limit}
