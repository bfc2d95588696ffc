"""Two Redis servers behind one address, of which one is the primary: they change places."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.redis_servers import LOOPBACK, Server, Switch, is_replica, start_server, stopping
from tests.service import until


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
