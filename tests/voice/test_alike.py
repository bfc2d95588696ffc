"""Known and unknown alike: the security reference's "same bytes, steps, time", by what a carrier and a database see."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, func, select

from ivr import wiring
from ivr.app import create_app
from ivr.config import Settings
from ivr.voice import webhooks
from storage import demo, tables
from tests.domain.line import SettableClock
from tests.statements import sizes_of, statements
from tests.voice.conftest import settings_of
from tests.voice.twilio import InboundCall

KNOWN, UNKNOWN = "198507099805", "197207049987"
KNOWN_CUSTOMER, UNKNOWN_CUSTOMER = "10000001", "99999999"
PEOPLE = [person.ref for person in demo.PEOPLE.values()]
WRONG = ("000000", "000001", "000002")
HALF_A_MINUTE = timedelta(seconds=30)
NUMBER = "the number that is keyed to say who is calling"

Act = str | timedelta
"""Keys, with silence as none, or a time that passes before the next."""

FAILURES: dict[str, Sequence[Act]] = {
    "three wrong codes": [NUMBER, *WRONG, "1"],
    "silence": [NUMBER, "", "", ""],
    "codes that are too short": [NUMBER, "123", "1234", "12"],
    "a new code too soon, then one in time": [NUMBER, "", "1", HALF_A_MINUTE, "1", *WRONG],
    "a new code again and again": [NUMBER, HALF_A_MINUTE, "1", HALF_A_MINUTE, "1", HALF_A_MINUTE, "1", "1"],
    "a code that came too late": [NUMBER, timedelta(minutes=11), *WRONG],
    "identified three times": [NUMBER, "*", NUMBER, "*", NUMBER, "*"],
    "a person after a wrong code": [NUMBER, WRONG[0], "0"],
}


@dataclass(frozen=True)
class Seen:
    """What one caller's turns came to: documents with their tokens, statements with sizes, new rows for each table."""

    documents: Sequence[bytes]
    statements: Sequence[str]
    rows: dict[str, int]

    @property
    def masked(self) -> Sequence[bytes]:
        return [re.sub(rb"t=[\w-]+", b"t=", document) for document in self.documents]


@dataclass(frozen=True)
class Observatory:
    """A line with limits as they are by default, its clock in our hands, and everything it does in sight."""

    app: Flask
    engine: Engine
    clock: SettableClock

    def watches(self, number: str, acts: Sequence[Act], caller: str) -> Seen:
        call = InboundCall(self.app.test_client(), from_number=caller).dials()
        before = self._rows()
        with statements(self.engine) as seen:
            for act in acts:
                if isinstance(act, timedelta):
                    self.clock.advance(act)
                else:
                    call.keys(number if act == NUMBER else act)
        assert seen
        rows = {table: count - before[table] for table, count in self._rows().items()}
        return Seen([answer.data for answer in call.answers], [sizes_of(one, *PEOPLE) for one in seen], rows)

    def _rows(self) -> dict[str, int]:
        with self.engine.connect() as connection:
            return {
                table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
                for table in tables.metadata.sorted_tables
            }


@pytest.fixture
def observatory(data_dir: Path, sqlite_url: str, settings: Settings) -> Iterator[Observatory]:
    own = settings_of(data_dir, DATABASE_URL=sqlite_url, SECRET_KEYS=settings.secret_keys[0].hex())
    wiring.seed_demo(own, fresh=False)
    clock = SettableClock()
    parts = replace(wiring.parts(own), clock=clock)
    observatory = Observatory(create_app([webhooks.blueprint(wiring.line(own, parts))]), parts.engine, clock)
    observatory.watches(
        "88888888", [NUMBER, WRONG[0]], "+46701740699"
    )  # the first caller makes the rows that all share
    yield observatory
    parts.engine.dispose()


@pytest.mark.parametrize(("known", "unknown"), [(KNOWN, UNKNOWN), (KNOWN_CUSTOMER, UNKNOWN_CUSTOMER)])
@pytest.mark.parametrize("acts", FAILURES.values(), ids=FAILURES)
def test_a_verification_that_fails_is_the_same_for_both(
    observatory: Observatory, acts: Sequence[Act], known: str, unknown: str
) -> None:
    ours = observatory.watches(known, acts, "+46701740680")
    theirs = observatory.watches(unknown, acts, "+46701740681")
    assert ours.masked == theirs.masked
    assert [*map(len, ours.documents)] == [*map(len, theirs.documents)]
    assert ours.statements == theirs.statements
    assert ours.rows == theirs.rows


def test_from_somebodys_phone_on_record_known_and_unknown_numbers_are_answered_alike(observatory: Observatory) -> None:
    acts: list[Act] = [NUMBER, HALF_A_MINUTE, "1", *WRONG]
    hers = demo.PEOPLE["customer-open"].phone
    observatory.watches("77777777", acts, hers.e164 if hers else "")  # makes the rows of this number
    ours, theirs = (observatory.watches(number, acts, hers.e164 if hers else "") for number in (KNOWN, UNKNOWN))
    assert ours.masked == theirs.masked
    assert ours.statements == theirs.statements
    assert ours.rows == theirs.rows


def test_every_start_of_an_hour_is_alike_the_refused_ones_too(observatory: Observatory) -> None:
    """3 messages, 6 starts: the fourth is sent nothing, the seventh is refused, and neither tells who is known."""
    seen = {
        number: [observatory.watches(number, [NUMBER], f"+4670174068{start}") for start in range(8)]
        for number in (KNOWN, UNKNOWN)
    }
    for ours, theirs in zip(seen[KNOWN], seen[UNKNOWN], strict=True):
        assert ours.masked == theirs.masked
        assert ours.statements == theirs.statements
    assert [len(once.statements) for once in seen[KNOWN]] == [len(once.statements) for once in seen[UNKNOWN]]
    assert b"a person will help" not in seen[KNOWN][5].masked[-1].lower()
    assert b"a person will help" in seen[KNOWN][6].masked[-1].lower()


def test_whoever_has_no_wrong_code_left_is_answered_alike(observatory: Observatory) -> None:
    acts = [[NUMBER, *WRONG], [NUMBER, *WRONG[:2], "0"], [NUMBER]]
    for turn in acts:
        ours = observatory.watches(KNOWN, turn, "+46701740680")
        theirs = observatory.watches(UNKNOWN, turn, "+46701740681")
        assert (ours.masked, ours.statements) == (theirs.masked, theirs.statements)
    assert b"a person will help" in ours.masked[-1].lower()


@pytest.mark.parametrize("acts", [[NUMBER, *WRONG], [NUMBER, HALF_A_MINUTE, "1", "1", HALF_A_MINUTE, "1", WRONG[0]]])
def test_a_persons_other_number_is_answered_as_if_it_were_nobodys(
    observatory: Observatory, acts: Sequence[Act]
) -> None:
    """Once all that the person may have is used up by the first."""
    for number, caller in ((KNOWN, "+46701740680"), (UNKNOWN, "+46701740681")):
        for _ in range(3):
            observatory.watches(number, [NUMBER, *WRONG[:2], "0"], caller)
    ours = observatory.watches(KNOWN_CUSTOMER, acts, "+46701740680")
    theirs = observatory.watches(UNKNOWN_CUSTOMER, acts, "+46701740681")
    assert (ours.masked, ours.statements) == (theirs.masked, theirs.statements)
