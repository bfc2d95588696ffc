"""Compare a keyed code with the challenge of this call; the right one opens the figures in the same transaction."""

from dataclasses import replace
from hmac import compare_digest

from domain.ports import CallRecord
from domain.requests import CheckCode, CodeAccepted, CodeWrong, Refused
from domain.services.asked import Asked
from domain.services.counting import count_code
from domain.services.read_summary import grant_of, tell
from domain.verification import Challenge, Level, Verdict, judge


def check_code(asked: Asked, request: CheckCode) -> CodeAccepted | CodeWrong | Refused:
    challenge = asked.work.challenges.lock(request.challenge)
    if challenge is None or challenge.ref != asked.record.challenge:
        return Refused()
    matches = _matches(asked, challenge, request)
    wrong_before = count_code(asked, challenge, is_wrong=challenge.person is None or not matches)
    verdict = judge(
        challenge,
        matches=matches,
        wrong_in_call=asked.record.wrong_codes,
        wrong_for_person=wrong_before,
        now=asked.now,
        limits=asked.limits,
    )
    return _accept(asked, challenge) if verdict is Verdict.ACCEPTED else _count(asked, challenge, verdict)


def accepted(asked: Asked, record: CallRecord) -> CodeAccepted | Refused:
    """The answer to a right code, read from what is stored: the checkpoint says who, the tables say what."""
    grant = grant_of(record)
    summary = tell(asked, grant) if grant else None
    return CodeAccepted(grant, summary) if grant and summary else Refused()


def accepted_again(asked: Asked, request: object) -> CodeAccepted | Refused:
    """The stored answer is for whoever brings the same code once more, and for nothing else that is asked."""
    challenge = asked.work.challenges.lock(asked.record.challenge or "")
    if challenge is None or not isinstance(request, CheckCode) or not _matches(asked, challenge, request):
        return Refused()
    return accepted(asked, asked.record)


def _matches(asked: Asked, challenge: Challenge, request: CheckCode) -> bool:
    return compare_digest(challenge.mac, asked.codes.mac(challenge.ref, request.code))


def _accept(asked: Asked, challenge: Challenge) -> CodeAccepted | Refused:
    asked.work.challenges.save(replace(challenge, is_used=True))
    record = replace(asked.record, level=Level.VERIFIED, person=challenge.person)
    asked.work.calls.save(record)
    return accepted(asked, record)


def _count(asked: Asked, challenge: Challenge, verdict: Verdict) -> CodeWrong | Refused:
    asked.work.challenges.save(replace(challenge, wrong_codes=challenge.wrong_codes + 1))
    asked.work.calls.save(replace(asked.record, wrong_codes=asked.record.wrong_codes + 1))
    return CodeWrong() if verdict is Verdict.WRONG else Refused()
