"""The demo's people in the stores of a service, without the rest of it."""

from contextlib import closing

from ivr.clock import SystemClock
from ivr.config import Settings
from storage import embedded, seeding
from storage.call_sessions import open_sessions
from storage.cipher import Cipher
from storage.engine import open_engine


def seed_demo(settings: Settings, *, fresh: bool) -> None:
    """`fresh` restores people and dates, and clears counters, sessions and messages."""
    engine, cipher = open_engine(settings.database_url), Cipher([key.hex() for key in settings.secret_keys])
    seeding.seed(engine, cipher, SystemClock(settings.timezone, settings.clock).now(), fresh=fresh)
    engine.dispose()
    if fresh:
        with closing(open_sessions(embedded.address(settings.redis_url, settings.data_dir))) as sessions:
            sessions.clear()
