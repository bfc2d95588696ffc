"""One JSON line per event on standard error, and in it only keys that cannot carry personal data."""

import logging
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from traceback import extract_tb
from types import TracebackType
from typing import Any

import structlog

from ivr.refusals import BoundedLines

KEYS = frozenset(
    {"call", "turn", "state", "route", "status", "ms", "error", "reason", "instance", "child", "pid", "place", "mode"}
    | {"left_out", "kind", "outcome"}
)
LINES = BoundedLines()


def configure() -> None:
    """Readable on a terminal, JSON elsewhere. Of libraries only the name is heard, of exceptions that nobody caught
    only the class and the place: their messages quote too much."""
    shape: Any = structlog.processors.JSONRenderer()
    if sys.stderr.isatty():
        shape = structlog.dev.ConsoleRenderer(pad_event_to=24)
    writer = structlog.WriteLogger(sys.stderr)
    structlog.configure(
        processors=[structlog.processors.TimeStamper("iso", utc=True), shape],
        logger_factory=lambda *_: writer,
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=logging.ERROR, handlers=[_NamesOnly()], force=True)
    sys.excepthook = lambda kind, _, trace: _log_crash(kind, trace)
    sys.unraisablehook = lambda hook: _log_crash(hook.exc_type, hook.exc_traceback)
    threading.excepthook = lambda hook: _log_crash(hook.exc_type, hook.exc_traceback)


def log_event(event: str, **allowed: str | int | float | None) -> None:
    """Log `event` with those of `allowed` that are in KEYS; the others are dropped. `error` is a class's name."""
    for kind, reason, count in LINES.left_out():
        _write("lines_left_out", {"state": kind, "reason": reason, "left_out": count})
    _write(event, allowed)


def log_refusal(event: str, **allowed: str | int | float | None) -> None:
    """Log what somebody outside can cause as often as they like: a few lines a minute for each reason.

    The next line of any kind tells how many were left out.
    """
    if LINES.admit(event, str(allowed.get("reason", ""))):
        log_event(event, **allowed)


def _write(event: str, allowed: Mapping[str, str | int | float | None]) -> None:
    """Or not, where the disk is full or nobody reads: no call ends for a line."""
    with suppress(OSError):
        structlog.get_logger().info(event, **{key: value for key, value in allowed.items() if key in KEYS})


def log_fault(event: str, fault: BaseException, **allowed: str | int | float | None) -> None:
    """The same, with the class of `fault` and the place where it was raised: all of it that can be told."""
    log_event(event, error=type(fault).__name__, place=_place(fault.__traceback__), **allowed)


def _log_crash(kind: type[BaseException], trace: TracebackType | None) -> None:
    log_event("crashed", error=kind.__name__, place=_place(trace))


def _place(trace: TracebackType | None) -> str | None:
    frames = extract_tb(trace)
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else None


class _NamesOnly(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else record.levelname
        log_event("library_error", route=record.name, error=error)
