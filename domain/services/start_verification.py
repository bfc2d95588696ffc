"""Send a one-time code to the phone on record, and do the very same for somebody who is in no table: a decoy.

A person who has no code or no try left is sent nothing, and goes a decoy's way, too. What is known of codes for
everybody is said instead: nobody waits for one where none leaves.

Nothing is read of a person here but whether there is one: that would take its time, and so tell who is known.
"""

from dataclasses import replace

from domain.identifiers import Identifier, resolve_century
from domain.requests import CodeSent, NoCodes, Refused, ResendCode, ResendTooSoon, StartVerification
from domain.services.asked import Asked
from domain.services.codes import with_new_code
from domain.services.counting import claimed_by, keyed_by
from domain.services.room import Room, room_for_code, room_for_start
from domain.verification import Challenge, Level, may_resend


def start_verification(asked: Asked, request: StartVerification) -> CodeSent | NoCodes | Refused:
    """Refused where the call, its caller or the identifier has no start left: a person takes over."""
    if not _call_has_start_left(asked):
        return Refused()
    if not asked.work.outbox.texts_leave(asked.now):
        return NoCodes()
    identifier = resolve_century(request.identifier, asked.today)
    challenge = _new_challenge(asked, identifier)
    room = room_for_start(asked, challenge)
    if not room.start:
        return Refused()
    if not room.codes:
        return NoCodes()
    asked.work.challenges.add(with_new_code(asked, challenge if room.for_person else _decoy_of(challenge)))
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


def resend_code(asked: Asked, request: ResendCode) -> CodeSent | NoCodes | ResendTooSoon | Refused:
    """Refused without a message left only where the caller is verified."""
    challenge = asked.work.challenges.lock(request.challenge)
    if challenge is None or challenge.ref != asked.record.challenge:
        return Refused()
    if not may_resend(challenge, asked.now, asked.limits):
        return ResendTooSoon()
    if not asked.work.outbox.texts_leave(asked.now):
        return NoCodes()
    room = room_for_code(asked, challenge)
    if not room.codes:
        return NoCodes()
    if not room.for_person and challenge.is_of_verified:
        return Refused()
    asked.work.challenges.save(_renewed(asked, challenge, room))
    return CodeSent(challenge.ref)


def _renewed(asked: Asked, challenge: Challenge, room: Room) -> Challenge:
    """Make a new code; one that nobody gets replaces none."""
    if room.for_person:
        return with_new_code(asked, challenge)
    unsent = with_new_code(asked, _decoy_of(challenge))
    return replace(challenge, sent_at=unsent.sent_at)


def _decoy_of(challenge: Challenge) -> Challenge:
    return replace(challenge, person=None)


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
        keyed=keyed_by(asked, identifier),
        mac=b"",
        sent_at=asked.now,
    )
