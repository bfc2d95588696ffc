"""People: whoever has an account or an application."""

from dataclasses import dataclass, field
from datetime import datetime

from domain.identifiers import CustomerNumber, NationalNumber, PhoneNumber

NOBODY = "nobody"
"""The reference of a person who does not exist: look-ups for unknown callers run with it, statement for statement."""


@dataclass(frozen=True)
class Person:
    """`ref` is opaque and ours. `language` (BCP 47) is used for messages only. `phone` is the one on record.

    `phone_since`: when this number was stored; `phone_confirmed_at`: when it was found to be theirs.
    `registered`: for the online services; None: not known.
    """

    ref: str
    national_number: NationalNumber = field(repr=False)
    customer_number: CustomerNumber = field(repr=False)
    name: str = field(repr=False)
    phone: PhoneNumber | None = field(repr=False)
    email: str = field(repr=False)
    language: str
    phone_since: datetime
    phone_confirmed_at: datetime | None = None
    registered: bool | None = None


Addressee = Person | PhoneNumber
"""Whom a message is for: somebody on record, or a number that is nobody's as far as is known."""
