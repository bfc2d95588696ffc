"""A message of the outbox as a text message: its words, and the number of whoever it is for."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.errors import MessageRefused
from domain.identifiers import PhoneNumber
from domain.messages import Message, sentences_of
from domain.people import Addressee, Person
from domain.ports import MessageSender
from domain.reach import Reach
from ivr.prompts.catalogue import has, written


class TextSender(MessageSender, Protocol):
    def has_taken(self, recipient: str, text: str, since: datetime) -> bool:
        """Whether it was handed over before, for all that is known since. Raises Unavailable."""


@dataclass(frozen=True)
class TextMessages:
    """`reach`: whom we write to, whoever asked for it."""

    sender: MessageSender
    reach: Reach

    def send(self, to: Addressee, message: Message) -> None:
        """Send it in a person's own language where we write that; to nobody who has no telephone.

        Raises what the sender raises, and MessageRefused for a number that is out of reach.
        """
        match to:
            case PhoneNumber():
                self._send(to, message, message.language, is_in_reach=self.reach.takes_caller(to))
            case Person(phone=PhoneNumber() as phone):
                self._send(phone, message, to.language, is_in_reach=self.reach.takes_on_record(phone))

    def _send(self, number: PhoneNumber, message: Message, own: str, *, is_in_reach: bool) -> None:
        if not is_in_reach:
            raise MessageRefused("a number of a country or kind that we do not write to")
        self.sender.send(number.e164, _text(message, own), message.expires_at)


@dataclass(frozen=True)
class TextLookup:
    """Messages that may have been sent, looked up as they would be sent now."""

    sender: TextSender

    def was_taken(self, to: Addressee, message: Message) -> bool:
        """Raises what the sender raises."""
        number, language = (to, message.language) if isinstance(to, PhoneNumber) else (to.phone, to.language)
        since = message.not_before or message.created_at
        return number is not None and self.sender.has_taken(number.e164, _text(message, language), since)


def _text(message: Message, own: str) -> str:
    sentences = list(sentences_of(message))
    is_worded = all(has(sentence.wording, own) for sentence in sentences)
    language = own if is_worded else message.language
    return " ".join(written(sentence.wording, language, sentence.values) for sentence in sentences)
