"""Messages to people, as what they say and to whom; `ivr.prompts` has the words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from domain.identifiers import PhoneNumber
from domain.money import Money

CODE_KEY = "code:"
"""How the de-duplication keys of one-time codes begin: they have a lane of their own."""

MessageValue = str | int | Money | Decimal | date  # Decimal: percent a year


class Channel(StrEnum):
    TEXT = "text"
    EMAIL = "email"


@dataclass(frozen=True)
class Message:
    """`recipient` is a person's reference, or None for a decoy: it waits and is handed on like any other, to nobody.

    `number`: where a text goes that is for nobody on record.

    `wording` is a key of the catalogue, `values` go into it; or it is several sentences, `joined`. `language` is for
    whoever's own has no such wording: who that person is, and where they are reached, is looked up as the message
    leaves. `dedupe` makes two deliveries of one turn one message. `attachments`: documents by their SHA-256; an
    e-mail's wording is two, `-subject` and `-body`. `expires_at`: it is not handed over later than this.
    """

    dedupe: str
    recipient: str | None
    language: str
    wording: str
    values: Mapping[str, MessageValue] = field(repr=False)
    created_at: datetime
    channel: Channel = Channel.TEXT
    not_before: datetime | None = None
    attachments: tuple[str, ...] = ()
    number: PhoneNumber | None = field(default=None, repr=False)
    expires_at: datetime | None = None


@dataclass(frozen=True)
class Sentence:
    """`wording`: one key of the catalogue, with what goes into it."""

    wording: str
    values: Mapping[str, MessageValue] = field(repr=False)


def joined(sentences: Sequence[Sentence]) -> tuple[str, Mapping[str, MessageValue]]:
    """The wording and the values of a message that says them all, two at least.

    Keys stand with spaces between, values have the places of their sentences before their names.
    """
    values = {
        f"{place}.{name}": value for place, sentence in enumerate(sentences) for name, value in sentence.values.items()
    }
    return " ".join(sentence.wording for sentence in sentences), values


def sentences_of(message: Message) -> Iterator[Sentence]:
    keys = message.wording.split()
    if len(keys) == 1:
        yield Sentence(message.wording, message.values)
        return
    for place, key in enumerate(keys):
        mark = f"{place}."
        own = {name.removeprefix(mark): value for name, value in message.values.items() if name.startswith(mark)}
        yield Sentence(key, own)
