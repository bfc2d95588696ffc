"""One JSON line per event on standard error, and in it only keys that cannot carry personal data."""

import logging
import sys
from typing import Any

import structlog

KEYS = frozenset({"call", "turn", "state", "route", "status", "ms", "error", "reason", "child", "pid"})


def configure() -> None:
    """Readable on a terminal, JSON elsewhere. Of libraries only the name is heard: their messages quote too much."""
    shape: Any = structlog.processors.JSONRenderer()
    if sys.stderr.isatty():
        shape = structlog.dev.ConsoleRenderer(pad_event_to=24)
    structlog.configure(
        processors=[structlog.processors.TimeStamper("iso", utc=True), shape],
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=logging.ERROR, handlers=[_NamesOnly()], force=True)


def log_event(event: str, **allowed: str | int | float | None) -> None:
    """Log `event` with those of `allowed` that are in KEYS; the others are dropped. `error` is a class's name."""
    structlog.get_logger().info(event, **{key: value for key, value in allowed.items() if key in KEYS})


class _NamesOnly(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else record.levelname
        log_event("library_error", route=record.name, error=error)
