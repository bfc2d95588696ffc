"""A conversation with a mail server, as patient as RFC 5321 asks for (4.5.3.2); it knows when an answer is lost."""

import re
from contextlib import suppress
from smtplib import SMTP, SMTP_SSL, SMTPDataError, SMTPException
from socket import SHUT_RDWR
from threading import Timer
from typing import Any

from domain.errors import AnswerLost
from domain.lanes import LONGEST, MAIL_BLOCK, MAIL_STEP, MAIL_STEPS, MAIL_TAKEN, Lane

BLOCK = 1 << 16  # bytes
ANSWERS = (2, 4, 5)  # first digits of a reply to content: taken, not now, never
GO_ON = 354


class PatientSmtp(SMTP):
    """Each command has its time, the whole conversation no more than a hand-over has."""

    _alarm: Timer | None = None

    def connect(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        self._alarm = Timer(LONGEST[Lane.MAIL].total_seconds(), self._hang_up)
        self._alarm.daemon = True
        self._alarm.start()
        try:
            return super().connect(*args, **kwargs)
        except OSError:
            self._alarm.cancel()
            raise

    def putcmd(self, cmd: str, args: str = "") -> None:
        self._wait_for(MAIL_STEPS.get(cmd.upper(), MAIL_STEP))
        super().putcmd(cmd, args)

    def data(self, msg: bytes | str) -> tuple[int, bytes]:  # type: ignore[override] # the library's buffers are of any kind
        """Raises AnswerLost once all of it is on its way. What broke off before is not taken (RFC 5321, 4.1.1.4)."""
        code, reply = self.docmd("DATA")
        if code != GO_ON:
            raise SMTPDataError(code, reply)
        content = _on_the_wire(msg)
        self._wait_for(MAIL_BLOCK)
        for start in range(0, len(content), BLOCK):
            self.send(content[start : start + BLOCK])
        self._wait_for(MAIL_TAKEN)
        try:
            code, reply = self.getreply()
        except (SMTPException, OSError) as error:
            raise AnswerLost(f"the mail server's answer was lost: {type(error).__name__}") from None
        if code // 100 not in ANSWERS:
            raise AnswerLost("the mail server's answer makes no sense")
        return code, reply

    def close(self) -> None:
        if self._alarm:
            self._alarm.cancel()
        super().close()

    def _wait_for(self, seconds: float) -> None:
        if self.sock:
            self.sock.settimeout(seconds)

    def _hang_up(self) -> None:
        """Wake who waits for the server: it has an end of the connection to read."""
        if self.sock:
            with suppress(OSError):
                self.sock.shutdown(SHUT_RDWR)


class PatientSmtpInTls(PatientSmtp, SMTP_SSL):
    """A session in TLS from the first byte on (RFC 8314)."""


def _on_the_wire(message: bytes | str) -> bytes:
    """Stuff dots, and end with one (RFC 5321, 4.5.2)."""
    content = message.encode("ascii") if isinstance(message, str) else message
    stuffed = re.sub(rb"(?m)^\.", b"..", content)
    return stuffed + (b"" if stuffed.endswith(b"\r\n") else b"\r\n") + b".\r\n"
