"""A cluster of Redis: its client, and for each thread that takes turns a connection to each of its servers.

redis-py knows which server has which slot, and asks again where the hosts of the address are when one is lost. Nothing
of that is in a turn while all is well.
"""

import os
from collections.abc import Callable, Sequence
from threading import local
from typing import Any

from redis import RedisCluster
from redis.cluster import ClusterNode
from redis.crc import key_slot
from redis.exceptions import ClusterDownError, MovedError, RedisClusterException, SlotNotCoveredError, TimeoutError
from redis.exceptions import ConnectionError as ConnectionLost

from storage.held_connection import Connection, answer, packed


class LateCluster:
    """A client that is made when the cluster first answers: redis-py asks it for its slots to make one.

    It has all methods of redis-py's.
    """

    def __init__(self, make: Callable[[], RedisCluster]) -> None:
        self._make = make
        self._made: RedisCluster | None = None

    def made(self) -> RedisCluster:
        """Raises RedisError where nobody answers."""
        if self._made is None:
            try:
                self._made = self._make()
            except RedisClusterException:
                raise ConnectionLost("no server of the cluster answers") from None
        return self._made

    def ping(self) -> bool:
        """Whether every slot has somebody who answers; replicas may be away."""
        return bool(self.made().ping(target_nodes=RedisCluster.PRIMARIES))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.made(), name)

    def close(self) -> None:
        if self._made:
            self._made.close()


class HeldClusterConnections(local):
    """The calling thread's, one for each server that it has asked."""

    def __init__(self, cluster: LateCluster) -> None:
        self._cluster = cluster
        self._forget()

    def ask(self, key: bytes, *words: bytes) -> Any:
        """The answer to one command on `key`. Raises RedisError or RedisClusterException.

        Sent again, once, where its server has closed the connection, or names another one.
        """
        if self._process != os.getpid():  # a fork's child leaves its parent's connections alone
            self._forget()
        command = [packed(words)]
        try:
            return self._answer(key, command)
        except (ConnectionLost, MovedError) as error:
            self._look_again(error)
            return self._answer(key, command)
        except (ClusterDownError, SlotNotCoveredError, TimeoutError) as error:
            self._look_again(error)
            raise

    def close(self) -> None:
        for connection in self._held.values():
            connection.disconnect()

    def _forget(self) -> None:
        self._process = os.getpid()
        self._held: dict[str, Connection] = {}

    def _answer(self, key: bytes, command: Sequence[bytes]) -> Any:
        return answer(self._connection(self._cluster.made(), key), command)

    def _connection(self, cluster: RedisCluster, key: bytes) -> Connection:
        node = cluster.nodes_manager.get_node_from_slot(key_slot(key))
        if node.name not in self._held:
            self._held[node.name] = _opened(cluster, node)
        return self._held[node.name]

    def _look_again(self, error: Exception) -> None:
        """Ask who has the slots now; threads that ask at once share the answer."""
        nodes = self._cluster.made().nodes_manager
        if isinstance(error, MovedError):
            nodes.move_slot(error)
        else:
            nodes.initialize()


def _opened(cluster: RedisCluster, node: ClusterNode) -> Connection:
    pool = cluster.get_redis_connection(node).connection_pool
    connection: Connection = pool.connection_class(**pool.connection_kwargs)
    return connection
