"""The acts on the phone that attacks share: call about somebody, or nobody, and key codes that are wrong."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from domain.people import Person
from ivr.dialogue.voice import prompt
from ivr.phone.caller import Caller
from ivr.prompts.catalogue import spoken
from storage import demo
from tests.api.applicants import born_on
from tests.attacks.attack import Target

ENGLISH = "en-GB"
WITHHELD = "+266696687"  # ANONYMOUS, as a telephone's keys spell it
WRONG = "000000"
MOST_TRIES = 3
ASKED_FOR_A_CODE = ("code-first", "code-wrong-1", "code-wrong-2")
PEOPLE = demo.PEOPLE
_numbers, _nobodies = count(), count()


@dataclass(frozen=True)
class Identifiers:
    """The two numbers of one person, or two of nobody."""

    national: str
    customer: str

    @classmethod
    def of(cls, person: Person) -> "Identifiers":
        return cls(person.national_number.digits, person.customer_number.digits)


def nobody() -> Identifiers:
    """Return two that are in no table, others each time."""
    number = next(_nobodies)
    return Identifiers(born_on(date(1930, 1, 1) + timedelta(days=number)).replace("-", ""), f"{99_000_000 + number}")


def new_number() -> str:
    """A number that nobody has on record, and nobody has called from."""
    return f"+4673{next(_numbers):07}"


def phone_of(person: Person) -> str:
    assert person.phone is not None, "every demo person has one"
    return person.phone.e164


def dialled(target: Target, number: str, mailbox: str | None = None) -> Caller:
    """A call in English, at the question who calls."""
    languages = target.settings.languages
    caller = Caller(target.line, number, mailbox=mailbox).dials()
    return caller.presses(str(languages.index(ENGLISH) + 1)) if len(languages) > 1 else caller


def identified(target: Target, digits: str, number: str = WITHHELD, mailbox: str | None = None) -> Caller:
    return dialled(target, number, mailbox).enters(f"{digits}#")


def says(caller: Caller, *keys: str) -> bool:
    """Tell whether one of these prompts is in the last words of the line."""
    return any(spoken(prompt(key), ENGLISH) in caller.heard for key in keys)


def keys_wrong_codes(caller: Caller) -> int:
    """Key them for as long as the line asks for a code, and hang up; return how many it took."""
    taken = 0
    while taken < MOST_TRIES and not caller.ended and says(caller, *ASKED_FOR_A_CODE):
        caller.enters(WRONG)
        taken += 1
    if not caller.ended:
        caller.hangs_up()
    return taken
