"""E-mails over SMTP (RFC 5321), in TLS where the server's address says so (RFC 8314, RFC 3207)."""

import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from email.utils import localtime
from hashlib import sha256
from smtplib import (
    SMTP,
    SMTPDataError,
    SMTPException,
    SMTPNotSupportedError,
    SMTPRecipientsRefused,
    SMTPResponseException,
)
from urllib.parse import unquote, urlsplit

import idna

from domain.errors import MessageRefused, Unavailable
from domain.lanes import MAIL_STEP
from ivr.outbound.mail import Attachment, Mail
from ivr.outbound.smtp_session import PatientSmtp, PatientSmtpInTls

PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
PERMANENT = range(500, 600)
KEY_LENGTH = 32  # hexadecimal digits
ADDRESS = re.compile(
    r"""[^\s\x00-\x1f\x7f@<>()\[\],:;"\\]+@[^\s\x00-\x1f\x7f@<>()\[\],:;"\\]+"""
)  # no quoting, no list


class SmtpMails:
    """`url`: `smtp://`, `smtp+starttls://` or `smtps://`, then `user:password@host:port`, escaped as in any URL.

    Implements `ivr.outbound.mail.MailSender`.
    """

    def __init__(self, url: str, lender: str, address: str) -> None:
        self._server = urlsplit(url)
        self._sender = Address(lender, addr_spec=address)

    def send(self, recipient: str, mail: Mail) -> None:
        """Raises MessageRefused with its code where this address or this e-mail is refused for good.

        Raises AnswerLost where the server may have taken it, Unavailable for everything else; none with its cause,
        which quotes the address.
        """
        message = self._message(recipient, mail)
        try:
            with self._session() as server:
                _hand_over(server, message)
        except SMTPResponseException as answer:
            raise Unavailable(f"the mail server answered {answer.smtp_code}") from None
        except (SMTPException, OSError) as error:
            raise Unavailable(f"the mail server does not answer: {type(error).__name__}") from None

    def _message(self, recipient: str, mail: Mail) -> EmailMessage:
        """Raises MessageRefused where `recipient` is no address that could be written into a header."""
        message = EmailMessage(WIRE)
        message["From"] = self._sender
        message["To"] = _address(recipient)
        message["Subject"] = mail.subject
        message["Date"] = localtime()
        message["Message-ID"] = f"<{sha256(mail.key.encode()).hexdigest()[:KEY_LENGTH]}@{self._sender.domain}>"
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers, please
        message.set_content(mail.body)
        for attachment in mail.attachments:
            _attach(message, attachment)
        message["Content-Language"] = mail.language  # of the whole: set before, it would go along with the body alone
        return message

    @contextmanager
    def _session(self) -> Iterator[SMTP]:
        """Connected and logged in. That somebody hangs up without a word after all was taken is no fault."""
        server = self._connected()
        try:
            self._log_in(server)
            yield server
            with suppress(SMTPException, OSError):
                server.quit()
        finally:
            server.close()

    def _connected(self) -> SMTP:
        host, port = self._server.hostname or "", self._server.port or PORTS[self._server.scheme]
        if self._server.scheme == "smtps":
            tls = ssl.create_default_context()
            return PatientSmtpInTls(host, port, self._sender.domain, timeout=MAIL_STEP, context=tls)
        return PatientSmtp(host, port, self._sender.domain, MAIL_STEP)

    def _log_in(self, server: SMTP) -> None:
        if self._server.scheme == "smtp+starttls":
            server.starttls(context=ssl.create_default_context())
        if self._server.username:
            server.login(unquote(self._server.username), unquote(self._server.password or ""))


def _address(recipient: str) -> Address:
    """Build it from its two parts: from one text, Address takes nothing beyond ASCII.

    A domain goes as its A-labels, which every server takes (RFC 5890); only the part before the @ may need SMTPUTF8.
    """
    if not ADDRESS.fullmatch(recipient):
        raise MessageRefused("this is no e-mail address")
    username, _, domain = recipient.partition("@")
    try:
        return Address(
            username=username, domain=domain if domain.isascii() else idna.encode(domain, uts46=True).decode()
        )
    except idna.IDNAError:
        raise MessageRefused("this is no e-mail address: there can be no such domain") from None


def _hand_over(server: SMTP, message: EmailMessage) -> None:
    try:
        server.send_message(message)
    except SMTPRecipientsRefused as refusal:
        [(code, _)] = refusal.recipients.values()
        raise _refusal(code) from None
    except SMTPDataError as refusal:
        raise _refusal(refusal.smtp_code) from None
    except SMTPNotSupportedError:
        raise MessageRefused("the mail server takes no address beyond ASCII") from None


def _attach(message: EmailMessage, attachment: Attachment) -> None:
    main, _, sub = attachment.media_type.partition("/")
    message.add_attachment(attachment.content, maintype=main, subtype=sub, filename=attachment.name)


def _refusal(code: int) -> MessageRefused | Unavailable:
    if code not in PERMANENT:
        return Unavailable(f"the mail server answered {code}")
    return MessageRefused(f"the mail server refused with {code}")
