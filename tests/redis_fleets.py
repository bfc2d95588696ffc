"""Servers that keep one store of Redis between them, of which one may be lost."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.redis_servers import LOOPBACK, Server, Switch, is_replica, start_server, stopping
from tests.service import free_port, until

SLOTS = 16384
OF_A_FOLLOWED_ONE = 4  # first slot, last slot, primary, replica
SENTINEL = """\
sentinel monitor line {host} {port} 1
sentinel auth-pass line theirs
sentinel down-after-milliseconds line 500
sentinel failover-timeout line 2000
"""


@dataclass(frozen=True)
class Fleet:
    """Servers that keep one store at `url`, of which one may be lost."""

    url: str
    fail_over: Callable[[], object]
    servers: list[Server]


@dataclass
class Pair:
    """`other` is a replica of the one that `switch` leads to."""

    switch: Switch
    other: Server

    @property
    def primary(self) -> Server:
        return self.switch.leads_to

    def fail_over(self) -> None:
        """The old primary lives on as a replica, and the connections to it stay open."""
        old, new = self.primary, self.other
        new.ask("REPLICAOF", "NO", "ONE")
        self.switch.leads_to, self.other = new, old
        old.ask("REPLICAOF", LOOPBACK, new.port)
        until(is_replica(old))


@contextmanager
def running_pair(folder: Path) -> Iterator[Pair]:
    first = start_server(folder, repl_diskless_sync_delay=0)
    second = start_server(folder, repl_diskless_sync_delay=0, replicaof=f"{LOOPBACK} {first.port}")
    with stopping(first, second), Switch(first).running() as switch:
        until(is_replica(second))
        yield Pair(switch, second)


@contextmanager
def behind_one_address(parent: Path) -> Iterator[Fleet]:
    with running_pair(parent) as pair:
        yield Fleet(pair.switch.url, pair.fail_over, [pair.primary, pair.other])


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
