"""The events that wait in the sixteen streams of Redis, read and forgotten in one trip.

In a cluster a server may be gone with its slots. Then each stream is asked by itself, and what the others have goes on.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from domain.errors import Unavailable
from storage.call_streams import STREAMS, WaitingEvent, event_of, name_of, stream_of
from storage.redis_client import REDIS_FAILURES, Client
from storage.redis_cluster import LateCluster

NOBODYS_NAME = "0-1"  # of an entry before all others

Ask = Callable[[Any, bytes], object]
"""Asks a client or its pipeline something of one stream."""


class SomeUnavailable(Unavailable):
    """Some streams could not be read; `events` are those of the others."""

    def __init__(self, reason: str, events: Sequence[WaitingEvent]) -> None:
        super().__init__(reason)
        self.events = events


class EventStreams:
    """Every method raises Unavailable."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def events(self, limit: int) -> Sequence[WaitingEvent]:
        """A server that may only be read, as after a failover, is found out by a write that changes nothing.

        Raises SomeUnavailable where that is so of some streams only.
        """
        answers = self._asked(STREAMS, lambda redis, stream: redis.xrange(stream, count=limit), is_writing=True)
        found = [answer for answer in answers.values() if not isinstance(answer, Exception)]
        events = [event_of(name, fields) for entries in found for name, fields in entries]
        if failure := _failure(answers):
            raise SomeUnavailable(str(unavailable(failure)), events)
        return events

    def backlog(self) -> int:
        answers = self._asked(STREAMS, lambda redis, stream: redis.xlen(stream))
        _raise_failure(answers)
        return sum(answers.values())

    def forget(self, events: Sequence[WaitingEvent]) -> None:
        names = defaultdict[bytes, list[str]](list)
        for event in events:
            names[stream_of(event.call)].append(name_of(event.position))
        _raise_failure(self._asked(names, lambda redis, stream: redis.xdel(stream, *names[stream])))

    def _asked(self, streams: Iterable[bytes], ask: Ask, *, is_writing: bool = False) -> Mapping[bytes, Any]:
        """What each stream answers, which is its failure where some of a cluster's do not."""
        try:
            with self._client.pipeline(transaction=False) as asked:
                if is_writing:
                    asked.xdel(STREAMS[0], NOBODYS_NAME)
                for stream in streams:
                    ask(asked, stream)
                return dict(zip(streams, asked.execute()[is_writing:], strict=True))
        except REDIS_FAILURES as error:
            if not isinstance(self._client, LateCluster):
                raise unavailable(error) from None
        with translated():
            cluster = self._client.made()
        return {stream: _answer(cluster, stream, ask) for stream in streams}


def _answer(cluster: Any, stream: bytes, ask: Ask) -> object:
    try:
        return ask(cluster, stream)
    except REDIS_FAILURES as error:
        return error


def _failure(answers: Mapping[bytes, Any]) -> Exception | None:
    return next((answer for answer in answers.values() if isinstance(answer, Exception)), None)


def _raise_failure(answers: Mapping[bytes, Any]) -> None:
    if failure := _failure(answers):
        raise unavailable(failure)


@contextmanager
def translated() -> Iterator[None]:
    try:
        yield
    except REDIS_FAILURES as error:
        raise unavailable(error) from None


def unavailable(error: Exception) -> Unavailable:
    """Make the fault to raise without its cause: what Redis was sent stays out of every log."""
    return Unavailable(f"the session store does not answer: {type(error).__name__}")
