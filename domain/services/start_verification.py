"""Send a one-time code to the phone on record, and do the very same for somebody who is in no table: a decoy.

Nothing is read of a person here but whether there is one: that would take its time, and so tell who is known.
"""

from dataclasses import replace

from domain.identifiers import Identifier, resolve_century
from domain.requests import CodeSent, Refused, ResendCode, ResendTooSoon, StartVerification
from domain.services.asked import Asked
from domain.services.budgets import code_budget
from domain.services.codes import with_new_code
from domain.services.counting import claimed_by, has_room, room_for_start
from domain.verification import Challenge, Level, may_resend


def start_verification(asked: Asked, request: StartVerification) -> CodeSent | Refused:
    """Refused where the call, its caller or the identifier has no start left: a person takes over."""
    if not _call_has_start_left(asked):
        return Refused()
    identifier = resolve_century(request.identifier, asked.today)
    challenge = _new_challenge(asked, identifier)
    room = room_for_start(asked, identifier, challenge, code_budget(asked, challenge))
    if not room.start:
        return Refused()
    asked.work.challenges.add(with_new_code(asked, challenge, is_sent=room.message))
    asked.work.calls.save(
        replace(
            asked.record,
            level=Level.IDENTIFIED,
            person=None,
            challenge=challenge.ref,
            starts=asked.record.starts + 1,
        )
    )
    return CodeSent(challenge.ref)


def resend_code(asked: Asked, request: ResendCode) -> CodeSent | ResendTooSoon | Refused:
    challenge = asked.work.challenges.lock(request.challenge)
    if challenge is None or challenge.ref != asked.record.challenge:
        return Refused()
    if not may_resend(challenge, asked.now, asked.limits):
        return ResendTooSoon()
    is_sent = has_room(asked, code_budget(asked, challenge))
    renewed = with_new_code(asked, challenge, is_sent=is_sent)
    asked.work.challenges.save(renewed if is_sent else challenge)  # a code that nobody gets replaces none
    return CodeSent(challenge.ref)


def _call_has_start_left(asked: Asked) -> bool:
    record, limits = asked.record, asked.limits
    return record.starts < limits.starts_per_call and record.wrong_codes < limits.wrong_codes_per_call


def _new_challenge(asked: Asked, identifier: Identifier) -> Challenge:
    person = asked.work.people.recognised(identifier, asked.now)
    return Challenge(
        ref=asked.challenge_ref,
        call=asked.key.call,
        person=person,
        claimed=claimed_by(asked, identifier, person),
        mac=b"",
        sent_at=asked.now,
    )
