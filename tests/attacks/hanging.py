"""A web server whose application hangs on request: `python -m … <port> <workers>`."""

import os
import socket
import sys
import threading
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

from ivr import logs
from ivr.cli.web_workers import WebWorker, WebWorkers
from ivr.leash import die_with
from ivr.web.worker import Serving

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

THREADS = 2
STUCK = 1.0  # seconds
INTERVAL = 0.5


def create(_ended: threading.Event) -> "WSGIApplication":
    die_with(os.getppid())
    return answer


def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    """`/hang` never returns, `/slow` takes a while, anything else names the process."""
    if environ["PATH_INFO"] == "/hang":
        threading.Event().wait()
    if environ["PATH_INFO"] == "/slow":
        time.sleep(STUCK / 4)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(os.getpid()).encode()]


def main(port: str, workers: str) -> None:
    logs.configure()
    listener = socket.create_server(("127.0.0.1", int(port)), backlog=100)
    serving = Serving(create, THREADS, connections=200, stuck=STUCK)
    WebWorkers([WebWorker(serving, listener) for _ in range(int(workers))], INTERVAL).run()


if __name__ == "__main__":
    main(*sys.argv[1:])
