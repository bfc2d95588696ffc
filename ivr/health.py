"""Whether the process lives (`/healthz`) and whether calls can be answered (`/readyz`)."""

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from threading import Lock

from flask import Blueprint

from ivr.logs import log_refusal

Check = Callable[[], object]
"""Passes, or raises: Failed, or anything else where what it looks at does not answer."""
SILENT = "it does not answer"
KEPT_SECONDS = 2.0


class Failed(Exception):
    """Of a check; the message, in fixed words and numbers, is for whoever asks."""


@dataclass
class Readiness:
    """Checks by name. Without an `essential` one this instance can neither say words nor transfer; without a `helpful`
    one calls are answered, but more slowly, or by a person."""

    essential: Mapping[str, Check]
    helpful: Mapping[str, Check]
    clock: Callable[[], float] = time.monotonic
    _lock: Lock = field(default_factory=Lock)
    _found: Mapping[str, str] = field(default_factory=dict)
    _until: float = 0.0

    def reasons(self) -> Mapping[str, str]:
        """Why each check has failed; empty where it has not. Looked at every two seconds at most, by one thread at a
        time: the others are told what was found before, as a thread that waits takes no calls."""
        if self._is_known() or not self._lock.acquire(blocking=not self._found):
            return self._found
        try:
            if not self._is_known():
                self._found = {name: _reason(name, check) for name, check in self._every()}
                self._until = self.clock() + KEPT_SECONDS
            return self._found
        finally:
            self._lock.release()

    def _every(self) -> Iterable[tuple[str, Check]]:
        return chain(self.essential.items(), self.helpful.items())

    def _is_known(self) -> bool:
        return bool(self._found) and self.clock() < self._until


def blueprint(readiness: Readiness) -> Blueprint:
    health = Blueprint("health", __name__)

    @health.get("/healthz")
    def alive() -> dict[str, str]:
        return {"status": "ok"}

    @health.get("/readyz")
    def ready() -> tuple[dict[str, object], int]:
        found = readiness.reasons()
        reasons = {name: reason for name, reason in found.items() if reason}
        status = "not ready" if reasons.keys() & readiness.essential.keys() else "degraded" if reasons else "ready"
        checks = {name: "failed" if name in reasons else "ok" for name in found}
        body: dict[str, object] = {"status": status, "checks": checks}
        return body | ({"reasons": reasons} if reasons else {}), 503 if status == "not ready" else 200

    return health


def _reason(name: str, check: Check) -> str:
    try:
        check()
    except Exception as error:  # whatever it was: the answer to a probe is that this part does not work
        reason = str(error) if isinstance(error, Failed) else SILENT
        log_refusal("check_failed", reason=name, error=type(error).__name__)
        return reason
    return ""
