"""What only a server can do: be slow, be gone, come back, swallow an answer."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import Engine, make_url, text

from domain.errors import Unavailable
from domain.requests import TurnKey
from domain.unit_of_work import UnitOfWork
from storage import demo
from storage.cipher import Cipher
from storage.engine import CONNECTIONS, open_engine, translated
from storage.postgres import EXECUTIONS_BEFORE_PREPARING
from storage.unit_of_work import SqlTransactions
from tests.postgres import Postgres

KEY = TurnKey("call", 1)
LONGEST_SECONDS = 3.0  # the security reference's budget of a whole turn


@pytest.fixture
def engine(postgresql_url: str) -> Iterator[Engine]:
    engine = open_engine(postgresql_url)
    yield engine
    engine.dispose()


class Wire:
    """A unix socket in `folder` that passes everything on to the server's, until it swallows the answers."""

    def __init__(self, folder: Path, url: str) -> None:
        upstream = make_url(url)
        self._server = f"{upstream.query['host']}/.s.PGSQL.5432"
        self._lets_answers_pass = True
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(f"{folder}/.s.PGSQL.5432")
        self._listener.listen()
        self._sockets = [self._listener]
        self.engine = open_engine(
            upstream.update_query_dict({"host": str(folder)}).render_as_string(hide_password=False)
        )
        threading.Thread(target=self._accept, daemon=True).start()

    def swallow_answers(self) -> None:
        self._lets_answers_pass = False

    def close(self) -> None:
        self.engine.dispose()
        for one in self._sockets:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, server = self._listener.accept()[0], socket.socket(socket.AF_UNIX)
                server.connect(self._server)
                self._sockets += [client, server]
                for source, target, is_answer in ((client, server, False), (server, client, True)):
                    threading.Thread(target=self._pass, args=(source, target, is_answer), daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket, is_answer: bool) -> None:
        with suppress(OSError):
            while content := source.recv(65536):
                if self._lets_answers_pass or not is_answer:
                    target.sendall(content)


@pytest.fixture
def wire(tmp_path: Path, postgresql_url: str) -> Iterator[Wire]:
    wire = Wire(tmp_path, postgresql_url)
    yield wire
    wire.close()


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("transaction_isolation", "read committed"),
        ("synchronous_commit", "on"),
        ("statement_timeout", "1s"),
        ("lock_timeout", "900ms"),
        ("application_name", "creditline"),
    ],
)
def test_a_connection_is_set_as_the_reference_asks(engine: Engine, setting: str, value: str) -> None:
    """Security reference, "Signing exactly once" and budgets."""
    with engine.connect() as connection:
        assert connection.execute(text(f"SHOW {setting}")).scalar() == value


def test_a_slow_statement_is_given_up_after_its_budget(engine: Engine) -> None:
    with pytest.raises(Unavailable, match="statement timeout"), translated(), engine.connect() as connection:
        connection.execute(text("SELECT pg_sleep(60)"))


def test_a_row_that_others_keep_is_unavailable_after_its_budget(engine: Engine, cipher: Cipher) -> None:
    transactions = SqlTransactions(engine, cipher, demo.LEDGER)
    with transactions.begin() as other:
        other.calls.lock("call", "en-GB")
        with pytest.raises(Unavailable, match="lock timeout"), transactions.begin() as work:
            work.calls.lock("call", "en-GB")


def test_who_finds_no_free_connection_does_not_wait_for_long(engine: Engine, cipher: Cipher) -> None:
    taken = [engine.connect() for _ in range(CONNECTIONS)]
    with pytest.raises(Unavailable, match="no free connection"), SqlTransactions(engine, cipher, demo.LEDGER).begin():
        pass
    for connection in taken:
        connection.close()


def test_what_runs_on_every_turn_is_prepared(engine: Engine, cipher: Cipher) -> None:
    for _ in range(EXECUTIONS_BEFORE_PREPARING + 1):
        with SqlTransactions(engine, cipher, demo.LEDGER).begin() as work:
            work.people.find(demo.IN_NO_TABLE)
    with engine.connect() as connection:
        prepared = connection.execute(text("SELECT statement FROM pg_prepared_statements")).scalars().all()
    assert any("national_number_index IN ($1)" in statement for statement in prepared)


def test_a_server_that_came_back_is_used_again_at_once(postgres: Postgres, engine: Engine, cipher: Cipher) -> None:
    """Every connection was lost, no caller meets that: what is found dead is replaced before anything is sent."""
    for connection in [engine.connect() for _ in range(CONNECTIONS)]:
        connection.execute(text("SELECT 1"))
        connection.close()
    postgres.disconnect(str(engine.url.database))
    for _ in range(CONNECTIONS):
        with SqlTransactions(engine, cipher, demo.LEDGER).begin() as work:
            assert work.calls.find("call") is None


def test_a_connection_lost_in_a_transaction_is_unavailable_and_nothing_is_kept(
    postgres: Postgres, engine: Engine, cipher: Cipher
) -> None:
    transactions = SqlTransactions(engine, cipher, demo.LEDGER)
    with pytest.raises(Unavailable), transactions.begin() as work:
        _answer(work, then=lambda: postgres.disconnect(str(engine.url.database)))
    with transactions.begin() as work:
        assert work.calls.find("call") is None


def test_the_lost_answer_to_a_commit_counts_as_failed_and_asking_again_finds_what_was_stored(
    engine: Engine, wire: Wire, cipher: Cipher
) -> None:
    """Nothing is spoken as done that may not be; nothing is done twice."""
    begun = time.monotonic()
    with pytest.raises(Unavailable), SqlTransactions(wire.engine, cipher, demo.LEDGER).begin() as work:
        _answer(work, then=wire.swallow_answers)
    assert time.monotonic() - begun < LONGEST_SECONDS
    with SqlTransactions(engine, cipher, demo.LEDGER).begin() as work:
        assert work.calls.lock("call", "en-GB").last_answer == "CodeSent"


def test_a_network_that_swallows_everything_is_unavailable_in_time(wire: Wire, cipher: Cipher) -> None:
    with wire.engine.connect() as connection:
        connection.execute(text("SELECT 1"))
    wire.swallow_answers()
    begun = time.monotonic()
    with pytest.raises(Unavailable), SqlTransactions(wire.engine, cipher, demo.LEDGER).begin() as work:
        work.people.find(demo.IN_NO_TABLE)
    assert time.monotonic() - begun < LONGEST_SECONDS


def _answer(work: UnitOfWork, then: Callable[[], None]) -> None:
    assert work.calls.lock("call", "en-GB").last_turn is None
    work.calls.answered(KEY, "CodeSent")
    then()
