"""How long we wait for a mail server (RFC 5321, 4.5.3.2), and how its domain is called (RFC 5890)."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

import pytest

from domain.errors import AnswerLost, MessageRefused, Unavailable
from domain.lanes import LONGEST, Lane
from ivr.outbound import email, smtp_session
from ivr.outbound.email import SmtpMails
from ivr.outbound.mail import Mail
from ivr.outbound.smtp_session import PatientSmtp
from tests.outbound.mail_server import HOST, Postbox, mail_server
from tests.outbound.test_email import ADDRESS, BERIT, LENDER, MAIL, sender
from tests.outbound.trickling import trickling_server

MINUTE = 60.0
Waits = list[tuple[str, float | None]]


@pytest.fixture
def postbox() -> Postbox:
    return Postbox()


@pytest.fixture
def serve(postbox: Postbox) -> Iterator[Callable[..., SmtpMails]]:
    with ExitStack() as servers:
        yield lambda **options: sender(f"smtp://{HOST}:{servers.enter_context(mail_server(postbox, **options))}")


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> Waits:
    """What was said last before each reply, and how long the reply may take."""
    seen: Waits = []

    class Observed(PatientSmtp):
        said = "connected"

        def send(self, s: Any) -> None:
            text = s if isinstance(s, str) else s.decode("latin-1")
            self.said = "content" if text.endswith("\r\n.\r\n") else text.split()[0].upper()
            super().send(s)

        def getreply(self) -> tuple[int, bytes]:
            assert self.sock
            seen.append((self.said, self.sock.gettimeout()))
            return super().getreply()

    monkeypatch.setattr(email, "PatientSmtp", Observed)
    return seen


def test_each_step_may_take_as_long_as_the_standard_says(serve: Callable[..., SmtpMails], waits: Waits) -> None:
    """Greeting, MAIL and RCPT: 5 minutes; DATA: 2; after the final dot: 10."""
    serve().send(BERIT, MAIL)
    assert waits[:-1] == [
        ("connected", 5 * MINUTE),
        ("EHLO", 5 * MINUTE),
        ("MAIL", 5 * MINUTE),
        ("RCPT", 5 * MINUTE),
        ("DATA", 2 * MINUTE),
        ("content", 10 * MINUTE),
    ]


def test_what_a_server_says_as_we_leave_is_not_waited_for(serve: Callable[..., SmtpMails], waits: Waits) -> None:
    serve().send(BERIT, MAIL)
    said, seconds = waits[-1]
    assert said == "QUIT"
    assert seconds is not None
    assert seconds <= 5


def test_a_conversation_never_outlasts_its_lease_however_it_trickles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp_session, "LONGEST", {**LONGEST, Lane.MAIL: timedelta(seconds=0.2)})
    with trickling_server() as port, pytest.raises(Unavailable):
        SmtpMails(f"smtp://{HOST}:{port}", LENDER, ADDRESS).send(BERIT, MAIL)


def test_what_breaks_off_before_its_end_is_not_taken(
    serve: Callable[..., SmtpMails], postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """RFC 5321, 4.1.1.4: without its end there is no message."""
    monkeypatch.setattr(smtp_session, "_on_the_wire", lambda _: b"Subject: half\r\n")
    monkeypatch.setattr(smtp_session, "MAIL_TAKEN", 0.2)
    with pytest.raises(AnswerLost):
        serve().send(BERIT, MAIL)
    assert postbox.taken == []


def test_a_line_that_is_a_dot_arrives_as_one(serve: Callable[..., SmtpMails], postbox: Postbox) -> None:
    """RFC 5321, 4.5.2."""
    dotted = "one\n.\n..two\n"
    serve().send(BERIT, Mail("dots", "sv-SE", "Dots", dotted))
    body = postbox.taken[0][1].get_body(("plain",))
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == dotted


@pytest.mark.parametrize(
    ("written", "called"),
    [
        ("anna@åkeri.example", "anna@xn--keri-poa.example"),
        ("anna@Åkeri.Example", "anna@xn--keri-poa.example"),
        ("anna@post.räksmörgås.example", "anna@post.xn--rksmrgs-5wao1o.example"),
        ("anna@xn--keri-poa.example", "anna@xn--keri-poa.example"),
        ("anna@in_house.example", "anna@in_house.example"),
    ],
)
def test_a_domain_beyond_ascii_is_called_as_every_server_knows_it(
    serve: Callable[..., SmtpMails], postbox: Postbox, written: str, called: str
) -> None:
    serve(enable_SMTPUTF8=False).send(written, MAIL)
    [(recipient, mail)] = postbox.taken
    assert recipient == mail["To"] == called


def test_only_the_part_before_the_at_needs_a_server_that_takes_it(
    serve: Callable[..., SmtpMails], postbox: Postbox
) -> None:
    """RFC 6531."""
    with pytest.raises(MessageRefused, match="beyond ASCII"):
        serve(enable_SMTPUTF8=False).send("åsa@åkeri.example", MAIL)
    serve().send("åsa@åkeri.example", MAIL)
    assert [recipient for recipient, _ in postbox.taken] == ["åsa@xn--keri-poa.example"]


@pytest.mark.parametrize("domain", [f"{'å' * 64}.example", "å..example", "\N{SNOWMAN}.example"])
def test_a_domain_that_there_cannot_be_is_refused(
    serve: Callable[..., SmtpMails], postbox: Postbox, domain: str
) -> None:
    with pytest.raises(MessageRefused, match="no such domain"):
        serve().send(f"anna@{domain}", MAIL)
    assert postbox.taken == []
