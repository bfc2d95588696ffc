"""How the phone reaches the line: never through this machine's proxies, and with a connection of its own each time."""

import httpx

TIMEOUT = 15  # seconds that Twilio waits for a call's webhook


def client() -> httpx.Client:
    return httpx.Client(timeout=TIMEOUT, trust_env=False, limits=httpx.Limits(max_keepalive_connections=0))
