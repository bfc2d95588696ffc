import signal
import threading

import click

from ivr import logs
from ivr.cli.checks import require_parts
from ivr.config import load_settings
from ivr.metrics_folder import written
from ivr.wiring_worker import run_worker

STOP = {signal.SIGTERM, signal.SIGINT}


@click.command()
def worker() -> None:
    """Deliver messages, until SIGTERM or Ctrl-C."""
    stop = _stop_event()
    logs.configure()
    settings = load_settings()
    require_parts(settings)
    logs.log_event("worker_started", mode=settings.mode)
    with written("worker"):
        run_worker(settings, stop)


def _stop_event() -> threading.Event:
    """Set on SIGTERM or SIGINT. By a thread: a handler that sets it could meet the main thread inside its lock."""
    stop = threading.Event()

    def await_signal() -> None:
        signal.sigwait(STOP)
        stop.set()

    signal.pthread_sigmask(signal.SIG_BLOCK, STOP)
    threading.Thread(target=await_signal, daemon=True).start()
    return stop
