"""One connection to Redis for each thread, and commands packed for it: a trip at half the price of the client's own.

A client for everything takes a connection from a pool, looks whether it is alive, packs words of any type and counts
for telemetry, at every command. A thread that keeps its connection sees when it has died: then it opens a new one.
"""

import os
from collections.abc import Sequence
from threading import local
from typing import Any, Protocol

from redis import ConnectionPool
from redis.exceptions import ConnectionError as ConnectionLost


class Connection(Protocol):
    """redis-py's own; it closes itself when anything fails, and finds out where to when it connects."""

    @property
    def is_connected(self) -> bool: ...

    def connect(self) -> None: ...

    def disconnect(self) -> None: ...

    def send_packed_command(self, command: Sequence[bytes]) -> None: ...

    def read_response(self) -> Any: ...


class HeldConnection(local):
    """The calling thread's. `pool` says where to, and with which time-outs."""

    def __init__(self, pool: ConnectionPool) -> None:
        self._pool = pool
        self._open()

    def ask(self, _key: bytes, *words: bytes) -> Any:
        """The answer to one command. Raises RedisError. Sent again, once, where Redis has closed the connection."""
        if self._process != os.getpid():  # a fork's child leaves its parent's connection alone
            self._open()
        command = [packed(words)]
        try:
            return answer(self._connection, command)
        except ConnectionLost:
            return answer(self._connection, command)

    def close(self) -> None:
        self._connection.disconnect()

    def _open(self) -> None:
        """Not by the pool's own hand: it counts what it makes, and waits for it to come back."""
        self._process = os.getpid()
        self._connection: Connection = self._pool.connection_class(**self._pool.connection_kwargs)


def answer(connection: Connection, command: Sequence[bytes]) -> Any:
    """What comes back, over a connection that is opened where it is not."""
    if not connection.is_connected:
        connection.connect()
    connection.send_packed_command(command)
    return connection.read_response()


def packed(words: Sequence[bytes]) -> bytes:
    """https://redis.io/docs/latest/develop/reference/protocol-spec/#sending-commands-to-a-redis-server"""
    return b"*%d\r\n" % len(words) + b"".join([b"$%d\r\n%b\r\n" % (len(word), word) for word in words])
