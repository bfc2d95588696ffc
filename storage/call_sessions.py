"""The session of a call: opaque sealed bytes and a version, in Redis for an hour at most.

One trip to load, one to save. To save is to compare and set: whoever was overtaken is given what is stored instead.
With each save goes one sealed event, to the end of a stream, from which `storage.event_log` drains it. The calls are
shared out over a few streams by their names: a call and its stream are in one slot of a cluster, `{…}` in both keys.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha1
from typing import Any, Protocol

from redis import Redis
from redis.exceptions import NoScriptError

from domain.errors import Unavailable
from storage.breaker import Breaker
from storage.call_streams import STREAMS, WaitingEvent, session_key, stream_of
from storage.event_streams import EventStreams, translated, unavailable
from storage.probing import ONE_NODE, PROBE, PROBED, PROBED_STREAM, is_node_of_cluster, refusal_of
from storage.redis_client import REDIS_FAILURES, Client, held_connection, open_client

WAIT_SECONDS = 0.15
LIFETIME = timedelta(hours=1)
MOST_EVENTS = 200_000  # about 50 MB; only while nobody drains them are there more than a few, then the oldest go

# KEYS: session, events. ARGV: expected version, sealed session, sealed event, lifetime in ms, call, most events; then
# what the stored session begins with, where that is expected instead of a version.
# A session that is gone (expired, or Redis was lost) overtakes no version, so it is stored as it comes.
COMPARE_AND_SET = b"""
local stored = redis.call('HMGET', KEYS[1], 'version', 'sealed')
local version = ARGV[1]
if ARGV[7] then
  if not stored[1] then return {} end
  if string.sub(stored[2], 1, #ARGV[7]) ~= ARGV[7] then return stored end
  version = stored[1]
elseif stored[1] and stored[1] ~= version then return stored end
redis.call('HSET', KEYS[1], 'version', string.format('%d', version + 1), 'sealed', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[6], '*', 'call', ARGV[5], 'sealed', ARGV[3])
return false
"""
SCRIPT = sha1(COMPARE_AND_SET, usedforsecurity=False).hexdigest().encode()  # as Redis names it
MOST_IN_A_STREAM = b"%d" % (MOST_EVENTS // len(STREAMS))
LIFETIME_MS = b"%d" % (LIFETIME / timedelta(milliseconds=1))


@dataclass(frozen=True)
class StoredSession:
    """`version` 1 was the first; `sealed` is nobody's business here."""

    version: int
    sealed: bytes = field(repr=False)


class CallSessions(Protocol):
    """Every method raises Unavailable, but for `ping`. `call` is the call's reference."""

    def load(self, call: str) -> StoredSession | None: ...

    def save(self, call: str, expected_version: int, sealed: bytes, event: bytes) -> StoredSession | None:
        """None: stored, as version `expected_version` + 1 (0: there was none yet), and the event waits for its drain.

        Otherwise somebody else stored first, nothing was changed, and this is what they stored.
        """

    def advance(self, call: str, start: bytes, sealed: bytes, event: bytes) -> StoredSession | None:
        """Like `save`, where the stored session begins with `start`. Unavailable, too, where none is stored."""

    def events(self, limit: int) -> Sequence[WaitingEvent]:
        """The oldest ones that wait, in the order of their call: of each stream at most `limit`.

        Raises SomeUnavailable where some of them are out of reach.
        """

    def backlog(self) -> int:
        """How many events wait."""

    def forget(self, events: Sequence[WaitingEvent]) -> None:
        """They wait no longer."""

    def clear(self) -> None:
        """Forgets every call, and the events that wait."""

    def ping(self) -> bool: ...

    def probe(self) -> None:
        """Do what each save does, with nobody's session. Unavailable says in fixed words what stands in the way."""


class RedisCallSessions:
    def __init__(self, client: Client) -> None:
        self._client = client
        self._held = held_connection(client)
        self._breaker = Breaker()
        self._streams = EventStreams(client)

    def load(self, call: str) -> StoredSession | None:
        key = session_key(call)
        fields = self._ask(key, b"HMGET", key, b"version", b"sealed")
        return None if fields[0] is None else _session_of(fields)

    def save(self, call: str, expected_version: int, sealed: bytes, event: bytes) -> StoredSession | None:
        """A save whose reply was lost and which is sent again meets itself: the caller is given what it stored."""
        fields = self._run_script(_words(call, b"%d" % expected_version, sealed, event))
        return _session_of(fields) if fields else None

    def advance(self, call: str, start: bytes, sealed: bytes, event: bytes) -> StoredSession | None:
        fields = self._run_script((*_words(call, b"", sealed, event), start))
        if fields is None:
            return None
        if not fields:
            raise Unavailable("the session store does not know the call")
        return _session_of(fields)

    def _run_script(self, words: Sequence[bytes]) -> Any:
        """Redis is told the script where it does not know it, which it forgets when it starts anew."""
        try:
            return self._ask(words[0], b"EVALSHA", SCRIPT, b"2", *words)
        except NoScriptError:
            return self._ask(words[0], b"EVAL", COMPARE_AND_SET, b"2", *words)

    def _ask(self, key: bytes, *words: bytes) -> Any:
        """On `key`. Raises Unavailable, or NoScriptError, which is an answer too."""
        with self._breaker.guarding():
            try:
                return self._held.ask(key, *words)
            except NoScriptError:
                raise
            except REDIS_FAILURES as error:
                raise unavailable(error) from None

    def events(self, limit: int) -> Sequence[WaitingEvent]:
        return self._streams.events(limit)

    def backlog(self) -> int:
        return self._streams.backlog()

    def forget(self, events: Sequence[WaitingEvent]) -> None:
        self._streams.forget(events)

    def clear(self) -> None:
        with translated():
            for key in self._client.scan_iter("call:*", count=1000):
                self._client.unlink(key)

    def ping(self) -> bool:
        try:
            return bool(self._client.ping())
        except REDIS_FAILURES:
            return False

    def probe(self) -> None:
        try:
            self._held.ask(PROBED, b"EVAL", PROBE, b"2", PROBED, PROBED_STREAM)
            is_node = isinstance(self._client, Redis) and is_node_of_cluster(self._client)
        except REDIS_FAILURES as error:
            raise Unavailable(refusal_of(error)) from None
        if is_node:
            raise Unavailable(ONE_NODE)

    def close(self) -> None:
        """The client, and the calling thread's connection."""
        self._held.close()
        self._client.close()


def open_sessions(address: str) -> RedisCallSessions:
    """Each thread that takes turns holds a connection; the rest share a pool."""
    return RedisCallSessions(open_client(address, WAIT_SECONDS))


def _session_of(fields: Sequence[Any]) -> StoredSession:
    version, sealed = fields
    return StoredSession(int(version), sealed)


def _words(call: str, version: bytes, sealed: bytes, event: bytes) -> tuple[bytes, ...]:
    """Of the script, in its order."""
    name = call.encode()
    return (session_key(call), stream_of(call), version, sealed, event, LIFETIME_MS, name, MOST_IN_A_STREAM)
