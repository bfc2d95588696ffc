"""Text messages, as what they say and to whom; `ivr.prompts` has the words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Message:
    """`recipient` is E.164, or None for a decoy: it waits and is handed on like any other, to nobody.

    `wording` is a key of the catalogue, `values` go into it. `dedupe` makes two deliveries of one turn one message.
    """

    dedupe: str
    recipient: str | None = field(repr=False)
    language: str
    wording: str
    values: Mapping[str, str] = field(repr=False)
    created_at: datetime
