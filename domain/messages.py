"""Messages to people, as what they say and to whom; `ivr.prompts` has the words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from domain.money import Money

MessageValue = str | int | Money | Decimal | date  # Decimal: percent a year


class Channel(StrEnum):
    TEXT = "text"
    EMAIL = "email"


@dataclass(frozen=True)
class Message:
    """`recipient` is a person's reference, or None for a decoy: it waits and is handed on like any other, to nobody.

    `wording` is a key of the catalogue, `values` go into it. `language` is for whoever's own has no such wording: who
    that person is, and where they are reached, is looked up as the message leaves. `dedupe` makes two deliveries of one
    turn one message. `attachments`: documents by their SHA-256; an e-mail's wording is two, `-subject` and `-body`.
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
