"""The web server as the launcher starts it: `python -m ivr.cli.web`."""

import socket

from ivr import logs, memory
from ivr.cli.web_workers import WebWorker, WebWorkers
from ivr.config import load_settings
from ivr.web import descriptors
from ivr.web.worker import BACKLOG, Serving
from ivr.wsgi import create


def main() -> None:
    settings = load_settings()
    logs.configure()
    memory.share()
    descriptors.raise_limit(descriptors.needed(settings.connections_per_worker))
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.create_server((settings.host, settings.port), family=family, backlog=BACKLOG)
    serving = Serving(create, settings.web_threads, settings.connections_per_worker)
    WebWorkers([WebWorker(serving, listener) for _ in range(settings.web_workers)]).run()


if __name__ == "__main__":
    main()
