"""An e-mail as it is handed over, whoever carries it."""

from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True)
class Attachment:
    """`name` is a file's, with its ending."""

    name: str
    media_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Mail:
    """`key`: equal where the same e-mail leaves again: a repetition can be told by it. `body`: plain text in lines."""

    key: str
    language: str
    subject: str = field(repr=False)
    body: str = field(repr=False)
    attachments: tuple[Attachment, ...] = ()


class MailSender(Protocol):
    def send(self, recipient: str, mail: Mail) -> None:
        """Hands one e-mail over.

        Raises Unavailable where it should be tried again, MessageRefused where that is of no use.
        """
