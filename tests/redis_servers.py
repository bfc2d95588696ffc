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
SLOTS = 16384
OF_A_FOLLOWED_ONE = 4  # first slot, last slot, primary, replica
SENTINEL = """\
sentinel monitor line {host} {port} 1
sentinel auth-pass line theirs
sentinel down-after-milliseconds line 500
sentinel failover-timeout line 2000
"""


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


@dataclass(frozen=True)
class Fleet:
    """Servers that keep one store at `url`, of which one may be lost."""

    url: str
    fail_over: Callable[[], object]
    servers: list[Server]


@contextmanager
def behind_one_address(parent: Path) -> Iterator[Fleet]:
    """The old primary lives on as a replica, and connections to it stay open."""
    old = start_server(parent)
    new = start_server(parent, replicaof=f"{LOOPBACK} {old.port}")
    with stopping(old, new), Switch(old).running() as switch:
        until(is_replica(new))

        def fail_over() -> None:
            new.ask("REPLICAOF", "NO", "ONE")
            switch.leads_to = new
            old.ask("REPLICAOF", LOOPBACK, new.port)

        yield Fleet(switch.url, fail_over, [old, new])


@contextmanager
def known_to_sentinels(parent: Path) -> Iterator[Fleet]:
    """The Sentinel has a password of its own; the first one of the list is not there."""
    login: dict[str, str | int] = {"requirepass": "theirs", "masterauth": "theirs", "repl_diskless_sync_delay": 0}
    primary = start_server(parent, **login)
    replica = start_server(parent, replicaof=f"{LOOPBACK} {primary.port}", **login)
    with stopping(primary, replica):
        until(is_replica(replica))
        file = parent / "sentinel.conf"
        file.write_text(SENTINEL.format(host=LOOPBACK, port=primary.port))
        sentinel = start_server(parent, file, "--sentinel", requirepass="its own")
        with stopping(sentinel):
            until(lambda: len(sentinel.ask("SENTINEL", "REPLICAS", "line")) == 1)
            hosts = f"{LOOPBACK}:{free_port()},{LOOPBACK}:{sentinel.port}"
            yield Fleet(
                f"redis+sentinel://:theirs@{hosts}/line/0?sentinel_password=its%20own", primary.kill, [primary, replica]
            )


@contextmanager
def a_cluster(parent: Path) -> Iterator[Fleet]:
    """Three primaries, and a replica of the one that is lost."""
    servers = [
        start_server(parent, cluster_enabled="yes", cluster_port=free_port(), cluster_node_timeout=500)
        for _ in range(4)
    ]
    with stopping(*servers):
        _join(servers)
        hosts = ",".join(f"{LOOPBACK}:{server.port}" for server in servers[:2])
        yield Fleet(f"redis+cluster://{hosts}", servers[0].kill, servers)


def _join(servers: list[Server]) -> None:
    """The slots are shared out over all but the last one, which follows the first."""
    first, *others = servers
    *primaries, replica = servers
    for number, primary in enumerate(primaries):
        primary.ask("CLUSTER", "SET-CONFIG-EPOCH", number + 1)
        primary.ask("CLUSTER", "ADDSLOTSRANGE", *_share(number, len(primaries)))
    for other in others:
        other.ask("CLUSTER", "MEET", LOOPBACK, first.port, first.ask("CONFIG", "GET", "cluster-port")["cluster-port"])
    until(lambda: all(_knows(server, len(servers)) for server in servers))
    replica.ask("CLUSTER", "REPLICATE", first.ask("CLUSTER", "MYID"))
    until(is_replica(replica))
    until(lambda: all("cluster_state:ok" in server.ask("CLUSTER", "INFO") for server in servers))
    until(lambda: all(len(server.ask("CLUSTER", "SLOTS")[0]) == OF_A_FOLLOWED_ONE for server in servers))


def _share(number: int, of: int) -> tuple[int, int]:
    return SLOTS * number // of, SLOTS * (number + 1) // of - 1


def _knows(server: Server, others: int) -> bool:
    return f"cluster_known_nodes:{others}" in server.ask("CLUSTER", "INFO")
