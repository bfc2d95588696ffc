"""The scan itself: a hundred leaks, planted where and how a leak could be, and each of them found."""

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from random import Random

import pytest
from redis import Redis

from storage import demo, embedded
from tests.canaries.leaks import FORMS, SPELLINGS, Leak
from tests.canaries.people import canaries
from tests.canaries.places import places_of
from tests.canaries.scanner import Canaries, kinds_in, kinds_in_layers, layers_of
from tests.service import Service, running_service

LEAKS = 100


@dataclass(frozen=True)
class Field:
    """A service without a single call, into which leaks are planted."""

    service: Service

    @property
    def redis(self) -> Redis:
        return Redis.from_url(embedded.url(self.service.data_dir))

    def write(self, file: str, leak: bytes) -> str:
        with (self.service.data_dir / file).open("ab") as opened:
            opened.write(b"\n" + leak + b"\n")
        return f"file {file}"

    def keep(self, command: str, *words: bytes) -> str:
        with self.redis as client:
            client.execute_command(command, *words)
        return "memory of Valkey"

    def keep_and_forget(self, leak: bytes) -> str:
        """What was deleted stays in the file, once it is there: WAITAOF is for what its own connection has written."""
        with self.redis as client:  # one thread takes one connection of its pool again and again
            client.execute_command("SET", b"gone", leak)
            client.execute_command("DEL", b"gone")
            client.execute_command("WAITAOF", 1, 0, 0)
        [file] = (self.service.data_dir / "valkey").rglob("*.incr.aof")
        return f"file {file.relative_to(self.service.data_dir)}"

    def insert(self, statement: str, *values: object) -> str:
        with sqlite3.connect(self.service.data_dir / "creditline.db") as connection:
            connection.execute(statement, values)
        return "tables"

    def found(self, planted: Mapping[str, Sequence[Leak]]) -> list[Leak]:
        """Of those that were planted at each place, those that a scan of it finds."""
        places = places_of(self.service)
        scans = ((layers_of(places[place]()), leaks) for place, leaks in planted.items())
        return [leak for scan, leaks in scans for leak in leaks if kinds_in_layers(scan, leak.canaries) == {leak.kind}]


INTO_OUTBOX = "INSERT INTO outbox (dedupe, body, created_at, attempts) VALUES (?, ?, '2026-11-20 12:00:00.000000', 0)"
INTO_MAILBOX = "INSERT INTO handset_messages (recipient_index, text, at) VALUES (?, ?, '2026-11-20 12:00:00.000000')"
INTO_EVENTS = "INSERT INTO event_log (call, position, sealed) VALUES ('c', ?, ?)"
NEWEST = 2**62  # a position so late that nothing there is ever old

PLANTERS: dict[str, Callable[[Field, bytes, int], str]] = {
    "the log": lambda field, leak, _: field.write("output", leak),
    "a file that nobody expects": lambda field, leak, n: field.write(f"core.{n}", leak),
    "a file of the metrics": lambda field, leak, n: field.write(f"metrics/counter_{n}.txt", leak),
    "a value in Valkey": lambda field, leak, n: field.keep("SET", b"k%d" % n, leak),
    "the name of a key": lambda field, leak, n: field.keep("SET", b"call:" + leak, b"%d" % n),
    "a session": lambda field, leak, n: field.keep("HSET", b"call:%d" % n, b"version", b"1", b"sealed", leak),
    "an event that waits": lambda field, leak, _: field.keep(
        "XADD", b"other:events", b"*", b"call", b"c", b"sealed", leak
    ),
    "a list": lambda field, leak, n: field.keep("RPUSH", b"l%d" % n, b"first", leak),
    "the append-only file": lambda field, leak, _: field.keep_and_forget(leak),
    "a column of text": lambda field, leak, n: field.insert(INTO_OUTBOX, f"{leak.decode()}#{n}", b""),
    "the outbox": lambda field, leak, n: field.insert(INTO_OUTBOX, f"d{n}", leak),
    "the mailbox": lambda field, leak, _: field.insert(INTO_MAILBOX, b"", leak),
    "the event log": lambda field, leak, n: field.insert(INTO_EVENTS, NEWEST + n, leak),
    "the write-ahead log": lambda field, leak, n: (
        field.insert(INTO_EVENTS, NEWEST - n - 1, leak) and "file creditline.db-wal"
    ),
}


@pytest.fixture
def field(tmp_path: Path) -> Iterator[Field]:
    with running_service(tmp_path / "data") as running:
        yield Field(running)


@pytest.fixture
def leaks() -> list[Leak]:
    """So many of all that there could be, always the same ones."""
    possible = list(product(FORMS, SPELLINGS, PLANTERS))
    chosen = Random(LEAKS).sample(possible, LEAKS)  # noqa: S311 - no secret
    return [Leak(number, *words) for number, words in enumerate(chosen)]


def test_of_a_hundred_leaks_a_hundred_are_found(field: Field, leaks: list[Leak]) -> None:
    planted = defaultdict(list)
    for leak in leaks:
        planted[PLANTERS[leak.place](field, leak.written, leak.number)].append(leak)
    found = field.found(planted)
    assert [leak for leak in leaks if leak not in found] == []


def test_leaks_are_of_every_kind_in_every_spelling_and_place(leaks: list[Leak]) -> None:
    assert {leak.kind for leak in leaks} == set(FORMS)
    assert {leak.spelling for leak in leaks} == set(SPELLINGS)
    assert {leak.place for leak in leaks} == set(PLANTERS)


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("kind", FORMS)
def test_every_form_of_every_kind_is_found_in_every_spelling(kind: str, spelling: str) -> None:
    for number in range(6):
        leak = Leak(number, kind, spelling, "")
        assert kinds_in(b"before \xff\x00 " + leak.written + b" after", leak.canaries) == {kind}


def test_everybody_of_the_demo_is_looked_for() -> None:
    for person in demo.PEOPLE.values():
        values = (person.national_number.digits, person.customer_number.digits, person.name, person.email)
        found = [kinds_in(value.encode(), canaries(frozenset(), figures=True)) for value in values]
        assert found == [{"national number"}, {"customer number"}, {"name"}, {"e-mail address"}]
        assert person.phone
        assert kinds_in(person.phone.e164.encode(), canaries(frozenset(), figures=True)) == {"phone number"}


@pytest.mark.parametrize(
    "innocent",
    [
        b'{"call": "0a4829131f0a4829131f0a4829131fff", "timestamp": "2026-11-20T12:00:00.482913Z"}',
        b"creditline_request_seconds_sum 0.482913",
        b"1482913",
    ],
)
def test_digits_of_a_code_by_chance_are_no_find(innocent: bytes) -> None:
    assert kinds_in(innocent, Canaries({}, {}, frozenset({b"482913"}))) == set()
