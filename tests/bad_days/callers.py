"""People who call through bad days: they do what they are asked, as far as they can, and note what they were told."""

import re
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import cycle
from threading import Event

from ivr.phone.carrier import Sent
from ivr.phone.errors import PhoneError
from ivr.phone.line import Line
from ivr.voice.schema import parse
from tests.bad_days.carrier import Carrier
from tests.bad_days.people import LANGUAGE, Secrets, Somebody
from tests.phone.caller import Person
from tests.wording import words_of

STEPS = 25  # of a call, until its caller has had enough
PATIENCE = 3.0  # seconds that a caller waits for a code before asking for a person
CODES = ("code-first", "code-resent", "code-started-over", "signing-code", "signing-code-resent", "code-too-soon")
OPTIONS = ("option-sign", "option-go-on", "option-agree", "option-end")  # in the order in which they are wanted


@dataclass
class Told:
    """What the calls of all came to. `signed`: applications of which somebody heard that they are."""

    ends: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    signed: list[str] = field(default_factory=list)


@dataclass
class Caller:
    """One of them, in one call after another. `used`: codes that were keyed."""

    line: Line
    carrier: Carrier
    who: Somebody
    secrets: Secrets
    told: Told
    used: set[str] = field(default_factory=set)
    is_proved: bool = False

    def calls(self) -> None:
        person, self.is_proved, self._read = Person(self.line, self.who.phone), False, 0
        try:
            person.dials()
            for _ in range(STEPS):
                self._listen(person)
                if person.ended:
                    break
                self._answer(person)
            self._listen(person)
            self.told.ends["to its end" if person.ended else "hung up"] += 1
            if not person.ended:
                person.hangs_up()
        except PhoneError as fault:
            self._failed(person, fault)

    def _answer(self, person: Person) -> None:
        heard = person.heard
        if _is_said("identifier", heard):
            person.enters(f"{self.who.digits}#")
        elif any(_is_said(key, heard) for key in CODES):
            self._key_code(person)
        elif key := _key_of(OPTIONS, heard):
            person.presses(key)
        else:
            person.stays_silent()

    def _key_code(self, person: Person) -> None:
        if code := self._code():
            self.used.add(code)
            self.is_proved = True
            person.enters(code)
        else:
            person.enters("0#")

    def _code(self) -> str | None:
        ends_at = time.monotonic() + PATIENCE
        while time.monotonic() < ends_at and self.who.phone:
            if fresh := [code for code in self.carrier.codes_to(self.who.phone) if code not in self.used]:
                return fresh[-1]
            time.sleep(0.05)
        return None

    def _listen(self, person: Person) -> None:
        """Nobody hears what is not theirs, or too soon; every document says something."""
        for document in person.documents[self._read :]:
            words = " ".join(say.text or "" for say in parse(document.xml).iter("Say"))
            allowed = {self.who.figures} if self.is_proved else set()
            if found := self.secrets.found_in(words) - allowed:
                self.told.faults.append(f"{self.who} heard {found}")
            if not words and _waits_for_words(person, document.request):
                self.told.faults.append(f"nothing is said at {document.request.path}")
            if self.who.application and _is_said("signed", words):
                self.told.signed.append(self.who.application)
        self._read = len(person.documents)

    def _failed(self, person: Person, fault: PhoneError) -> None:
        """A report of the call's end that nobody took is no loss: the carrier makes it again, or it runs out."""
        if person.requests and person.requests[-1].path == "/voice/status":
            self.told.ends["its end not reported"] += 1
        else:
            self.told.faults.append(f"without words: {fault}")


def _waits_for_words(person: Person, request: Sent) -> bool:
    """Not an agent, and not a caller who has talked to one."""
    is_callers = request.params["CallSid"] == person.requests[0].params["CallSid"]
    return is_callers and request.params.get("DialBridged") != "true"


def _is_said(key: str, words: str) -> bool:
    return words_of(key, LANGUAGE).lower() in words.lower()


def _key_of(options: Sequence[str], words: str) -> str | None:
    """The key of the first option that is offered."""
    for option in options:
        if found := re.search(re.escape(words_of(option, LANGUAGE)) + r"(\d)", words):
            return found[1]
    return None


def call_on(callers: Sequence[Caller], stop: Event) -> None:
    """One after another, again and again."""
    for caller in cycle(callers):
        if stop.is_set():
            return
        caller.calls()
