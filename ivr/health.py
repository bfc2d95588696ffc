"""Whether the process lives (`/healthz`) and whether calls can be answered (`/readyz`)."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from flask import Blueprint

from ivr.logs import log_refusal
from ivr.looks import LATE

Check = Callable[[], object]
"""Passes, or raises: Failed, or anything else where what it looks at does not answer."""
SILENT = "it does not answer"
LOOK = "look"
"""As a check: whether the others have been looked at lately."""


class Failed(Exception):
    """A check has failed; the message, in fixed words and numbers, is for whoever asks."""


@dataclass
class Readiness:
    """Checks by name. Without an `essential` one this instance can neither say words nor transfer; without a `helpful`
    one calls are answered, but more slowly, or by a person.

    One thread looks, and whoever asks is told what it found last.
    """

    essential: Mapping[str, Check]
    helpful: Mapping[str, Check]
    clock: Callable[[], float] = time.monotonic
    _found: Mapping[str, str] = field(default_factory=dict)
    _ended_at: float | None = None

    def look(self) -> None:
        every = {**self.essential, **self.helpful}
        self._found = {name: _reason(name, check) for name, check in every.items()}
        self._ended_at = self.clock()

    def reasons(self) -> Mapping[str, str]:
        """Why each check has failed when it was last looked at; empty where it has not. Before that nobody knows."""
        return {**self._found, LOOK: self._lateness()}

    def _lateness(self) -> str:
        if self._ended_at is None:
            return "none has ended yet"
        ago = self.clock() - self._ended_at
        return f"none has ended for {ago:.0f} s" if ago > LATE else ""


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
