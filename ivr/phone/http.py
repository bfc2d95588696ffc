"""How the phone reaches the line: never through this machine's proxies, and with a connection of its own each time."""

import httpx

TIMEOUT = 15  # seconds that Twilio waits for a call's webhook


def client() -> httpx.Client:
    """Safe for threads: a connection that ends with its answer is never idle, so no other thread can close it."""
    return httpx.Client(timeout=TIMEOUT, trust_env=False, headers={"Connection": "close"})
