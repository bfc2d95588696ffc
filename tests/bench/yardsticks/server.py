"""A yardstick on the service's own web server: only the application differs.

`python -m tests.bench.yardsticks.server <module> <address> <workers> <threads> <connections>`
"""

import multiprocessing
import socket
import sys
from functools import partial
from importlib import import_module
from threading import Event
from types import ModuleType
from typing import TYPE_CHECKING

from ivr import logs, memory
from ivr.cli.web_workers import WebWorker, WebWorkers
from ivr.leash import die_with
from ivr.web import descriptors
from ivr.web.worker import BACKLOG, Serving

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


def main(module: str, address: str, workers: str, threads: str, connections: str) -> None:
    logs.configure()
    yardstick = import_module(f"tests.bench.yardsticks.{module}")
    memory.share()
    descriptors.raise_limit(descriptors.needed(int(connections)))
    host, _, port = address.partition(":")
    listener = socket.create_server((host, int(port)), backlog=BACKLOG)
    serving = Serving(partial(create, yardstick), int(threads), int(connections))
    WebWorkers([WebWorker(serving, listener) for _ in range(int(workers))]).run()


def create(yardstick: ModuleType, _ended: Event) -> "WSGIApplication":
    """The application of one worker, which lives no longer than the server that forked it."""
    if server := multiprocessing.parent_process():
        die_with(server.pid or 0)
    application: WSGIApplication = yardstick.create()
    memory.give_back()
    return application


if __name__ == "__main__":
    main(*sys.argv[1:])
