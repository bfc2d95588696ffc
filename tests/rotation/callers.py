"""People who call while keys change, an act at a time. Each act asserts the words that it is answered with."""

from collections.abc import Sequence
from dataclasses import dataclass

from ivr.phone.call import FALLBACK
from ivr.phone.line import Line
from ivr.prompts.speech import said
from tests.bench.people import Crowd, available_of
from tests.phone.caller import Person


@dataclass(frozen=True)
class Caller:
    """A customer, who hears figures twice, or an applicant, who signs. `figures`: how much the customer can spend."""

    person: Person
    digits: str
    figures: str | None

    def dials(self) -> None:
        self.person.dials_in("en-GB").hears_prompt("identifier")

    def identifies(self) -> None:
        self.person.enters(f"{self.digits}#").hears_prompt("code-first")

    def is_verified(self) -> None:
        self.person.enters("{code}")
        self._hears_how_it_stands()

    def goes_on(self) -> None:
        """Until a code to sign is asked for, or to the figures again."""
        if self.figures:
            self.person.presses("1")
            self._hears_how_it_stands()
        else:
            self.person.presses("2").hears_prompt("terms-documents").presses("2").presses("2").hears_prompt("consent")
            self.person.presses("1").hears_prompt("signing-code")

    def ends(self) -> None:
        if not self.figures:
            self.person.enters("{code}").hears_prompt("signed")
        self.person.presses("9").hears_prompt("goodbye-ended")

    @property
    def has_noticed(self) -> bool:
        """Whether a request failed, or was made twice."""
        return any(request.path == FALLBACK for request in self.person.requests)

    def _hears_how_it_stands(self) -> None:
        if self.figures:
            self.person.hears(self.figures)
        else:
            self.person.hears_prompt("option-sign")


def callers(line: Line, people: Crowd) -> Sequence[Caller]:
    paying = {digits: said(available_of(place), "en-GB") for place, digits in enumerate(people.customers)}
    return [Caller(Person(line, people.phones[digits]), digits, paying.get(digits)) for digits in people.known]
