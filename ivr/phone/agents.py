"""What becomes of each attempt to reach an agent: chosen beforehand, since nobody is there."""

from collections.abc import Sequence
from enum import StrEnum


class Outcome(StrEnum):
    TAKEN = "taken"  # answers and presses 1 in the whisper
    NOT_TAKEN = "not-taken"  # something answers, such as a voicemail box, and presses nothing
    BUSY = "busy"
    NO_ANSWER = "no-answer"
    FAILED = "failed"
    CANCELED = "canceled"


ANSWERED = frozenset({Outcome.TAKEN, Outcome.NOT_TAKEN})


class Agents:
    """One outcome for each attempt, in order; the last one goes for all further attempts."""

    def __init__(self, outcomes: Sequence[Outcome] = ()) -> None:
        self._outcomes = list(outcomes) or [Outcome.TAKEN]

    def next_outcome(self) -> Outcome:
        return self._outcomes.pop(0) if len(self._outcomes) > 1 else self._outcomes[0]
