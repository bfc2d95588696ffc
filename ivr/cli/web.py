"""The web server as the launcher starts it: `python -m ivr.cli.web`."""

import socket

from ivr import logs, memory
from ivr.cli import told
from ivr.cli.checks import cannot_listen
from ivr.cli.web_workers import WebWorker, WebWorkers
from ivr.config import Settings, load_settings
from ivr.faults import BadStart
from ivr.web import descriptors
from ivr.web.worker import BACKLOG, Serving
from ivr.wsgi import create


def main() -> None:
    logs.configure()
    with told():
        settings = load_settings()
        listener = _listener(settings)
    memory.share()
    descriptors.raise_limit(descriptors.needed(settings.connections_per_worker))
    serving = Serving(create, settings.web_threads, settings.connections_per_worker)
    workers = [WebWorker(serving, listener, f"web-{number}") for number in range(settings.web_workers)]
    WebWorkers(workers).run()


def _listener(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family, backlog=BACKLOG)
    except OSError as error:
        raise BadStart([cannot_listen(settings, error)]) from None


if __name__ == "__main__":
    main()
