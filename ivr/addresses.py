"""Whether the address in a setting can be used: judged by what will read it. Nothing here quotes the address.

A pattern says which schemes there are; whether the rest can be read, only its reader knows, and it fails in its own
ways.
"""

import re
from collections.abc import Callable
from email.headerregistry import Address
from functools import wraps
from ipaddress import IPv6Address
from urllib.parse import unquote, urlsplit

Reader = Callable[[str], object]
Validator = Callable[[str], str]

PORTS = range(1, 2**16)


def read_by(reader: Reader) -> Validator:
    """A validator that takes what `reader` can read, and the empty text. Raises ValueError, without the value."""

    @wraps(reader)
    def validate(text: str) -> str:
        try:
            if text:
                reader(text)
        except Exception as fault:  # each library has its own
            raise ValueError(type(fault).__name__) from None
        return text

    return validate


def host_and_port(place: str) -> None:
    """`place`: a name, an IPv4 address or an IPv6 address in brackets, with a port or without one."""
    parts = urlsplit(f"//{place}")
    host = parts.hostname or ""
    if "[" in place:
        IPv6Address(host)
    elif not host or "@" in place or not host.encode("idna"):
        raise ValueError("no host")
    if parts.port is not None and parts.port not in PORTS:
        raise ValueError("no such port")


def web(url: str) -> None:
    host_and_port(urlsplit(url).netloc)


def mail_server(url: str) -> None:
    """Names and passwords go to the server in ASCII (RFC 4954)."""
    userinfo, _, place = urlsplit(url).netloc.rpartition("@")
    host_and_port(place)
    unquote(userinfo).encode("ascii")


def mail(text: str) -> None:
    Address(addr_spec=text)


def ledger(url: str) -> None:
    import httpx  # noqa: PLC0415 - for who has a ledger

    web(url)
    httpx.URL(url)


def redis(url: str) -> None:
    if url == "embedded":
        return
    from storage.redis_client import hosts_and_path  # noqa: PLC0415 - takes long, and not every command has a store

    hosts, path = hosts_and_path(url)
    for host, port in hosts:
        host_and_port(f"{_bracketed(host)}:{port}")
    if not re.fullmatch(r"/?\d*", path):
        raise ValueError("no such database")


def database(url: str) -> None:
    from storage.engine import read_address  # noqa: PLC0415 - the same

    parsed = read_address(url)
    if parsed.host:
        host_and_port(_bracketed(parsed.host) + (f":{parsed.port}" if parsed.port is not None else ""))


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
