"""A message of the outbox as a text message: its words, and the number of whoever it is for."""

from dataclasses import dataclass

from domain.messages import Message, sentences_of
from domain.people import Person
from domain.ports import MessageSender
from ivr.prompts.catalogue import has, written


@dataclass(frozen=True)
class TextMessages:
    sender: MessageSender

    def send(self, person: Person, message: Message) -> None:
        """In the person's own language where it has the wording; to nobody who has no telephone.

        Raises what the sender raises.
        """
        if person.phone is not None:
            self.sender.send(person.phone.e164, _text(person, message))


def _text(person: Person, message: Message) -> str:
    sentences = list(sentences_of(message))
    is_worded = all(has(sentence.wording, person.language) for sentence in sentences)
    language = person.language if is_worded else message.language
    return " ".join(written(sentence.wording, language, sentence.values) for sentence in sentences)
