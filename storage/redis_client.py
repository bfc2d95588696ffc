"""The client of the session store at an address; and what its connections do when the store fails over.

Behind one address (a cloud's endpoint, a DNS name, a proxy) another server answers after a failover, while connections
to the old one stay open. Whoever is told so closes the connection; the next one reaches the new server.
"""

from collections.abc import Sequence
from copy import copy
from functools import cache, partial
from typing import Any
from urllib.parse import urlsplit

from redis import ConnectionPool, Redis, RedisCluster
from redis.backoff import NoBackoff
from redis.cluster import ClusterNode
from redis.connection import AbstractConnection, SSLConnection
from redis.connection import Connection as RedisConnection
from redis.exceptions import (
    AskError,
    ClusterDownError,
    ReadOnlyError,
    RedisClusterException,
    RedisError,
    ResponseError,
    TryAgainError,
)
from redis.exceptions import ConnectionError as ConnectionLost
from redis.retry import Retry
from redis.sentinel import (
    Sentinel,
    SentinelConnectionPool,
    SentinelManagedConnection,
    SentinelManagedSSLConnection,
)

from storage.held_connection import HeldConnection
from storage.redis_addresses import CLUSTER, SENTINEL, Addresses, addresses, kind_of
from storage.redis_cluster import HeldClusterConnections, LateCluster

SAID_BY_OTHERS = (ReadOnlyError, ClusterDownError, TryAgainError, AskError)  # MASTERDOWN and MOVED are kinds of these
ALSO_SAID = ("NOREPLICAS", "UNBLOCKED")  # without a class of their own
DEFAULT_PATH = ("mymaster", "0")  # service and database, where the address of Sentinels has none

Client = Redis | LateCluster
REDIS_FAILURES = (RedisError, RedisClusterException)
"""All that a client raises: the second one is no kind of the first."""


class WrongServer(ConnectionLost):
    """A server that is not, or no longer, the one to ask has done nothing but say so."""


def open_client(address: str, wait: float, tries: int = 2) -> Client:
    """Make the client of any address that the setting may have; nobody is asked before the first command.

    `wait`: seconds for a connection, and for an answer. `tries`: 2, where a connection that was lost is opened again;
    slowness is not tried a second time. Raises ValueError where the address cannot be read.
    """
    if kind_of(address) == SENTINEL:
        return _SentinelClient.from_pool(_named_by_sentinels(addresses(address), wait))
    if kind_of(address) == CLUSTER:
        return _cluster(addresses(address), wait, tries)
    pool = ConnectionPool.from_url(address, **_options(wait, tries))
    pool.connection_class = _self_closing(pool.connection_class)
    return Redis.from_pool(pool)


def held_connection(client: Client) -> HeldConnection | HeldClusterConnections:
    """Make the connections for commands on one key, one for each thread."""
    if isinstance(client, LateCluster):
        return HeldClusterConnections(client)
    return HeldConnection(client.connection_pool)


def hosts_and_path(address: str) -> tuple[Sequence[tuple[str, int]], str]:
    """What an address names, and behind it the database; no host where it is a socket.

    Raises ValueError or TypeError where a client of it could not be made or could not connect, whoever answers there.
    """
    client = open_client(address, 1.0)
    if isinstance(client, LateCluster):
        found = addresses(address)
        (SSLConnection if found.has_tls else RedisConnection)(**found.options)
        return found.hosts, ""
    pool = client.connection_pool
    pool.connection_class(**pool.connection_kwargs)  # takes its words now, and connects when it is first used
    if kind_of(address) == SENTINEL:
        return addresses(address).hosts, ""
    host = pool.connection_kwargs.get("host")
    return ([(host, pool.connection_kwargs.get("port", 6379))], urlsplit(address).path) if host else ((), "")


def _options(wait: float, tries: int) -> dict[str, Any]:
    retry = Retry(NoBackoff(), tries - 1, supported_errors=(ConnectionLost,))
    return {"socket_timeout": wait, "socket_connect_timeout": wait, "retry": retry}


def _named_by_sentinels(found: Addresses, wait: float) -> ConnectionPool:
    """Each new connection asks the Sentinels for the primary."""
    kind = SentinelManagedSSLConnection if found.has_tls else SentinelManagedConnection
    if len(found.path) > len(DEFAULT_PATH):
        raise ValueError("a service and a database are all that follows the hosts")
    service, database = (*found.path, *DEFAULT_PATH[len(found.path) :])
    sentinels = _Sentinels(found.hosts, sentinel_kwargs=_of_sentinels(found, wait))  # type: ignore[no-untyped-call]
    options = {"connection_class": _self_closing(kind), "db": int(database)} | _options(wait, tries=1) | found.options
    pool: ConnectionPool = SentinelConnectionPool(service, sentinels, **options)  # type: ignore[no-untyped-call]
    return pool


def _of_sentinels(found: Addresses, wait: float) -> dict[str, Any]:
    """One authority may vouch for the Sentinels and for the servers. Another Sentinel is asked, not one twice."""
    tls = {name: value for name, value in found.options.items() if name.startswith("ssl_")}
    return {"ssl": found.has_tls} | _options(wait, tries=1) | tls | found.sentinel_options


def _cluster(found: Addresses, wait: float, tries: int) -> LateCluster:
    """Always asked through the hosts of its address: servers come and go, names stay."""
    if found.path not in ((), DEFAULT_PATH[1:]):
        raise ValueError("a cluster has one database, and no path")
    hosts = [ClusterNode(*host) for host in found.hosts]  # type: ignore[no-untyped-call] # redis-py has no types for it
    fixed: dict[str, Any] = {"startup_nodes": hosts, "dynamic_startup_nodes": False, "require_full_coverage": False}
    return LateCluster(partial(RedisCluster, **fixed | {"ssl": found.has_tls} | _options(wait, tries) | found.options))


class _SentinelClient(Redis):
    def close(self) -> None:
        """The connections to the Sentinels, too: redis-py leaves them to whoever made them."""
        super().close()
        pool: Any = self.connection_pool
        pool.sentinel_manager.close()


class _Sentinels(Sentinel):
    """Asked by one thread on a list of its own: redis-py swaps places in the one that all threads share."""

    def discover_master(self, service_name: str) -> tuple[str, int]:
        asked = copy(self)
        asked.sentinels = list(self.sentinels)
        try:
            return Sentinel.discover_master(asked, service_name)  # type: ignore[no-any-return, no-untyped-call]
        finally:
            self.sentinels = asked.sentinels


class _SelfClosing(AbstractConnection):
    """Closed after an answer by the wrong server, as after any failure."""

    def read_response(self, *args: Any, disconnect_on_error: bool = True, **options: Any) -> Any:
        try:
            return super().read_response(*args, disconnect_on_error=disconnect_on_error, **options)
        except ResponseError as error:
            if isinstance(error, SAID_BY_OTHERS) or str(error).startswith(ALSO_SAID):
                self.disconnect()  # type: ignore[no-untyped-call] # redis-py has no types for it
                raise WrongServer(type(error).__name__) from None
            raise


@cache
def _self_closing(kind: type[AbstractConnection]) -> type[AbstractConnection]:
    return type(f"SelfClosing{kind.__name__}", (_SelfClosing, kind), {})
