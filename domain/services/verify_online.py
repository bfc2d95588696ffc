"""Make sure of somebody who is at a screen, for a system of the lender.

What is a call on the phone is one verification here: the same codes and limits, the same work for known and unknown.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Self, TypeVar

from domain.disclosure import Grant
from domain.identifiers import Identifier
from domain.requests import CodeSent, CodeWrong, NoCodes, Origin, Refused, StartVerification, TurnKey
from domain.services.answering import Desk
from domain.services.asked import Asked
from domain.services.check_code import count_wrong, verdict_on
from domain.services.notices import LANGUAGE
from domain.services.read_summary import grant_of
from domain.services.start_verification import start_verification
from domain.unit_of_work import UnitOfWork
from domain.verification import Challenge, Level, Verdict

HASH_LENGTH = 16  # bytes

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class OnlineVerification:
    """`refs`: what stands in the place of a call; the first for a new one, each of the others under another key.

    `origin`: the system that asks.
    """

    desk: Desk
    refs: tuple[str, ...]
    origin: Origin

    @classmethod
    def of(cls, desk: Desk, ledger: int, subject: str, name: str) -> Self:
        """Only whoever began it can bring its code: of another ledger or subject it is another one.

        `name`: what the system knows it by, opaque.
        """
        hashes = desk.indexes.blind_indexes("verification", f"{ledger}:{name}:{subject}")
        refs = tuple(f"api-{hashed[:HASH_LENGTH].hex()}" for hashed in hashes)
        return cls(desk, refs, Origin(None, is_inbound=True, client=subject))

    def begin(self, identifier: Identifier) -> CodeSent | NoCodes | Refused:
        """Refused where the identifier has no start left."""
        return self._ask(lambda asked: start_verification(asked, StartVerification(identifier)))

    def check(self, code: str) -> Grant | CodeWrong | Refused:
        """Refused where no code is taken any more, for whichever reason."""
        return self._ask(lambda asked: _checked(asked, code))

    def _ask(self, ask: Callable[[Asked], Answer]) -> Answer:
        """Each question is the next turn: none is delivered twice."""
        with self.desk.transactions.begin() as work:
            ref = self._ref(work)
            record = work.calls.lock(ref, LANGUAGE)
            key = TurnKey(ref, (record.last_turn or 0) + 1)
            answer = ask(self.desk.asked(work, key, record, self.origin))
            work.calls.answered(key, type(answer).__name__)
            return answer

    def _ref(self, work: UnitOfWork) -> str:
        first, *others = self.refs
        return next((ref for ref in others if work.calls.find(ref)), first)


def _checked(asked: Asked, code: str) -> Grant | CodeWrong | Refused:
    challenge = asked.work.challenges.lock(asked.record.challenge or "")
    if challenge is None:
        return Refused()
    verdict = verdict_on(asked, challenge, code)
    return _granted(asked, challenge) if verdict is Verdict.ACCEPTED else count_wrong(asked, challenge, verdict)


def _granted(asked: Asked, challenge: Challenge) -> Grant | Refused:
    asked.work.challenges.save(replace(challenge, is_used=True))
    record = replace(asked.record, level=Level.VERIFIED, person=challenge.person)
    asked.work.calls.save(record)
    return grant_of(record) or Refused()
