"""What a speaking state presents: in no carrier's words and in no language.

`ivr.prompts` turns a Prompt into a sentence, `ivr.voice.twiml` a VoiceDocument into TwiML.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from domain.money import Money


@dataclass(frozen=True)
class Digits:
    """Digits that are read out one by one, e.g. the last ones of an account number."""

    text: str


Value = Money | Digits | date | datetime | Decimal | int | str
"""datetime: a full hour, in the time of the line. Decimal: percent, not negative. str: a word of ours (an enumeration's
member) or a name from data."""


@dataclass(frozen=True)
class Prompt:
    """One message of the catalogue with its values; spoken in the document's language where it has none of its own."""

    key: str
    values: tuple[tuple[str, Value], ...] = ()
    language: str | None = None


def prompt(key: str, **values: Value) -> Prompt:
    """`prompt("amount-due", amount=…, due=…)`."""
    return Prompt(key, tuple(sorted(values.items())))


class Queue(StrEnum):
    """Who answers a transfer."""

    GENERAL = "general"
    SPECIALIST = "specialist"


@dataclass(frozen=True)
class Say:
    prompts: tuple[Prompt, ...]


@dataclass(frozen=True)
class Gather:
    """A question: its words, its options (a short pause after each), and how keys are taken.

    `timeout`: seconds of silence, before the first key and between keys. `finish_on_key`: the key that ends the
    entry, "" where every key counts. `num_digits`: how many keys end it by themselves, None where none do.
    """

    prompts: tuple[Prompt, ...]
    options: tuple[Prompt, ...]
    timeout: int
    finish_on_key: str
    num_digits: int | None


@dataclass(frozen=True)
class Transfer:
    """The act of handing the caller to the `target`th number of a queue, counted from 0."""

    queue: Queue
    target: int


@dataclass(frozen=True)
class Pause:
    seconds: int


@dataclass(frozen=True)
class Hangup:
    pass


Verb = Say | Gather | Transfer | Pause | Hangup


@dataclass(frozen=True)
class VoiceDocument:
    """Spoken in `language` (BCP 47); the last verb says where the call goes: it asks, transfers or hangs up."""

    language: str
    verbs: tuple[Verb, ...]

    @property
    def prompts(self) -> tuple[Prompt, ...]:
        """All that it says, in the order in which it is said."""
        return tuple(prompt for verb in self.verbs for prompt in _prompts_of(verb))


def _prompts_of(verb: Verb) -> tuple[Prompt, ...]:
    match verb:
        case Say():
            return verb.prompts
        case Gather():
            return (*verb.prompts, *verb.options)
        case _:
            return ()
