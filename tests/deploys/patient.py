"""People who call while the line is deployed: they listen to what is asked, answer that, and come to their end."""

from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from threading import Event, Lock

from ivr.dialogue.keys import END
from ivr.phone.call import FALLBACK
from ivr.phone.errors import PhoneError
from tests.phone.caller import Person
from tests.wording import words_of

LANGUAGE = "en-GB"
HOLD = "Please hold"
MOST_ANSWERS = 40
"""A call that has come to no end by then never will."""


class Outcome(StrEnum):
    CARRIED = "carried to its end"
    PERSON = "put through to a person"
    LOST = "lost"


@dataclass
class Caller:
    """A customer, who hears the `figures` twice, or an applicant, who signs. Acts one key, or entry, at a time."""

    person: Person
    digits: str
    figures: str | None
    calls: int = 0
    has_signed: bool = False

    def begins(self) -> None:
        self.calls += 1
        self._told, self._answers, self._code, self._is_code_new = 0, 0, "", True
        self.person.dials()

    def acts(self) -> Outcome | None:
        """None: the call goes on."""
        try:
            return self._acts()
        except (PhoneError, AssertionError):
            return Outcome.LOST

    def _acts(self) -> Outcome | None:
        heard = self.person.heard
        assert heard, "nothing was said"
        assert not any(request.path == FALLBACK for request in self.person.requests), "a request failed"
        self._answers += 1
        assert self._answers <= MOST_ANSWERS
        self.person.enters(self._answer(heard))
        return self._outcome()

    def _outcome(self) -> Outcome | None:
        heard = self.person.heard
        assert words_of("transfer-something-wrong", LANGUAGE) not in heard, "another key was read than was told"
        if HOLD in heard:
            return Outcome.PERSON
        if not self.person.ended:
            return None
        assert words_of("goodbye-ended", LANGUAGE) in heard
        return Outcome.CARRIED

    def _answer(self, heard: str) -> str:
        if self.figures:
            self._told += self.figures in heard
        elif words_of("signed", LANGUAGE) in heard:
            self.has_signed = True
        if self.has_signed or self._told >= 2:
            return END
        for option in ("option-agree", "option-go-on", "option-sign", "option-again"):
            if key := _key_of(option, heard):
                self._is_code_new = self._is_code_new or option == "option-agree"
                return key
        return self._newest_code() if "six" in heard and "digit" in heard else f"{self.digits}#"

    def _newest_code(self) -> str:
        """Asked for again, it is the same."""
        if self._is_code_new:
            self._code, self._is_code_new = self.person.newest_code(), False
        return self._code


def _key_of(option: str, heard: str) -> str:
    """The key that the option is told with; nothing where it is not told."""
    return heard.partition(words_of(option, LANGUAGE))[2][:1]


@dataclass
class Crowd:
    """Everybody is on the line at once. Who comes to an end calls again until `stop` is set, but for who has signed.

    `acts`: so many keys and entries so far.
    """

    waiting: deque[Caller]
    stop: Event = field(default_factory=Event)
    ended: Counter[Outcome] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)
    acts: int = 0
    _lock: Lock = field(default_factory=Lock)

    def dials(self, callers: Iterable[Caller]) -> None:
        for caller in callers:
            caller.begins()
            self.waiting.append(caller)

    def goes_on(self) -> None:
        """Run by several threads: each lets the one act who has waited longest."""
        while caller := self._next():
            outcome = caller.acts()
            if outcome is None:
                self.waiting.append(caller)
            elif self._note(outcome, caller) and not self.stop.is_set():
                self.dials([caller])

    def _next(self) -> Caller | None:
        with self._lock:
            self.acts += 1
            return self.waiting.popleft() if self.waiting else None

    def _note(self, outcome: Outcome, caller: Caller) -> bool:
        """Whether they call again."""
        with self._lock:
            self.ended[outcome] += 1
            if outcome is Outcome.LOST:
                self.lost.append(caller.person.heard)
        return not caller.has_signed
