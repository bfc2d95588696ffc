"""How the phone reaches the line: never through this machine's proxies, and with a connection of its own each time."""

import ssl
from functools import cache

import httpx

TIMEOUT = 15  # seconds that Twilio waits for a call's webhook


def client() -> httpx.Client:
    """Safe for threads: a connection that ends with its answer is never idle, so no other thread can close it."""
    return httpx.Client(verify=_tls(), timeout=TIMEOUT, trust_env=False, headers={"Connection": "close"})


@cache
def _tls() -> ssl.SSLContext:
    """Read the certificates of the authorities once for all clients: it takes as long as several calls."""
    return httpx.create_ssl_context(trust_env=False)
