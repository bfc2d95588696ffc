"""Transactions behind a pooler: what says that an engine has one, and how a transaction begins there."""

from typing import cast

from sqlalchemy import Engine

BEGINS = "begins"
"""An engine's option: the words that begin each of its transactions."""


def begin_of(engine: Engine) -> str | None:
    """What begins each transaction behind a pooler; None where the driver does it by itself."""
    return cast(str | None, engine.get_execution_options().get(BEGINS))
