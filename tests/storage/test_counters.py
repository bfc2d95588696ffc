"""The counters behind the limits: race-free, of an hour, and nobody can be read from them."""

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from itertools import permutations

from sqlalchemy import Engine, select

from domain.errors import Unavailable
from domain.limits import EVERYBODY, WINDOW, Counted, Tally
from domain.requests import CodeSent, Refused
from storage import demo, tables
from storage.cipher import Cipher
from storage.engine import open_engine
from storage.seeding import seed
from storage.unit_of_work import SqlTransactions
from tests.domain.line import NOON, Line
from tests.forked import processes_with
from tests.statements import statements

BERIT = demo.PEOPLE["customer-open"]
PROCESSES = processes_with(__name__)
NUMBER = BERIT.national_number.digits

TALLIES = [Tally(Counted.STARTS_BY_CALLER, b"caller", 10), Tally(Counted.CODES_IN_ALL, EVERYBODY, 10)]


def test_counters_count_for_each_subject_and_look_without_counting(line: Line) -> None:
    caller, in_all = TALLIES
    with line.transactions.begin() as work:
        assert work.counters.add(TALLIES, NOON) == {caller.counted: 1, in_all.counted: 1}
        assert work.counters.add([replace(caller, subject=b"another", amount=2)], NOON) == {caller.counted: 2}
        assert work.counters.add([caller, in_all.taken_back()], NOON) == {caller.counted: 2, in_all.counted: 0}
        assert work.counters.add([replace(caller, amount=0)], NOON) == {caller.counted: 2}


def test_a_clock_that_is_set_back_lengthens_no_window_and_empties_none(line: Line) -> None:
    [caller, _] = TALLIES
    yesterday = NOON - timedelta(days=1)
    counts = []
    for moment in (NOON, yesterday, yesterday + WINDOW - timedelta(seconds=1), yesterday + WINDOW):
        with line.transactions.begin() as work:
            counts.append(work.counters.add([caller], moment)[caller.counted])
    assert counts == [1, 2, 3, 1]


def test_a_window_lasts_an_hour_from_its_first_count(line: Line) -> None:
    [caller, _] = TALLIES
    moments = [timedelta(0), WINDOW - timedelta(microseconds=1), WINDOW, WINDOW * 1.5, WINDOW * 2]
    counts = []
    for moment in moments:
        with line.transactions.begin() as work:
            counts.append(work.counters.add([caller], NOON + moment)[caller.counted])
    assert counts == [1, 2, 1, 2, 1]


def test_rows_are_locked_in_one_order_whichever_they_are_given_in(sql_line: Line, seeded: Engine) -> None:
    """Else two at once would wait for each other. The row that all share comes last, so it is locked the shortest."""
    another = Tally(Counted.STARTS_BY_IDENTIFIER, b"another", 10)
    orders = list(permutations([*TALLIES, another]))
    with statements(seeded) as seen:
        for order in orders:
            with sql_line.transactions.begin() as work:
                work.counters.add([replace(tally, amount=0) for tally in order], NOON)
    added = [one for one in seen if one.startswith("INSERT INTO counters")]
    assert len(added) == len(orders)
    [one] = set(added)
    words = [one.index(f"'{counted}'") for counted in ("starts-by-caller", "starts-by-identifier", "codes-in-all")]
    assert words == sorted(words)


def test_no_count_of_many_processes_is_lost(database_url: str, engine: Engine, cipher: Cipher) -> None:
    """In whichever order they give their rows."""
    with ProcessPoolExecutor(4, PROCESSES) as pool:
        list(pool.map(count_in_a_process, [database_url] * 4, [TALLIES, TALLIES[::-1]] * 2))
    with SqlTransactions(engine, cipher, demo.LEDGER).begin() as work:
        assert set(work.counters.add(TALLIES, NOON).values()) == {101}


def count_in_a_process(database_url: str, tallies: Sequence[Tally]) -> None:
    transactions, left = (
        SqlTransactions(open_engine(database_url), Cipher(["a secret of this process"]), demo.LEDGER),
        25,
    )
    while left:
        with suppress(Unavailable):
            with transactions.begin() as work:
                work.counters.add(tallies, NOON)
            left -= 1


def test_nobody_can_be_read_from_the_counters(sql_line: Line, seeded: Engine) -> None:
    for digits in (NUMBER, BERIT.customer_number.digits, demo.IN_NO_TABLE.digits):
        sql_line.call(f"as {digits}", "+46701740680").identifies_as(digits)
    with seeded.connect() as connection:
        rows = connection.execute(select(tables.counters)).all()
        claims = connection.execute(select(tables.challenges.c.claimed)).scalars().all()
    assert Counter(row.counted for row in rows) == Counter(
        {
            "starts-by-caller": 1,
            "starts-by-identifier": 3,
            "wrong-codes": 2,
            "wrong-codes-by-identifier": 3,
            "wrong-codes-of-source": 1,
            "codes-from-elsewhere": 2,
            "codes-from-record": 2,
            "codes-in-all": 1,
        }
    )
    assert {len(row.subject) for row in rows if row.counted != Counted.CODES_IN_ALL} | {*map(len, claims)} == {32}
    assert len({row.subject for row in rows}) == 1 + 1 + 1 + 3 + 2, "a person's counters share their subject"


def test_a_fresh_seed_clears_the_counters(sql_line: Line, seeded: Engine, cipher: Cipher) -> None:
    calls = [sql_line.call(f"call-{number}") for number in range(8)]
    *_, last = [caller.identifies_as(NUMBER) for caller in calls[:7]]
    assert last == Refused()
    seed(seeded, cipher, NOON, fresh=True)
    assert isinstance(calls[7].identifies_as(NUMBER), CodeSent)
