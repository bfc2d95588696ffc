"""What each web worker runs. The server imports it before it forks, so that a replaced worker is there at once."""

import multiprocessing
import os

from flask import Flask

from ivr import health, logs, wiring
from ivr.app import create_app
from ivr.cli.checks import readiness
from ivr.config import load_settings
from ivr.leash import die_with


def create() -> Flask:
    """The application of this worker, which lives no longer than the server that forked it."""
    if server := multiprocessing.parent_process():
        die_with(server.pid or 0)
    logs.configure()
    settings = load_settings()
    app = create_app([health.blueprint(readiness(settings)), *wiring.blueprints(settings)])
    logs.log_event("web_worker_started", pid=os.getpid())
    return app
