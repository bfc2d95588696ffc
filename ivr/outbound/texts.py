"""A message of the outbox as a text message: its words, and the number of whoever it is for."""

from dataclasses import dataclass

from domain.identifiers import PhoneNumber
from domain.messages import Message, sentences_of
from domain.people import Addressee, Person
from domain.ports import MessageSender
from ivr.prompts.catalogue import has, written


@dataclass(frozen=True)
class TextMessages:
    sender: MessageSender

    def send(self, to: Addressee, message: Message) -> None:
        """In a person's own language where it has the wording; to nobody who has no telephone.

        Raises what the sender raises.
        """
        match to:
            case PhoneNumber():
                self.sender.send(to.e164, _text(message, message.language))
            case Person(phone=PhoneNumber() as phone):
                self.sender.send(phone.e164, _text(message, to.language))


def _text(message: Message, own: str) -> str:
    sentences = list(sentences_of(message))
    is_worded = all(has(sentence.wording, own) for sentence in sentences)
    language = own if is_worded else message.language
    return " ".join(written(sentence.wording, language, sentence.values) for sentence in sentences)
