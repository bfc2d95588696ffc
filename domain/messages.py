"""Messages to people, as what they say and to whom; `ivr.prompts` has the words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Message:
    """`recipient` is a person's reference, or None for a decoy: it waits and is handed on like any other, to nobody.

    `wording` is a key of the catalogue, `values` go into it. `language` is for whoever's own has no such wording: who
    that person is, and where they are reached, is looked up as the message leaves. `dedupe` makes two deliveries of one
    turn one message.
    """

    dedupe: str
    recipient: str | None
    language: str
    wording: str
    values: Mapping[str, str] = field(repr=False)
    created_at: datetime
