"""How often one token's subject may ask: counted in Redis for all workers, by each worker alone while Redis is away."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from math import ceil
from typing import Any

from flask import Blueprint, Response, g
from limits import RateLimitItemPerMinute
from limits.errors import StorageError
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import FixedWindowRateLimiter
from redis.exceptions import RedisClusterException, RedisError

from domain.errors import Unavailable
from ivr.api.auth import bearer
from ivr.api.catalogue import Code
from ivr.api.problems import Problem
from ivr.breaker import Breaker


@dataclass(frozen=True)
class Allowance:
    """`remaining` requests until `seconds` from now; None remaining: this one was too many."""

    limit: int
    remaining: int | None
    seconds: int

    @property
    def headers(self) -> dict[str, str]:
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(self.remaining or 0),
            "RateLimit-Reset": str(self.seconds),
        }


class _Counters(RedisStorage):
    """Counters of `limits` in redis-py's client as it is, of one server or of a cluster."""

    def __init__(self, client: Any) -> None:
        super(RedisStorage, self).__init__(wrap_exceptions=True)
        self.key_prefix, self.storage = "api", client
        self.initialize_storage("")

    @property
    def base_exceptions(self) -> tuple[type[Exception], ...]:
        return (RedisError, RedisClusterException)


class RequestRate:
    """Counts requests in `client`. Never raises: a limit that cannot be shared is kept by each worker."""

    def __init__(self, per_minute: int, client: Any, breaker: Breaker, clock: Callable[[], float] = time.time) -> None:
        self._limit = RateLimitItemPerMinute(per_minute)
        self._client, self._own = client, FixedWindowRateLimiter(MemoryStorage())
        self._breaker, self._clock = breaker, clock

    def take(self, ledger: int, subject: str) -> Allowance:
        """Counts one request of theirs."""
        who = sha256(f"{ledger} {subject}".encode()).hexdigest()
        try:
            with self._breaker.guarding():
                return self._asked_shared(who)
        except Unavailable:
            return self._counted(self._own, who)

    @cached_property
    def _shared(self) -> FixedWindowRateLimiter:
        return FixedWindowRateLimiter(_Counters(self._client))

    def _asked_shared(self, who: str) -> Allowance:
        try:
            return self._counted(self._shared, who)
        except (StorageError, RedisError):
            raise Unavailable("the counters of requests do not answer") from None

    def _counted(self, limiter: FixedWindowRateLimiter, who: str) -> Allowance:
        is_allowed = limiter.hit(self._limit, who)
        stats = limiter.get_window_stats(self._limit, who)
        seconds = max(1, ceil(stats.reset_time - self._clock()))
        return Allowance(self._limit.amount, stats.remaining if is_allowed else None, seconds)


def limit_requests(api: Blueprint, rate: RequestRate) -> None:
    """After the guard: whoever has no token is counted nowhere."""

    @api.before_request
    def count() -> None:
        g.allowance = rate.take(bearer().ledger, bearer().subject)
        if g.allowance.remaining is None:
            raise Problem(Code.RATE_LIMITED, headers={"Retry-After": str(g.allowance.seconds)})

    @api.after_request
    def tell(answer: Response) -> Response:
        if "allowance" in g:
            answer.headers.update(g.allowance.headers)
        return answer
