"""The addresses of several servers that keep one store, taken apart: Sentinels that know the primary, or a cluster.

As other well-kept projects write them: `redis+sentinel://user:password@host:port,host:port/service/0?option=value` and
`redis+cluster://user:password@host:port,host:port?option=value`, with TLS where they begin with `rediss`. Options are
those of redis-py; `sentinel_username` and `sentinel_password` are what the Sentinels ask for.
"""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

from redis.connection import SSLConnection, parse_url

SENTINEL, CLUSTER = "+sentinel", "+cluster"
PORTS = {SENTINEL: 26379, CLUSTER: 6379}  # where none is given


@dataclass(frozen=True)
class Addresses:
    """`options` of connections by redis-py's names; `sentinel_options` those that the Sentinels have for themselves."""

    hosts: tuple[tuple[str, int], ...]
    path: tuple[str, ...]
    has_tls: bool
    options: dict[str, Any] = field(repr=False)
    sentinel_options: dict[str, Any] = field(repr=False)


def kind_of(address: str) -> str | None:
    """SENTINEL, CLUSTER, or None for one server."""
    scheme = address.partition("://")[0].lower()
    return next((kind for kind in PORTS if scheme.endswith(kind)), None)


def addresses(address: str) -> Addresses:
    """Raises ValueError where it cannot be read."""
    scheme, _, rest = address.partition("://")
    place, _, query = rest.partition("?")
    authority, _, path = place.partition("/")
    login, at, hosts = authority.rpartition("@")
    scheme, _, kind = scheme.lower().partition("+")
    found = parse_url(f"{scheme}://{login}{at}-?{query}")  # type: ignore[no-untyped-call] # redis-py has no types for it
    options = {name: value for name, value in found.items() if name not in ("host", "connection_class")}
    return Addresses(
        hosts=tuple(_host(host, PORTS[f"+{kind}"]) for host in hosts.split(",")),
        path=tuple(unquote(part) for part in path.split("/") if part),
        has_tls=found.get("connection_class") is SSLConnection,
        options={name: value for name, value in options.items() if not name.startswith("sentinel_")},
        sentinel_options={
            name.removeprefix("sentinel_"): value for name, value in options.items() if name.startswith("sentinel_")
        },
    )


def _host(text: str, port: int) -> tuple[str, int]:
    """IPv6 in brackets, as in any URL."""
    parts = urlsplit(f"//{text}")
    if not parts.hostname:
        raise ValueError("a host is missing")
    return parts.hostname, parts.port or port
