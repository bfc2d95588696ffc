"""The session of a call: opaque sealed bytes and a version, in Redis for an hour at most.

One trip to load, one to save. To save is to compare and set: whoever was overtaken is given what is stored instead.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Protocol

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as ConnectionLost
from redis.exceptions import RedisError
from redis.retry import Retry

from domain.errors import Unavailable

WAIT_SECONDS = 0.15
LIFETIME = timedelta(hours=1)

# KEYS: session, log. ARGV: expected version, sealed session, sealed event, lifetime in ms.
# A session that is gone (expired, or Redis was lost) overtakes nobody, so it is stored as it comes.
COMPARE_AND_SET = """
local stored = redis.call('HMGET', KEYS[1], 'version', 'sealed')
if stored[1] and stored[1] ~= ARGV[1] then return stored end
redis.call('HSET', KEYS[1], 'version', string.format('%d', ARGV[1] + 1), 'sealed', ARGV[2])
redis.call('RPUSH', KEYS[2], ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
redis.call('PEXPIRE', KEYS[2], ARGV[4])
return false
"""


@dataclass(frozen=True)
class StoredSession:
    """`version` 1 was the first; `sealed` is nobody's business here."""

    version: int
    sealed: bytes = field(repr=False)


class CallSessions(Protocol):
    """Every method raises Unavailable, but for `ping`. `call` is the call's reference."""

    def load(self, call: str) -> StoredSession | None: ...

    def save(self, call: str, expected_version: int, sealed: bytes, event: bytes) -> StoredSession | None:
        """None: stored, as version `expected_version` + 1 (0: there was none yet), and the event is in the call's log.

        Otherwise somebody else stored first, nothing was changed, and this is what they stored.
        """

    def clear(self) -> None:
        """Forgets every call."""

    def ping(self) -> bool: ...


class RedisCallSessions:
    def __init__(self, client: Redis) -> None:
        self._client = client
        self._compare_and_set = client.register_script(COMPARE_AND_SET)

    def load(self, call: str) -> StoredSession | None:
        with _translated():
            fields = self._client.hmget(_session_key(call), ["version", "sealed"])
        return None if fields[0] is None else _session_of(fields)

    def save(self, call: str, expected_version: int, sealed: bytes, event: bytes) -> StoredSession | None:
        """A save whose reply was lost and which is sent again meets itself: the caller is given what it stored."""
        with _translated():
            fields = self._compare_and_set(
                keys=[_session_key(call), _log_key(call)],
                args=[expected_version, sealed, event, int(LIFETIME.total_seconds() * 1000)],
            )
        return _session_of(fields) if fields else None

    def clear(self) -> None:
        with _translated():
            for key in self._client.scan_iter("call:*", count=1000):
                self._client.unlink(key)

    def ping(self) -> bool:
        try:
            return bool(self._client.ping())
        except RedisError:
            return False


def open_sessions(redis_url: str) -> RedisCallSessions:
    """`redis://…` or `unix:///path`. Threads share a pool, where each finds a connection that is open already."""
    client = Redis.from_url(
        redis_url,
        socket_timeout=WAIT_SECONDS,
        socket_connect_timeout=WAIT_SECONDS,
        # A connection that Redis has closed meanwhile is opened again; slowness is not tried a second time.
        retry=Retry(NoBackoff(), 1, supported_errors=(ConnectionLost,)),
    )
    return RedisCallSessions(client)


def _session_of(fields: Sequence[Any]) -> StoredSession:
    version, sealed = fields
    return StoredSession(int(version), sealed)


def _session_key(call: str) -> str:
    """The braces keep both keys of a call in one slot of a cluster."""
    return f"call:{{{call}}}"


def _log_key(call: str) -> str:
    return f"{_session_key(call)}:log"


@contextmanager
def _translated() -> Iterator[None]:
    """The chain is cut: what Redis was sent stays out of every log."""
    try:
        yield
    except RedisError as error:
        raise Unavailable(f"the session store does not answer: {type(error).__name__}") from None
