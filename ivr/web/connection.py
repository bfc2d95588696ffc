"""One connection: reads its requests one after another, has each answered by a thread, and keeps its deadlines."""

import asyncio
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, cast

from ivr.metrics import UNREADABLE, count
from ivr.web.connections import Connections
from ivr.web.environ import answer, environment, written
from ivr.web.reading import Reader, Refused
from ivr.web.threads import Threads

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

HEAD = 5.0  # seconds until the head of a request is there, from the connection or from its own first byte
BODY = 5.0  # seconds until the body is there, from the head
IDLE = 15.0  # seconds between an answer and the first byte of the next request
LINGER = 2.0  # seconds for the client to read the last answer and close


class Connection(asyncio.Protocol):
    def __init__(self, application: "WSGIApplication", threads: Threads, connections: Connections) -> None:
        self._application, self._threads, self._connections = application, threads, connections
        self._reader = Reader()
        self._is_last = False  # no request after this one
        self._is_closing = False

    @property
    def has_begun(self) -> bool:
        """Whether some of a request is there."""
        return self._reader.received > 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._server = transport.get_extra_info("sockname")[:2]
        self._client = (transport.get_extra_info("peername") or ("", 0))[:2]  # none where it has gone already
        self._connections.enter(self)
        self._connections.wait(self, HEAD)

    def connection_lost(self, _: Exception | None) -> None:
        self._is_closing = True
        self._connections.leave(self)

    def data_received(self, data: bytes) -> None:
        if self._is_closing:
            return
        if self._reader.complete:  # the client does not wait for its answer: it repeats the rest, RFC 9112, 9.3.2
            self._is_last = True
            self._transport.pause_reading()
            return
        try:
            self._read(data)
        except Refused as refused:
            self._refuse(refused.status)

    def eof_received(self) -> bool:
        """A client may close its side after its request, and still read the answer."""
        self._is_last = True
        return self._reader.complete and not self._is_closing

    def pause_writing(self) -> None:
        """No further request before the answer has been read, so that one answer is held at most."""
        self._transport.pause_reading()
        self._connections.write_slowly(self)

    def resume_writing(self) -> None:
        self._transport.resume_reading()
        self._connections.write_on(self)

    def expire(self) -> None:
        if self._is_closing or not self.has_begun:
            self.abort()
        else:
            self._refuse(HTTPStatus.REQUEST_TIMEOUT)

    def abort(self) -> None:
        self._is_closing = True
        self._connections.leave(self)
        self._transport.abort()

    def _read(self, data: bytes) -> None:
        reader = self._reader
        had_begun, had_head = self.has_begun, reader.head_complete
        reader.feed(data)
        if reader.complete:
            self._hand_over()
        elif reader.head_complete and not had_head:
            self._connections.wait(self, BODY)
            if reader.expects_continue:
                self._transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        elif not had_begun:
            self._connections.wait(self, HEAD)

    def _hand_over(self) -> None:
        self._connections.serve(self)
        environ = environment(self._reader, self._server, self._client)
        keeps_alive = self._reader.keeps_alive
        self._threads.run(partial(answer, self._application, environ, keeps_alive=keeps_alive), self._deliver)

    def _deliver(self, answer: bytes) -> None:
        if self._is_closing:
            return
        if self._is_last or not self._reader.keeps_alive:
            self._say_last(answer)
        else:
            self._transport.write(answer)
            self._reader = Reader()
            self._connections.wait(self, IDLE)

    def _refuse(self, status: HTTPStatus) -> None:
        count(UNREADABLE, str(status.value))
        fields = [("Content-Type", "text/plain; charset=utf-8")]
        self._say_last(written(f"{status.value} {status.phrase}", fields, f"{status.phrase}\n".encode()))

    def _say_last(self, answer: bytes) -> None:
        """Leave time to read it: closed at once, with something unread, the answer would be lost (RFC 9112, 9.6)."""
        self._is_closing = True
        self._transport.write(answer)
        with suppress(OSError):  # it has gone already
            self._transport.write_eof()
        self._transport.resume_reading()
        self._connections.wait(self, LINGER)
