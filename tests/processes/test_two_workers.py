"""Background workers of two machines on one database share its messages: each leaves once."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from ivr import wiring
from ivr.config import Settings, load_settings
from storage.handset import Handset
from storage.outbox import backlog
from storage.unit_of_work import SqlTransactions
from tests.leashed import start
from tests.postgres import Postgres
from tests.service import CREDITLINE, PATIENCE, environment, until
from tests.storage.test_outbox import BERIT, TO_BERIT
from tests.valkey import running_valkey

GOOD_FOR = timedelta(minutes=10)
MESSAGES = 300  # more than one worker hands over while the other looks for the next


def test_every_message_leaves_once(tmp_path: Path, postgres: Postgres, up_to_date: str) -> None:
    with postgres.database(template=up_to_date) as name, running_valkey(tmp_path):
        env = environment(MODE="demo", DATA_DIR=str(tmp_path), DATABASE_URL=postgres.url(name))
        settings = load_settings(env)
        wiring.seed_demo(settings, fresh=False)
        with running_worker(tmp_path / "one", env), running_worker(tmp_path / "two", env):
            left = texts_that_left(settings)
    assert left == Counter(f"{code:06}" for code in range(MESSAGES))


def texts_that_left(settings: Settings) -> Counter[str]:
    """By their codes, once nothing waits any more."""
    parts = wiring.parts(settings)
    now = parts.clock.now()
    with SqlTransactions(parts.engine, parts.cipher, settings.ledger).begin() as work:
        for code in range(MESSAGES):
            one = replace(TO_BERIT, dedupe=f"code:call:{code}", values={"code": f"{code:06}"})
            work.outbox.add(replace(one, created_at=now, expires_at=now + GOOD_FOR))
    until(lambda: backlog(parts.engine, parts.clock.now()).waiting == 0)
    assert BERIT.phone
    texts = [message.text for message in Handset(parts.engine, parts.cipher).list(BERIT.phone.e164)]
    parts.engine.dispose()
    return Counter(
        word for text in texts for word in text.replace(".", " ").split() if len(word) == 6 and word.isdigit()
    )


@contextmanager
def running_worker(output: Path, env: dict[str, str], *words: str) -> Iterator[None]:
    """From its first line on."""
    with (
        output.open("wb") as file,
        start([*CREDITLINE, "worker", *words], env=env, stdout=file, stderr=file) as process,
    ):
        try:
            until(lambda: b"worker_started" in output.read_bytes())
            yield
        finally:
            process.terminate()
            assert process.wait(PATIENCE) == 0
    assert b"task_failed" not in output.read_bytes()
