"""What is done in each language and on each database: a diagonal in `make test`, the whole square in `make soak`."""

import os

from ivr.prompts.languages import LANGUAGES
from tests.postgres import DATABASES

IS_WHOLE = "SOAK_SQUARE" in os.environ


def languages_on(database: str) -> tuple[str, ...]:
    """Every language stands on one database at least, and every database has one at least."""
    if IS_WHOLE:
        return LANGUAGES
    return LANGUAGES[DATABASES.index(database) :: len(DATABASES)]
