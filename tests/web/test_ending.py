"""What a web worker repeats beside its requests is told of its end."""

import asyncio
import os
import signal
import socket
from threading import Event
from typing import TYPE_CHECKING

from ivr.web.worker import Serving, _serve

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


def test_a_worker_that_is_asked_to_end_says_so_to_what_it_has_made() -> None:
    given: list[Event] = []

    def create(ended: Event) -> "WSGIApplication":
        given.append(ended)
        assert not ended.is_set()
        asyncio.get_running_loop().call_soon(os.kill, os.getpid(), signal.SIGTERM)
        return lambda _environ, _start: []

    listener, (ours, theirs) = socket.create_server(("127.0.0.1", 0)), socket.socketpair()
    with listener, ours, theirs:
        asyncio.run(_serve(Serving(create, threads=1, connections=1), listener, theirs))
    assert [each.is_set() for each in given] == [True]
