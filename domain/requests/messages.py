"""Text messages that a caller asks for: what was told, or the address where one applies."""

from dataclasses import dataclass
from enum import StrEnum

from domain.disclosure import Grant
from domain.journey import Part


class Topic(StrEnum):
    """What a verified caller can have as a text message."""

    SUMMARY = "summary"
    DETAILS = "details"
    PAYMENT = "payment"


@dataclass(frozen=True)
class SendText:
    """The same as is told, to the phone on record. `application`: the one whose details are asked for."""

    grant: Grant
    topic: Topic
    part: Part = Part.ACCOUNT
    application: str | None = None


@dataclass(frozen=True)
class SendLink:
    """The address where one applies, as a text message to the number that the call comes from."""


@dataclass(frozen=True)
class TextSent:
    """It is on its way."""


@dataclass(frozen=True)
class LinkSent:
    """It is on its way; asked for again in one call it is the same one."""


MessageRequest = SendText | SendLink
MessageAnswer = TextSent | LinkSent
