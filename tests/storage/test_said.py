"""What a server said is told: its first line, and nothing that it quotes or names."""

import socket
from collections.abc import Iterator
from threading import Thread

import pytest

from storage import embedded
from storage.said import said_by


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (
            'connection failed: connection to server at "10.0.0.7", port 5432 failed: FATAL:  password authentication'
            ' failed for user "s3cret"',
            "password authentication failed for user …",
        ),
        (
            'connection failed: connection to server at "10.0.0.7", port 5432 failed: Connection refused\n'
            "\tIs the server running on that host?",
            "Connection refused",
        ),
        (
            'connection failed: connection to server on socket "/s3cret/.s.PGSQL.5432" failed: No such file',
            "No such file",
        ),
        (
            "failed to resolve host 's3cret.example': [Errno -2] Name or service not known",
            "failed to resolve host …: [Errno -2] Name or service not known",
        ),
        (
            'FATAL:  database "s3cret" does not exist\nDETAIL:  s3cret',
            "database … does not exist",
        ),
        ("Error 111 connecting to s3cret.example:6379. Connection refused.", "Connection refused."),
        ("invalid username-password pair or user is disabled.", "invalid username-password pair or user is disabled."),
        ("Error timed out connecting to s3cret.example:6379.", "Error timed out connecting"),
        (
            "Error while reading from s3cret.example:6379 : (104, 'Connection reset by peer')",
            "Error while reading (104, …)",
        ),
        ("Error while reading from s3cret.example:6379: (9, 'Bad file descriptor')", "Error while reading (9, …)"),
        ("Error while reading from /s3cret/a folder/redis.sock : (104, 'x')", "Error while reading (104, …)"),
        ("Timeout reading from s3cret.example:6379", "Timeout reading"),
        ("Timeout reading from socket", "Timeout reading"),
        (
            "No master found for 's3cret' : <redis.client.Redis(<redis.connection.ConnectionPool("
            "<redis.connection.Connection(host=s3cret.example,port=26379)>)>)> - "
            "ConnectionError('Error 111 connecting to s3cret.example:26379. Connection refused.')",
            "No master found",
        ),
        ("User s3cret has no permissions to run the 'evalsha' command", "User has no permissions to run the … command"),
        ("1234 10.0.0.7:7001", "1234 …"),
        ("FATAL:  Datenbank »s3cret« existiert nicht", "Datenbank … existiert nicht"),
        ("FATAL:  la base de données «\xa0s3cret\xa0» n'existe pas", "la base de données … n'existe pas"),
        ("FATAL:  role „s3cret“ does not exist", "role … does not exist"),
        ("FATAL:  role “s3cret” does not exist", "role … does not exist"),
        ("paint\x1b[2Jed", "paint[2Jed"),
        ("long" * 100, "long" * 50),
    ],
)
def test_the_reason_is_told_without_names_and_values(error: str, told: str) -> None:
    assert said_by(error) == told


@pytest.fixture
def refusing() -> Iterator[int]:
    """The port of a Redis that knows nobody."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def refuse() -> None:
            client, _ = listener.accept()
            with client:
                while client.recv(4096):
                    client.sendall(b"-WRONGPASS invalid username-password pair or user is disabled.\r\n")

        Thread(target=refuse, daemon=True).start()
        yield int(listener.getsockname()[1])


def test_a_redis_that_refuses_says_why(refusing: int) -> None:
    told = embedded.refusal(f"redis://line:s3cret@127.0.0.1:{refusing}/0")
    assert told is not None
    assert "invalid username-password pair" in told
    assert "s3cret" not in told
