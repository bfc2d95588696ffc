"""What the Dockerfile builds runs as nobody, on a tree that it cannot write to, beside PostgreSQL and Valkey."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from httpx import TransportError

from ivr.phone.line import Line
from storage import embedded
from tests.field.dockerfile import Stage, build
from tests.journeys.conftest import LINE_NUMBER
from tests.leashed import start
from tests.phone.caller import Person
from tests.postgres import Postgres
from tests.service import PATIENCE, WEB, environment, free_port, until
from tests.test_config import PRODUCTION
from tests.valkey import running_valkey

NOBODY = 65534
SECRETS = [PRODUCTION[f"CREDITLINE_{name}"] for name in ("SECRET_KEYS", "TWILIO_AUTH_TOKEN")]


@dataclass(frozen=True)
class Container:
    """A container's environment, and its one place to write to."""

    stage: Stage
    env: dict[str, str]
    bind: str

    def command(self, words: Sequence[str]) -> list[str]:
        """As the container's user, who can gain no rights."""
        user, group = self.stage.user.split(":")
        as_nobody = ["setpriv", f"--reuid={user}", f"--regid={group}", "--clear-groups", "--no-new-privs"]
        return [*as_nobody, "--bounding-set=-all", *words]

    def runs(self, *words: str) -> subprocess.CompletedProcess[str]:
        """`docker run IMAGE words`."""
        command = self.command([*self.stage.entrypoint, *words])
        return subprocess.run(
            command, env=self.env, cwd="/", capture_output=True, text=True, timeout=PATIENCE, check=False
        )

    def is_healthy(self) -> bool:
        """By its HEALTHCHECK, at the port of this start."""
        check = [word.replace("127.0.0.1:8080", self.bind) for word in self.stage.healthcheck]
        done = subprocess.run(self.command(check), env=self.env, cwd="/", capture_output=True, check=False)
        return done.returncode == 0


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    with TemporaryDirectory(prefix="image-", dir="/tmp") as name:
        root = Path(name)
        root.chmod(0o755)
        built = build(root, python_for_all())
        subprocess.run(["chmod", "-R", "a-w", root / "opt"], check=True)
        yield built
        subprocess.run(["chmod", "-R", "u+w", root / "opt"], check=True)


def python_for_all() -> Path:
    """Find a Python that everybody may run, as the image's: that of these tests may be in somebody's home."""
    own = Path(sys.base_prefix) / "bin" / "python3"
    for python in (own, Path("/usr/local/bin/python3"), Path("/usr/bin/python3")):
        if python.exists() and all(folder.stat().st_mode & 0o001 for folder in python.resolve().parents):
            return python
    raise AssertionError("no Python that everybody may run")


@pytest.fixture
def container(stage: Stage, postgres: Postgres) -> Iterator[Container]:
    """Start the stores, and make a DATA_DIR apart from the tree, as compose.yaml does."""
    bind = f"127.0.0.1:{free_port()}"
    with (
        postgres.database() as database,
        TemporaryDirectory(prefix="store-", dir="/tmp") as store,
        TemporaryDirectory(prefix="data-", dir="/tmp") as data,
        running_valkey(Path(store)) as redis,
    ):
        Path(store).chmod(0o755)
        (Path(store) / embedded.SOCKET).chmod(0o777)
        os.chown(data, NOBODY, NOBODY)
        given = {name.removeprefix("CREDITLINE_"): value for name, value in PRODUCTION.items()}
        given |= {"DATABASE_URL": postgres.url(database), "REDIS_URL": redis, "WEB_WORKERS": "2"}
        image = {name: value for name, value in stage.env.items() if name != "PATH"}
        env = environment(**given) | image | {"CREDITLINE_BIND": bind, "CREDITLINE_DATA_DIR": data, "HOME": "/"}
        yield Container(stage, env | {"PATH": f"{stage.env['PATH']}:/usr/bin:/bin"}, bind)


def test_it_starts_and_a_caller_reaches_a_person(container: Container, tmp_path: Path) -> None:
    before = tree(container.stage.root)
    assert container.runs("serve").returncode == 2  # no tables yet
    migrated = container.runs("migrate")
    assert migrated.returncode == 0, migrated.stderr
    output = tmp_path / "output"
    with output.open("wb") as file:
        service = start(
            container.command([*container.stage.entrypoint, *container.stage.command]),
            env=container.env,
            cwd="/",
            stdout=file,
            stderr=file,
        )
    try:
        until(lambda: service.poll() is not None or is_ready(container))
        assert service.poll() is None, output.read_text()
        assert Path(f"/proc/{service.pid}").stat().st_uid == NOBODY
        assert container.is_healthy()
        line = Line(
            f"http://{container.bind}",
            PRODUCTION["CREDITLINE_PUBLIC_URL"],
            PRODUCTION["CREDITLINE_TWILIO_AUTH_TOKEN"],
            PRODUCTION["CREDITLINE_TWILIO_ACCOUNT_SID"],
            LINE_NUMBER,
        )
        Person(line, "+46701740605").dials_in("en-GB").hears_prompt("identifier").enters("0#").hears("please hold")
    finally:
        service.terminate()
        assert service.wait(PATIENCE) == 0
    assert not container.is_healthy()
    assert tree(container.stage.root) == before


def test_no_secret_is_in_what_is_built(stage: Stage) -> None:
    files = [path for path in (stage.root / "opt").rglob("*") if path.is_file() and path.suffix in (".py", ".cfg", "")]
    assert files
    assert [path for path in files for secret in SECRETS if secret.encode() in path.read_bytes()] == []
    assert not any("SECRET" in name or "TOKEN" in name for name in stage.env)


def is_ready(container: Container) -> bool:
    try:
        return b'"ready"' in WEB.get(f"http://{container.bind}/readyz").content
    except TransportError:
        return False


def tree(root: Path) -> dict[str, float]:
    """List all that was built, and when it was written."""
    return {str(path): path.lstat().st_mtime for path in (root / "opt").rglob("*")}
