"""After a step of the clock no code that was open is good, whichever clock has timed it; what is signed stays so."""

import re
from datetime import datetime, timedelta

from sqlalchemy import Engine, insert, select

from storage.engine import ahead_of_database
from storage.open_codes import EXPIRED, VOIDED_AT_ONCE, void_codes
from storage.tables import challenges
from tests.domain.line import NOON
from tests.statements import statements

DAY = timedelta(days=1)


def code(engine: Engine, ref: str, sent_at: datetime, *, is_used: bool = False) -> None:
    row = {"ref": ref, "call": "c", "claimed": b"", "mac": b"", "wrong_codes": 0, "message": "", "keyed": b""}
    with engine.begin() as connection:
        connection.execute(insert(challenges), {**row, "sent_at": sent_at, "is_used": is_used})


def test_open_codes_are_those_of_an_hour_ago(engine: Engine) -> None:
    code(engine, "open", NOON - timedelta(minutes=1))
    code(engine, "ahead", NOON + DAY)
    code(engine, "old", NOON - DAY)
    code(engine, "used", NOON, is_used=True)
    void_codes(engine, NOON)
    with engine.connect() as connection:
        times = dict(connection.execute(select(challenges.c.ref, challenges.c.sent_at)).tuples().all())
    gone = NOON - EXPIRED
    assert times == {"open": gone, "ahead": gone, "old": NOON - DAY, "used": NOON}


def test_however_many_are_open_no_transaction_holds_more_than_a_few(engine: Engine) -> None:
    """Each has a second, and calls wait for its rows meanwhile."""
    for number in range(VOIDED_AT_ONCE + 2):
        code(engine, f"{number}", NOON - timedelta(seconds=number))
    with statements(engine) as sent:
        void_codes(engine, NOON)
    with engine.connect() as connection:
        assert set(connection.scalars(select(challenges.c.sent_at))) == {NOON - EXPIRED}
    changes = [len(re.findall(r"'\d+'", one)) for one in sent if one.startswith("UPDATE")]
    assert changes == [VOIDED_AT_ONCE, 2]


def test_a_clock_is_held_against_the_databases_own(engine: Engine) -> None:
    """Both are this machine's here."""
    assert abs(ahead_of_database(engine)) < 1
