"""What each web worker runs. The server imports it before it forks, so that a replaced worker is there at once."""

import multiprocessing
import os
from threading import Event, Thread
from typing import TYPE_CHECKING

from ivr import logs, memory, wiring
from ivr.app import create_app, side_by_side
from ivr.config import load_settings
from ivr.leash import die_with
from ivr.tasks import repeat

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


def create(ended: Event) -> "WSGIApplication":
    """The application of this worker, which lives no longer than the server that forked it. What it repeats beside its
    requests it does until it has `ended`."""
    if server := multiprocessing.parent_process():
        die_with(server.pid or 0)
    logs.configure()
    settings = load_settings()
    shared = wiring.parts(settings)
    found = wiring.seen(settings, shared)
    line = create_app(wiring.blueprints(settings, shared, found))
    api = create_app(wiring.api_blueprints(settings, shared))
    Thread(target=repeat, args=({"clock": shared.clock_watch.look}, ended), daemon=True).start()
    found.looks().begin(ended)
    memory.settle()
    logs.log_event("web_worker_started", pid=os.getpid())
    return side_by_side(line, api)
