"""Real Valkey servers on loopback that fail over: replicas, Sentinels, a switch in front."""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from socket import SHUT_RDWR, create_connection, socket
from socketserver import BaseRequestHandler, TCPServer, ThreadingMixIn
from tempfile import mkdtemp
from threading import Thread
from typing import Any

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from storage import embedded
from tests.leashed import start
from tests.service import PATIENCE, free_port, until

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Server:
    port: int
    process: subprocess.Popen[bytes]
    folder: Path
    password: str | None = None

    @property
    def url(self) -> str:
        return f"redis://{LOOPBACK}:{self.port}/0"

    def ask(self, *words: str | int) -> Any:
        """Over a connection of its own."""
        at_once = Retry(NoBackoff(), 0)
        how: Any = {"socket_timeout": PATIENCE, "decode_responses": True, "retry": at_once}
        with Redis(LOOPBACK, self.port, password=self.password, **how) as client:
            return client.execute_command(*words)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def answers(self) -> bool:
        try:
            return bool(self.ask("PING"))
        except RedisError:
            return False


def start_server(parent: Path, *words: str | Path, **options: str | int) -> Server:
    """`words`: what stands before the options on its command line, such as a file."""
    chosen: dict[str, str | int] = {"port": free_port(), "dir": mkdtemp(dir=parent)}
    all_options = chosen | {"bind": LOOPBACK, "save": "", "loglevel": "warning"} | options
    flags = [str(word) for name, value in all_options.items() for word in (f"--{name.replace('_', '-')}", value)]
    process = start([str(embedded.binary()), *map(str, words), *flags], stdout=subprocess.DEVNULL)
    password = options.get("requirepass")
    return Server(int(all_options["port"]), process, Path(str(all_options["dir"])), str(password) if password else None)


@contextmanager
def stopping(*servers: Server, until_it: Callable[[Server], bool] = Server.answers) -> Iterator[None]:
    """For a block that begins when each of them does that."""
    try:
        until(lambda: all(until_it(server) for server in servers))
        yield
    finally:
        for server in servers:
            server.kill()


class _Listener(ThreadingMixIn, TCPServer):
    daemon_threads = True
    allow_reuse_address = True


@dataclass
class Switch:
    """One address, behind which one server after the other answers. Open connections keep the server they have."""

    leads_to: Server
    port: int = 0
    open: list[socket] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"redis://{LOOPBACK}:{self.port}/0"

    @contextmanager
    def running(self) -> Iterator["Switch"]:
        switch = self

        class Relay(BaseRequestHandler):
            def handle(self) -> None:
                with create_connection((LOOPBACK, switch.leads_to.port)) as server:
                    switch.open += [self.request, server]
                    back = Thread(target=_pump, args=(server, self.request))
                    back.start()
                    _pump(self.request, server)
                    back.join()

        with _Listener((LOOPBACK, 0), Relay) as listener:
            self.port = listener.server_address[1]
            thread = Thread(target=listener.serve_forever, args=(0.01,))
            thread.start()
            try:
                yield self
            finally:
                listener.shutdown()
                thread.join()
                for each in self.open:
                    _end(each)


def _pump(source: socket, sink: socket) -> None:
    with suppress(OSError):
        while chunk := source.recv(64 * 1024):
            sink.sendall(chunk)
    _end(sink)


def _end(each: socket) -> None:
    with suppress(OSError):
        each.shutdown(SHUT_RDWR)


def is_replica(server: Server) -> Callable[[], bool]:
    return lambda: server.ask("ROLE")[:1] == ["slave"] and server.ask("ROLE")[3] == "connected"
