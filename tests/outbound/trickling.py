"""A server that never comes to the end of its greeting, and never falls silent."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

LINE_EVERY = 0.02  # seconds


@contextmanager
def trickling_server() -> Iterator[int]:
    """Its port, on loopback."""
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=_greet_for_ever, args=(listening, over), daemon=True)
        thread.start()
        yield listening.getsockname()[1]
        over.set()
        thread.join()


def _greet_for_ever(listening: socket.socket, over: threading.Event) -> None:
    client, _ = listening.accept()
    with client, suppress(OSError):
        while not over.wait(LINE_EVERY):
            client.sendall(b"220-one moment, please\r\n")
