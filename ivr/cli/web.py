"""The web server as the launcher starts it: `python -m ivr.cli.web`."""

from granian.constants import Interfaces
from granian.server import Server

from ivr import memory
from ivr.config import load_settings
from ivr.wsgi import create

WORKERS = 2
THREADS = 4  # per worker: they take turns at running Python, and more of them take longer for each turn
DRAIN = 10  # seconds for the turns in flight; a turn takes 3 at most


def main() -> None:
    settings = load_settings()
    memory.share()
    Server(
        "ivr.wsgi:create",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=WORKERS,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=DRAIN,
        log_enabled=False,  # its log quotes paths and exceptions; the launcher and the workers log what matters
    ).serve(target_loader=create, wrap_loader=False)


if __name__ == "__main__":
    main()
