"""Reads one request: parses it strictly (RFC 9112) and bounds its size."""

from http import HTTPStatus

from httptools import HttpParserError, HttpParserInvalidMethodError, HttpParserUpgrade, HttpRequestParser

from ivr.app import LARGEST_BODY

LARGEST_HEAD = 32 * 1024  # bytes of target and fields; a webhook of Twilio has about 1 KiB, a token up to 4
MOST_FIELDS = 100
MOST_RECEIVED = LARGEST_HEAD + 8 * LARGEST_BODY  # bytes on the wire, with all that chunks add to a body
VERSIONS = ("1.0", "1.1")
FRAMING = (b"content-length", b"transfer-encoding")


class Refused(Exception):
    """The request is not one that may be answered otherwise than with `status`."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status)
        self.status = status


class Reader:
    """Feed it what arrives until it is `complete`.

    A body above the limit completes the request early (`is_cut`): the application refuses it in its own words.
    """

    def __init__(self) -> None:
        self.head_complete = self.complete = self.is_cut = False
        self.method, self.version, self.target = "", "", b""
        self.fields: list[tuple[bytes, bytes]] = []
        self.body = b""
        self.body_size = self.received = 0
        self._is_kept = False
        self._parser = HttpRequestParser(self)

    def feed(self, data: bytes) -> None:
        """Raise Refused if this is no HTTP/1.1 or too much of it."""
        self.received += len(data)
        try:
            self._parse(data)
        except HttpParserError as error:
            if not self.complete:
                raise _refusal(error) from None
            self.is_cut = True  # what follows a whole request is wrong, the request is not
        if not self.complete and self.received > (MOST_RECEIVED if self.head_complete else LARGEST_HEAD):
            raise Refused(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)

    @property
    def expects_continue(self) -> bool:
        """Whether the client waits for our word before it sends the body: RFC 9110, 10.1.1."""
        return self.version == "1.1" and self._field(b"expect").lower() == b"100-continue"

    @property
    def keeps_alive(self) -> bool:
        """Whether another request may follow on this connection."""
        return self._is_kept and not self.is_cut

    def _parse(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except HttpParserUpgrade as upgrade:
            self._ignore_upgrade()
            self._parser.feed_data(data[upgrade.args[0] :])

    def _ignore_upgrade(self) -> None:
        """Read on without: a server may ignore the wish (RFC 9110, 7.8), but the parser stops after the head."""
        framing = [b"%b: %b" % field for field in self.fields if field[0].lower() in FRAMING]
        self._parser = HttpRequestParser(self)
        self._parser.feed_data(b"\r\n".join([self.method.encode() + b" / HTTP/1.1", *framing, b"", b""]))

    # What the parser calls.

    def on_url(self, part: bytes) -> None:
        if not self.head_complete:
            self.target += part

    def on_header(self, name: bytes, value: bytes) -> None:
        if not self.head_complete:  # the fields after a chunked body are left out
            self.fields.append((name, value.rstrip(b" \t")))

    def on_headers_complete(self) -> None:
        if self.head_complete:
            return
        self.method, self.version = self._parser.get_method().decode(), self._parser.get_http_version()
        self._is_kept = self.version == "1.1" and self._parser.should_keep_alive()
        self._judge()
        self.head_complete = True
        announced = self._field(b"content-length")
        if announced and int(announced) > LARGEST_BODY:
            self._cut(int(announced))

    def on_body(self, part: bytes) -> None:
        if self.complete:
            return
        self.body += part
        self.body_size += len(part)
        if self.body_size > LARGEST_BODY:
            self._cut(self.body_size)

    def on_message_begin(self) -> None:
        """Cut off a client that does not wait for its answer: it repeats the rest (RFC 9112, 9.3.2)."""
        self.is_cut = self.complete

    def on_message_complete(self) -> None:
        self.complete = self.complete or not self._parser.should_upgrade()

    def _judge(self) -> None:
        """Check what the parser leaves to a server. Raises Refused."""
        names = [name.lower() for name, _ in self.fields]
        size = len(self.target) + sum(len(name) + len(value) for name, value in self.fields)
        if size > LARGEST_HEAD or len(names) > MOST_FIELDS:
            raise Refused(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
        if self.version not in VERSIONS:
            raise Refused(HTTPStatus.HTTP_VERSION_NOT_SUPPORTED)
        if names.count(b"host") > 1 or (self.version == "1.1" and b"host" not in names) or b"#" in self.target:
            raise Refused(HTTPStatus.BAD_REQUEST)
        if self.method in ("CONNECT", "SOURCE"):
            raise Refused(HTTPStatus.NOT_IMPLEMENTED)
        if b"transfer-encoding" in names:
            self._judge_coding()

    def _judge_coding(self) -> None:
        """Take chunks only, and only where they are defined: RFC 9112, 6.1."""
        if self.version == "1.0":
            raise Refused(HTTPStatus.BAD_REQUEST)
        if self._field(b"transfer-encoding").lower() != b"chunked":
            raise Refused(HTTPStatus.NOT_IMPLEMENTED)

    def _cut(self, size: int) -> None:
        self.complete = self.is_cut = True
        self.body, self.body_size = b"", size

    def _field(self, name: bytes) -> bytes:
        return next((value for given, value in self.fields if given.lower() == name), b"")


def _refusal(error: HttpParserError) -> Refused:
    if isinstance(error.__context__, Refused):  # ours, raised while the parser called
        return error.__context__
    if isinstance(error, HttpParserInvalidMethodError):
        return Refused(HTTPStatus.NOT_IMPLEMENTED)
    return Refused(HTTPStatus.BAD_REQUEST)
