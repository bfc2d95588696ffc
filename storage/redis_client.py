"""The client of the session store at an address; and what its connections do when the store fails over.

Behind one address (a cloud's endpoint, a DNS name, a proxy) another server answers after a failover, while connections
to the old one stay open. Whoever is told so closes the connection; the next one reaches the new server.
"""

from functools import cache
from typing import Any

from redis import ConnectionPool, Redis
from redis.backoff import NoBackoff
from redis.connection import AbstractConnection
from redis.exceptions import AskError, ClusterDownError, ReadOnlyError, ResponseError, TryAgainError
from redis.exceptions import ConnectionError as ConnectionLost
from redis.retry import Retry

SAID_BY_OTHERS = (ReadOnlyError, ClusterDownError, TryAgainError, AskError)  # MASTERDOWN and MOVED are kinds of these
ALSO_SAID = ("NOREPLICAS", "UNBLOCKED")  # without a class of their own


class WrongServer(ConnectionLost):
    """A server that is not, or no longer, the one to ask has done nothing but say so."""


def open_client(address: str, wait: float) -> Redis:
    """`redis://…`, `rediss://…` or `unix:///path`; `wait`: seconds for a connection, and for an answer.

    A connection that was lost is opened again, once; slowness is not tried a second time.
    """
    pool = ConnectionPool.from_url(address, **_options(wait))
    pool.connection_class = _self_closing(pool.connection_class)
    return Redis(connection_pool=pool)


def _options(wait: float) -> dict[str, Any]:
    retry = Retry(NoBackoff(), 1, supported_errors=(ConnectionLost,))
    return {"socket_timeout": wait, "socket_connect_timeout": wait, "retry": retry}


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
