"""Compare a keyed code with the challenge of this call; the right one opens the figures in the same transaction."""

from dataclasses import replace

from domain.repositories import CallRecord
from domain.requests import CheckCode, CodeAccepted, CodeWrong, Refused
from domain.services.asked import Asked
from domain.services.codes import matches
from domain.services.counting import count_code
from domain.services.read_summary import grant_of, tell
from domain.verification import Challenge, Level, Verdict, judge, lifetime_of


def check_code(asked: Asked, request: CheckCode) -> CodeAccepted | CodeWrong | Refused:
    """A code that was made to sign verifies nobody."""
    challenge = asked.work.challenges.lock(request.challenge)
    if challenge is None or challenge.ref != asked.record.challenge or challenge.agreement is not None:
        return Refused()
    verdict = verdict_on(asked, challenge, request.code)
    return _accept(asked, challenge) if verdict is Verdict.ACCEPTED else count_wrong(asked, challenge, verdict)


def verdict_on(asked: Asked, challenge: Challenge, code: str) -> Verdict:
    """Judge it, and count it where it is wrong: over all calls, whatever the verdict.

    A code that nobody was handed is never right: who keys it has guessed it. Nor is one that was handed over too long
    ago, when another was asked for since that did not leave.
    """
    since = asked.now - lifetime_of(challenge, asked.limits)
    was_handed_over = asked.work.outbox.was_handed_over(challenge.message, since)
    is_right = matches(asked, challenge, code) and challenge.person is not None and was_handed_over
    wrong = count_code(asked, challenge, is_wrong=not is_right)
    return judge(challenge, is_right=is_right, wrong=wrong, now=asked.now, limits=asked.limits)


def count_wrong(asked: Asked, challenge: Challenge, verdict: Verdict) -> CodeWrong | Refused:
    """For its call, and for the code."""
    asked.work.challenges.save(replace(challenge, wrong_codes=challenge.wrong_codes + 1))
    asked.work.calls.save(replace(asked.record, wrong_codes=asked.record.wrong_codes + 1))
    return CodeWrong() if verdict is Verdict.WRONG else Refused()


def accepted(asked: Asked, record: CallRecord) -> CodeAccepted | Refused:
    """The answer to a right code, read from what is stored: the checkpoint says who, the tables say what."""
    grant = grant_of(record)
    summary = tell(asked, grant) if grant else None
    return CodeAccepted(grant, summary) if grant and summary else Refused()


def accepted_again(asked: Asked, request: CheckCode) -> CodeAccepted | Refused:
    """The stored answer is for whoever brings the same code once more."""
    challenge = asked.work.challenges.lock(asked.record.challenge or "")
    if challenge is None or not matches(asked, challenge, request.code):
        return Refused()
    return accepted(asked, asked.record)


def _accept(asked: Asked, challenge: Challenge) -> CodeAccepted | Refused:
    asked.work.challenges.save(replace(challenge, is_used=True))
    record = replace(asked.record, level=Level.VERIFIED, person=challenge.person)
    asked.work.calls.save(record)
    return accepted(asked, record)
