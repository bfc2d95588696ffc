"""Which way a message of the outbox leaves: as a text or as an e-mail, to a carrier or to the demo's handset."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.documents import Document
from domain.messages import Channel, Message
from domain.people import Addressee
from domain.ports import Clock, MessageSender
from ivr.config import Settings
from ivr.outbound.mail import Attachment, Mail, MailSender
from ivr.outbound.mails import EmailMessages
from ivr.outbound.texts import TextLookup, TextMessages, TextSender


class Handset(Protocol):
    def add(self, to: str, text: str, at: datetime, files: Sequence[Attachment] = ()) -> None: ...


def sending(
    settings: Settings, handset: Handset, clock: Clock, document: Callable[[str], Document | None]
) -> Callable[[Addressee, Message], None]:
    """Raises what the senders raise. `document` finds one by its SHA-256."""
    texts, mails = _senders(settings, handset, clock)
    channels = {
        Channel.TEXT: TextMessages(texts, settings.reach).send,
        Channel.EMAIL: EmailMessages(mails, document).send,
    }
    return lambda to, message: channels[message.channel](to, message)


def _senders(settings: Settings, handset: Handset, clock: Clock) -> tuple[MessageSender, MailSender]:
    """Choose who sends texts and e-mails; in a demo they never leave the machine."""
    if settings.mode == "demo" or settings.twilio_account_sid is None:
        return HandsetTexts(handset, clock), HandsetMails(handset, clock)
    from ivr.outbound.email import SmtpMails  # noqa: PLC0415 - takes long, and a demo does without it

    return _twilio(settings, settings.twilio_account_sid), SmtpMails(
        settings.smtp_url, settings.lender, settings.mail_from
    )


def text_lookup(settings: Settings) -> Callable[[Addressee, Message], bool] | None:
    """Ask the carrier of texts whether it has taken one. None where there is no carrier."""
    if settings.mode == "demo" or settings.twilio_account_sid is None:
        return None
    return TextLookup(_twilio(settings, settings.twilio_account_sid)).was_taken


def _twilio(settings: Settings, account_sid: str) -> TextSender:
    from ivr.outbound.sms import TwilioMessages  # noqa: PLC0415 - takes long, and a demo does without it

    return TwilioMessages(account_sid, settings.twilio_auth_tokens[0], settings.sms_from)


@dataclass(frozen=True)
class HandsetTexts:
    """The handset as a MessageSender."""

    handset: Handset
    clock: Clock

    def send(self, recipient: str, text: str, until: datetime | None = None) -> None:  # noqa: ARG002 - it arrives at once
        self.handset.add(recipient, text, self.clock.now())


@dataclass(frozen=True)
class HandsetMails:
    """The handset as a MailSender."""

    handset: Handset
    clock: Clock

    def send(self, recipient: str, mail: Mail) -> None:
        self.handset.add(recipient, f"{mail.subject}\n\n{mail.body}", self.clock.now(), mail.attachments)
