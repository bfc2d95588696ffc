"""The keys of a call in Redis: its session and its events under one hash tag of sixteen, so in one slot of a cluster.

The worker knows the sixteen streams by their names.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from zlib import crc32

STREAMS = tuple(b"call:{%x}:events" % bucket for bucket in range(16))
NUMBER_BITS = 20  # of a position: a million events in one millisecond


@dataclass(frozen=True)
class WaitingEvent:
    """`position`: ascending over all calls; no two events ever share one."""

    position: int
    call: str
    sealed: bytes = field(repr=False)


def _bucket(call: str) -> int:
    return crc32(call.encode()) % len(STREAMS)


def session_key(call: str) -> bytes:
    return b"call:{%x}:%s" % (_bucket(call), call.encode())


def stream_of(call: str) -> bytes:
    return STREAMS[_bucket(call)]


def event_of(name: bytes, fields: Mapping[bytes, bytes]) -> WaitingEvent:
    """A stream's entry is named by its millisecond and its number in it: the server makes no name twice."""
    milliseconds, number = name.split(b"-")
    position = int(milliseconds) << NUMBER_BITS | int(number)
    return WaitingEvent(position, fields[b"call"].decode(), fields[b"sealed"])


def name_of(position: int) -> str:
    return f"{position >> NUMBER_BITS}-{position & (1 << NUMBER_BITS) - 1}"
