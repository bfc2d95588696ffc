"""One web worker: an event loop that reads requests, and the threads that answer them."""

import asyncio
import signal
import socket
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from threading import Event
from typing import TYPE_CHECKING

from ivr.logs import tell_counts
from ivr.metrics_folder import written
from ivr.web.connection import Connection
from ivr.web.connections import Connections
from ivr.web.threads import STUCK, Threads

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

AT_ONCE = 16  # connections accepted in one turn of the loop; the next free worker takes the others
BACKLOG = 1024  # connections that the kernel holds until then
LOOK = 0.25  # seconds between two looks at deadlines
DRAIN = 10.0  # seconds for the turns in flight; a turn takes 3 at most
ALIVE = b"."


@dataclass(frozen=True)
class Serving:
    """`create` is told by an event when the worker has ended. `stuck`: seconds after which a thread that still has the
    same request counts as lost."""

    create: Callable[[Event], "WSGIApplication"]
    threads: int
    connections: int
    stuck: float = STUCK


def work(serving: Serving, listener: socket.socket, questions: socket.socket, place: str) -> None:
    """Serve until SIGTERM, and count at `place`."""
    signal.set_wakeup_fd(-1)  # the server's, from which this process was forked
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with written(place):
        asyncio.run(_serve(serving, listener, questions))


async def _serve(serving: Serving, listener: socket.socket, questions: socket.socket) -> None:
    loop, stopped, ended = asyncio.get_running_loop(), asyncio.Event(), Event()
    loop.add_signal_handler(signal.SIGTERM, stopped.set)
    threads, connections = Threads(serving.threads, loop), Connections(serving.connections)
    application = serving.create(ended)
    server = await loop.create_server(
        partial(Connection, application, threads, connections), sock=listener, backlog=AT_ONCE
    )
    listener.listen(BACKLOG)
    loop.add_reader(questions, _answer, questions, threads, serving.stuck)
    looking = loop.create_task(_look(connections))
    await stopped.wait()
    server.close()
    await connections.drain(DRAIN)
    looking.cancel()
    ended.set()
    tell_counts(at_end=True)  # a fork's child runs nothing at its exit


async def _look(connections: Connections) -> None:
    while True:
        await asyncio.sleep(LOOK)
        connections.close_late()
        tell_counts()


def _answer(questions: socket.socket, threads: Threads, stuck: float) -> None:
    """Say that this worker lives, if its threads get on; the loop does, or it would not be here."""
    if questions.recv(1) and threads.make_progress(stuck):
        questions.send(ALIVE)
