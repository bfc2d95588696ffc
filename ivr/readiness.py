"""What a readiness probe asks of the database, the keys and the session store."""

from functools import partial

from ivr.config import Settings
from ivr.health import Readiness
from storage import embedded
from storage.cipher import Cipher
from storage.engine import WAIT_SECONDS
from storage.rekeying import known
from storage.revisions import connected, pending


def readiness(settings: Settings) -> Readiness:
    store = embedded.address(settings.redis_url, settings.data_dir)
    return Readiness(
        essential={
            "database": partial(_reachable, settings.database_url),
            "migrations": lambda: not pending(settings.database_url),
            "keys": partial(_fits, settings),
        },
        helpful={"redis": partial(embedded.reachable, store)},
    )


def _fits(settings: Settings) -> bool:
    cipher = Cipher([key.hex() for key in settings.secret_keys])
    with connected(settings.database_url, WAIT_SECONDS, writes=False) as connection:
        known.check(connection, cipher)  # raises where a key does not fit
    return True


def _reachable(database_url: str) -> bool:
    pending(database_url)  # raises where there is no database
    return True
