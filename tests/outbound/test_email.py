"""E-mails over a real SMTP server: https://www.rfc-editor.org/rfc/rfc5321"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import quote

import pytest

from domain.errors import AnswerLost, MessageRefused, Unavailable
from ivr.outbound import smtp_session
from ivr.outbound.email import SmtpMails
from ivr.outbound.mail import Attachment, Mail
from tests.outbound.mail_server import HOST, PASSWORD, USER, Postbox, certificate, mail_server, tls
from tests.service import free_port

BERIT, LENDER, ADDRESS = "test.customer.01@example.com", "Sparbanken Ärlig & Co", "credit@lender.example"
PDF = Attachment("kreditavtal.pdf", "application/pdf", b"%PDF-1.4 \x00\xff\r\n.\r\nnot a real one")
MAIL = Mail(
    "mail-terms:5f", "sv-SE", "Villkoren för kontotyp 1", "Kreditgräns: 25\N{NO-BREAK SPACE}000,00 kr\n\nÖ\n", (PDF,)
)
# Its rule of "no log-in without TLS" does not know TLS from the first byte on.
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
LOGIN = f"{USER}:{quote(PASSWORD, safe='')}@"

Serve = Callable[..., str]


@pytest.fixture
def postbox() -> Postbox:
    return Postbox()


@pytest.fixture
def serve(postbox: Postbox) -> Iterator[Serve]:
    """Starts a server with these options; answers host and port."""
    with ExitStack() as servers:
        yield lambda **options: f"{HOST}:{servers.enter_context(mail_server(postbox, **options))}"


def sender(url: str) -> SmtpMails:
    return SmtpMails(url, LENDER, ADDRESS)


@pytest.fixture
def mails(serve: Serve) -> SmtpMails:
    return sender(f"smtp://{serve()}")


def test_an_e_mail_arrives_as_it_was_written(mails: SmtpMails, postbox: Postbox) -> None:
    mails.send(BERIT, MAIL)
    [(recipient, mail)] = postbox.taken
    assert recipient == mail["To"] == BERIT
    assert (mail["From"].addresses[0].display_name, mail["From"].addresses[0].addr_spec) == (LENDER, ADDRESS)
    assert mail["Subject"] == MAIL.subject
    body = mail.get_body(("plain",))
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == MAIL.body
    assert body.get_content_type() == "text/plain"
    [attached] = mail.iter_attachments()
    assert (attached.get_filename(), attached.get_content_type()) == (PDF.name, "application/pdf")
    assert attached.get_content() == PDF.content


def test_an_e_mail_says_what_a_machine_says(mails: SmtpMails, postbox: Postbox) -> None:
    """RFC 3834 (no automatic answers, please), RFC 5322 (date), RFC 3282 (language)."""
    mails.send(BERIT, MAIL)
    [(_, mail)] = postbox.taken
    assert (mail["Auto-Submitted"], mail["Content-Language"]) == ("auto-generated", "sv-SE")
    assert parsedate_to_datetime(mail["Date"]).tzinfo is not None


def test_a_repetition_can_be_told_by_its_id(mails: SmtpMails, postbox: Postbox) -> None:
    mails.send(BERIT, MAIL)
    mails.send(BERIT, MAIL)
    mails.send(BERIT, Mail("mail-signed:5f", MAIL.language, MAIL.subject, MAIL.body))
    first, again, other = (mail["Message-ID"] for _, mail in postbox.taken)
    assert first == again != other
    assert first.endswith("@lender.example>")


def test_every_line_is_one_that_a_server_must_take(mails: SmtpMails, postbox: Postbox) -> None:
    """998 characters and CR LF: RFC 5321, 4.5.3.1.6."""
    mails.send(BERIT, Mail("long", "sv-SE", "ä" * 200, "ö" * 2000))
    assert all(len(line) <= 998 for line in postbox.raw[0].split(b"\r\n"))
    assert b"\n" not in postbox.raw[0].replace(b"\r\n", b"")


@pytest.mark.parametrize(
    "recipient",
    [
        "",
        "berit",
        "berit@example.com\r\nBcc: eve@example.com",
        "berit@example.com, eve@example.com",
        "b@@example.com",
        "<",
    ],
)
def test_what_is_no_address_is_refused_for_good(mails: SmtpMails, postbox: Postbox, recipient: str) -> None:
    with pytest.raises(MessageRefused):
        mails.send(recipient, MAIL)
    assert postbox.taken == []


def test_no_header_can_be_smuggled_in(mails: SmtpMails, postbox: Postbox) -> None:
    with pytest.raises(ValueError, match="linefeed"):
        mails.send(BERIT, Mail("key", "sv-SE", "Villkor\r\nBcc: eve@example.com", "Hej"))
    assert postbox.taken == []


@pytest.mark.parametrize("answer", ["550 No such mailbox", "553 Not allowed"])
def test_a_mailbox_that_there_is_not_is_refused_for_good(mails: SmtpMails, postbox: Postbox, answer: str) -> None:
    postbox.recipient_answer = f"{answer}: {BERIT}"
    with pytest.raises(MessageRefused, match=answer[:3]) as caught:
        mails.send(BERIT, MAIL)
    assert BERIT not in str(caught.value)
    assert caught.value.__suppress_context__


def test_content_that_is_not_wanted_is_refused_for_good(mails: SmtpMails, postbox: Postbox) -> None:
    postbox.content_answer = "554 This looks like advertising"
    with pytest.raises(MessageRefused, match="554"):
        mails.send(BERIT, MAIL)


@pytest.mark.parametrize("when", ["recipient_answer", "content_answer"])
def test_what_may_pass_is_tried_again_later(mails: SmtpMails, postbox: Postbox, when: str) -> None:
    setattr(postbox, when, f"451 Come back later, {BERIT}")
    with pytest.raises(Unavailable, match="451") as caught:
        mails.send(BERIT, MAIL)
    assert BERIT not in str(caught.value)
    assert caught.value.__suppress_context__


def test_nobody_there_is_unavailable() -> None:
    with pytest.raises(Unavailable, match="ConnectionRefused"):
        sender(f"smtp://{HOST}:{free_port()}").send(BERIT, MAIL)


def test_silence_after_all_was_sent_is_a_lost_answer(
    mails: SmtpMails, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp_session, "MAIL_TAKEN", 0.2)
    postbox.may_answer.clear()
    with pytest.raises(AnswerLost):
        mails.send(BERIT, MAIL)


def test_an_address_beyond_ascii_needs_a_server_that_takes_it(serve: Serve, postbox: Postbox) -> None:
    """RFC 6531."""
    with pytest.raises(MessageRefused):
        sender(f"smtp://{serve(enable_SMTPUTF8=False)}").send("åsa@example.com", MAIL)
    sender(f"smtp://{serve()}").send("åsa@example.com", MAIL)
    assert [recipient for recipient, _ in postbox.taken] == ["åsa@example.com"]


@pytest.fixture
def pem(tmp_path: Path) -> Path:
    return certificate(tmp_path)


@pytest.fixture(params=["smtps", "smtp+starttls"])
def encrypted(request: pytest.FixtureRequest, serve: Serve, pem: Path) -> str:
    """The address of a server that wants a log-in, and that only inside TLS; without the log-in."""
    scheme: str = request.param
    wrapped = {"ssl_context": tls(pem), "auth_require_tls": False}
    upgraded = {"tls_context": tls(pem), "require_starttls": True}
    host = serve(auth_required=True, **(wrapped if scheme == "smtps" else upgraded))
    return f"{scheme}://{{login}}{host}"


def test_the_mail_client_logs_in_inside_tls(
    encrypted: str, postbox: Postbox, pem: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    sender(encrypted.format(login=LOGIN)).send(BERIT, MAIL)
    assert [recipient for recipient, _ in postbox.taken] == [BERIT]


def test_a_certificate_of_nobody_we_know_gets_nothing(encrypted: str, postbox: Postbox) -> None:
    with pytest.raises(Unavailable, match="SSLCertVerificationError"):
        sender(encrypted.format(login=LOGIN)).send(BERIT, MAIL)
    assert postbox.taken == []


@pytest.mark.parametrize("login", ["", f"{USER}:wrong@"])
def test_a_log_in_that_is_refused_is_ours_to_repair(
    encrypted: str, pem: Path, monkeypatch: pytest.MonkeyPatch, login: str
) -> None:
    """The e-mail is not to blame, so it is kept."""
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    with pytest.raises(Unavailable, match="53"):
        sender(encrypted.format(login=login)).send(BERIT, MAIL)


def test_a_server_that_does_not_offer_tls_gets_nothing(serve: Serve, postbox: Postbox) -> None:
    with pytest.raises(Unavailable, match="SMTPNotSupportedError"):
        sender(f"smtp+starttls://{serve()}").send(BERIT, MAIL)
    assert postbox.taken == []
