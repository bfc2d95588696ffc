"""One JSON line per event on standard error, and in it only keys that cannot carry personal data."""

import atexit
import logging
import os
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
from ivr.repeated_lines import RepeatedLines, Value

KEYS = frozenset(
    {"call", "turn", "state", "route", "status", "ms", "error", "reason", "instance", "child", "pid", "place", "mode"}
    | {"left_out", "kind", "outcome", "repeated"}
)
LINES = BoundedLines()
REPEATED = RepeatedLines()
os.register_at_fork(after_in_child=REPEATED.clear)  # its parent tells of its own


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


def log_event(event: str, **allowed: Value) -> None:
    """Log `event` with those of `allowed` that are in KEYS; the others are dropped. `error` is a class's name.

    A line that repeats is written once, and counted; a line about one call is always written.
    """
    tell_counts()
    told = _told(allowed)
    if "call" in told or REPEATED.is_new(event, told):
        _write(event, told)


def log_refusal(event: str, **allowed: Value) -> None:
    """Log what somebody outside can cause as often as they like: a few lines a minute for each reason.

    A later line tells how many were left out.
    """
    if LINES.admit(event, str(allowed.get("reason", ""))):
        tell_counts()
        _write(event, _told(allowed))


def tell_counts(*, at_end: bool = False) -> None:
    """Log how many lines were left out or repeated in minutes that are over. For every loop of a process."""
    for kind, reason, count in LINES.left_out():
        _write("lines_left_out", {"state": kind, "reason": reason, "left_out": count})
    for (event, told), times in REPEATED.counts(at_end=at_end):
        _write(event, dict(told) | {"repeated": times})


atexit.register(tell_counts, at_end=True)


def _told(allowed: Mapping[str, Value]) -> dict[str, Value]:
    return {key: value for key, value in allowed.items() if key in KEYS}


def _write(event: str, told: Mapping[str, Value]) -> None:
    """Or not, where the disk is full or nobody reads: no call ends for a line."""
    with suppress(OSError):
        structlog.get_logger().info(event, **told)


def log_fault(event: str, fault: BaseException, **allowed: Value) -> None:
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
