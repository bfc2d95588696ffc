import signal
import threading
from wsgiref.simple_server import WSGIRequestHandler, make_server

import click

from ivr import logs, metrics_page
from ivr.app import create_app
from ivr.cli.checks import require_parts
from ivr.config import load_settings
from ivr.faults import BadStart
from ivr.metrics_folder import written
from ivr.wiring_worker import run_worker

STOP = {signal.SIGTERM, signal.SIGINT}


def _address(_context: click.Context, _option: click.Parameter, text: str | None) -> tuple[str, int] | None:
    if text is None:
        return None
    host, _, port = text.rpartition(":")
    if not (host and port.isascii() and port.isdigit() and 0 < int(port) < 2**16):
        raise click.BadParameter("give an address and a port, such as 127.0.0.1:9101")
    return host.strip("[]"), int(port)


@click.command()
@click.option("--metrics", "page", metavar="HOST:PORT", callback=_address, help="Show there what this worker counts.")
def worker(page: tuple[str, int] | None) -> None:
    """Deliver messages, until SIGTERM or Ctrl-C."""
    stop = _stop_event()
    logs.configure()
    settings = load_settings()
    require_parts(settings)
    if page:
        _show_metrics(*page)
    logs.log_event("worker_started", mode=settings.mode)
    with written("worker"):
        run_worker(settings, stop)


def _show_metrics(host: str, port: int) -> None:
    """A worker that no service has started counts by itself: no other page has its numbers."""
    try:
        server = make_server(host, port, create_app([metrics_page.blueprint(())]), handler_class=_Silent)
    except OSError as error:
        raise BadStart([f"cannot show metrics on {host}:{port} ({error.strerror}): give another address"]) from None
    threading.Thread(target=server.serve_forever, daemon=True).start()


class _Silent(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Log no requests."""


def _stop_event() -> threading.Event:
    """Set on SIGTERM or SIGINT. By a thread: a handler that sets it could meet the main thread inside its lock."""
    stop = threading.Event()

    def await_signal() -> None:
        signal.sigwait(STOP)
        stop.set()

    signal.pthread_sigmask(signal.SIG_BLOCK, STOP)
    threading.Thread(target=await_signal, daemon=True).start()
    return stop
