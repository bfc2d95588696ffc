"""What a call or a list asks of PostgreSQL costs the same however many people, calls and messages there are."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Connection, Engine

from storage.engine import open_engine
from storage.event_log import _add as add_events
from storage.open_codes import void_codes
from storage.outbox import backlog
from storage.rekeying.rotation import _renew
from storage.rekeying.sealed import SEALED
from storage.repositories.changes import changes_of
from storage.retention import LOOKED_THROUGH, Retention
from storage.statements import Prepared
from tests.bench.filling import fill
from tests.domain.line import NOON
from tests.postgres import Postgres
from tests.statements import statements
from tests.storage.plans import BUILT, builders, long_ways, plan_of, prepared, text_of
from tests.storage.test_open_codes import code

STATEMENTS = dict(prepared())
KINDS = ("SELECT", "DELETE", "INSERT", "UPDATE")


@pytest.fixture(scope="module")
def grown(postgres: Postgres, up_to_date: str) -> Iterator[Engine]:
    """More rows than retention looks through in one bite, so that it has a place to go on from."""
    with postgres.database(template=up_to_date) as name:
        fill(postgres.url(name), people=500, calls=LOOKED_THROUGH + 500, now=NOON)
        engine = open_engine(postgres.url(name))
        yield engine
        engine.dispose()


@pytest.fixture
def connection(grown: Engine) -> Iterator[Connection]:
    with grown.connect() as connection:
        yield connection


def test_every_statement_of_calls_and_apis_finds_its_rows_by_an_index(connection: Connection) -> None:
    """Also those of the lists, which have a LIMIT or an owner."""
    ways = {name: list(long_ways(plan_of(text_of(one, connection), connection))) for name, one in STATEMENTS.items()}
    assert {name: way for name, way in ways.items() if way} == {}


def test_no_function_that_builds_statements_is_forgotten() -> None:
    assert builders() == set(BUILT)


def test_what_the_background_worker_and_operators_ask_finds_its_rows_by_an_index(
    grown: Engine, connection: Connection
) -> None:
    """What is not prepared: as it is sent, with retention in the middle of its tables, too."""
    retention = Retention(grown)
    code(grown, "open", NOON)
    with statements(grown) as sent:
        for minute in range(2):
            retention.forget_old(NOON + timedelta(minutes=minute))
        add_events([{"call": "call", "position": 1, "sealed": b"sealed"}], grown)
        backlog(grown, NOON)
        changes_of(grown, "own-1", 501)
        void_codes(grown, NOON)
    asked = [one for one in sent if one.startswith(KINDS)]
    assert {one.partition(" ")[0] for one in asked} == {*KINDS}
    ways = {one: list(long_ways(plan_of(one, connection))) for one in asked}
    assert {one: way for one, way in ways.items() if way} == {}


def test_a_row_that_is_sealed_anew_is_found_by_its_key(connection: Connection) -> None:
    changes = {one.table.name: Prepared(_renew(one, [*one.columns, *one.marks])) for one in SEALED}
    ways = {name: list(long_ways(plan_of(text_of(one, connection), connection))) for name, one in changes.items()}
    assert {name: way for name, way in ways.items() if way} == {}
