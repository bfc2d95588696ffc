"""After a yes to an agreement: a fresh code that is bound to it, and to nothing else."""

from dataclasses import replace

from domain.requests import CodeSent, NoCodes, NotSignable, Refused, StartSigning
from domain.services.asked import Asked
from domain.services.codes import with_new_code
from domain.services.offered_agreement import not_signable, still_signable
from domain.services.read_summary import grant_of
from domain.services.room import room_for_code
from domain.signing import Obstacle
from domain.verification import Challenge


def start_signing(asked: Asked, request: StartSigning) -> CodeSent | NoCodes | NotSignable | Refused:
    """Refused where the call has no try or the person no code to sign with left: a person takes over."""
    if request.grant != grant_of(asked.record) or asked.record.wrong_codes >= asked.limits.wrong_codes_per_call:
        return Refused()
    found = still_signable(asked, request.grant.person, request.agreement, request.spoken)
    if isinstance(found, Obstacle):
        return not_signable(asked, request.grant.person, found)
    challenge = _challenge(asked, request)
    return _code_sent(asked, challenge) if challenge else Refused()


def _code_sent(asked: Asked, challenge: Challenge) -> CodeSent | NoCodes | Refused:
    if not asked.work.outbox.texts_leave(asked.now):
        return NoCodes()
    room = room_for_code(asked, challenge)
    if not room.codes:
        return NoCodes()
    if not room.for_person:
        return Refused()
    asked.work.challenges.add(with_new_code(asked, challenge))
    asked.work.calls.save(replace(asked.record, challenge=challenge.ref))
    return CodeSent(challenge.ref)


def _challenge(asked: Asked, request: StartSigning) -> Challenge | None:
    """Counted for whom the call's last code was counted."""
    last = asked.work.challenges.lock(asked.record.challenge or "")
    if last is None or last.person != request.grant.person:
        return None
    return replace(last, ref=asked.challenge_ref, wrong_codes=0, is_used=False, agreement=request.agreement)
