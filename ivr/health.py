"""Whether the process lives (`/healthz`) and whether calls can be answered (`/readyz`)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Blueprint

from ivr.logs import log_event

Check = Callable[[], bool]


@dataclass(frozen=True)
class Readiness:
    """Checks by name; one that raises has failed. Without an `essential` one no call is answered, without a `helpful`
    one (the session store) calls are answered more slowly."""

    essential: Mapping[str, Check]
    helpful: Mapping[str, Check]


def blueprint(readiness: Readiness) -> Blueprint:
    health = Blueprint("health", __name__)

    @health.get("/healthz")
    def alive() -> dict[str, str]:
        return {"status": "ok"}

    @health.get("/readyz")
    def ready() -> tuple[dict[str, object], int]:
        essential, helpful = _passed(readiness.essential), _passed(readiness.helpful)
        status = "not ready" if not all(essential.values()) else "ready" if all(helpful.values()) else "degraded"
        checks = {name: "ok" if passed else "failed" for name, passed in (essential | helpful).items()}
        return {"status": status, "checks": checks}, 503 if status == "not ready" else 200

    return health


def _passed(checks: Mapping[str, Check]) -> dict[str, bool]:
    return {name: _passes(name, check) for name, check in checks.items()}


def _passes(name: str, check: Check) -> bool:
    try:
        return check()
    except Exception as error:  # whatever it was: the answer to a probe is that this part does not work
        log_event("check_failed", reason=name, error=type(error).__name__)
        return False
