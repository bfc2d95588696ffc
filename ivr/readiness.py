"""What a readiness probe asks of the database, the keys and the session store."""

from functools import partial

from ivr.config import Settings
from ivr.health import Readiness
from storage import embedded
from storage.revisions import pending


def readiness(settings: Settings) -> Readiness:
    store = embedded.address(settings.redis_url, settings.data_dir)
    return Readiness(
        essential={
            "database": partial(_reachable, settings.database_url),
            "migrations": lambda: not pending(settings.database_url),
            "keys": lambda: bool(settings.secret_keys),
        },
        helpful={"redis": partial(embedded.reachable, store)},
    )


def _reachable(database_url: str) -> bool:
    pending(database_url)  # raises where there is no database
    return True
