"""A real mail server on loopback, in the clear or in TLS with a certificate of its own authority."""

import ipaddress
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from tests.service import free_port

HOST = "127.0.0.1"
USER, PASSWORD = "line", "sword/fish"


@dataclass
class Postbox:
    """Takes e-mails, or answers as it is told to. `taken`: recipient, e-mail; `raw`: the bytes on the wire.

    `arrived`: their contents, whether or not an answer to them left.
    """

    recipient_answer: str | None = None
    content_answer: str = "250 OK"
    taken: list[tuple[str, EmailMessage]] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    arrived: list[EmailMessage] = field(default_factory=list)
    may_answer: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.may_answer.set()

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name, as the next
        self, _server: Any, _session: Any, envelope: Envelope, address: str, _options: Any
    ) -> str:
        if self.recipient_answer:
            return self.recipient_answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802 - the same
        content = envelope.original_content or b""
        self.arrived.append(message_from_bytes(content, policy=WIRE))
        await server.loop.run_in_executor(None, self.may_answer.wait)
        if self.content_answer.startswith("250"):
            self.raw.append(content)
            self.taken.append((envelope.rcpt_tos[0], self.arrived[-1]))
        return self.content_answer


@contextmanager
def mail_server(postbox: Postbox, **options: Any) -> Iterator[int]:
    """Its port. `options` are those of aiosmtpd."""
    controller = Controller(postbox, HOST, free_port(), authenticator=_authenticate, **options)
    controller.start()
    try:
        yield controller.port
    finally:
        postbox.may_answer.set()
        controller.stop()


def certificate(folder: Path) -> Path:
    """For this host, signed by itself; key and certificate in one file, valid for an hour."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail server of the tests")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(HOST))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, SHA256())
    )
    file = folder / "mail.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(private + made.public_bytes(Encoding.PEM))
    return file


def tls(certificate_file: Path) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate_file)
    return context


def _authenticate(_server: Any, _session: Any, _envelope: Any, _mechanism: str, given: LoginPassword) -> AuthResult:
    is_right = (given.login, given.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=is_right, handled=False)  # the server answers
