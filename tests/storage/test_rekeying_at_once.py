"""What happens while keys rotate: another rotation, a kill, and whoever writes the same rows."""

import os
from itertools import count
from multiprocessing import get_context
from signal import SIGKILL

import pytest
from sqlalchemy import Engine, event, insert, select, update

from domain.limits import WINDOW, Counted, Tally
from storage import tables
from storage.cipher import Cipher
from storage.engine import open_engine, translated, writing
from storage.rekeying import rotation
from storage.unit_of_work import SqlTransactions
from tests.domain.line import NOON
from tests.statements import watched
from tests.storage.between import in_between
from tests.storage.conftest import KEY
from tests.storage.test_rekeying import BERIT, NEW, Under, reaches_figures, rotate, under

__all__ = ["under"]


@pytest.mark.parametrize("before", ["COMMIT", "UPDATE people"], ids=["as the key is noted", "as rows are sealed"])
def test_two_rotations_at_once_end_where_one_would(under: Under, seeded: Engine, before: str) -> None:
    with in_between(seeded, before, lambda engine: rotate(engine, NEW, KEY)):
        rotate(seeded, NEW, KEY)
    assert rotate(seeded, NEW, KEY) == 0
    assert reaches_figures(under(NEW), "afterwards")


@pytest.mark.server
@pytest.mark.parametrize("words", ["UPDATE people", "COMMIT"])
def test_a_rotation_that_is_killed_leaves_whole_rows_and_is_taken_up(
    under: Under, seeded: Engine, database_url: str, words: str
) -> None:
    """In the middle of a transaction, and just before its end."""
    rotating = get_context("fork").Process(target=rotate_until_killed, args=(database_url, words))
    rotating.start()
    rotating.join()
    assert rotating.exitcode == -SIGKILL
    assert reaches_figures(under(NEW, KEY), "between")
    assert rotate(seeded, NEW, KEY) > 0
    assert rotate(seeded, NEW, KEY) == 0
    assert reaches_figures(under(NEW), "afterwards")


def rotate_until_killed(database_url: str, words: str) -> None:
    """At the second of the statements that have these words."""
    engine, seen = open_engine(database_url), count(1)

    def note(statement: str) -> None:
        if words in statement and next(seen) == 2:
            os.kill(os.getpid(), SIGKILL)

    with watched(note, engine):
        rotate(engine, NEW, KEY)


def test_a_row_that_somebody_seals_under_the_old_key_meanwhile_is_met_again(under: Under, seeded: Engine) -> None:
    """A process whose keys are not exchanged yet. On SQLite it writes afterwards, and is left to the next rotation."""
    sealed = Cipher([KEY]).seal(b"Berit Ny", f"people:{BERIT.ref}:name")

    def renames(engine: Engine) -> None:
        with translated(), writing(engine).begin() as connection:
            connection.execute(update(tables.people).where(tables.people.c.ref == BERIT.ref).values(name=sealed))

    with in_between(seeded, "UPDATE people", renames) as other:
        rotate(seeded, NEW, KEY)
    assert rotate(seeded, NEW, KEY) == int(other.has_waited)
    with under(NEW).transactions.reading() as work:
        person = work.people.get(BERIT.ref)
    assert person
    assert person.name == "Berit Ny"


def test_what_an_import_notes_of_a_row_meanwhile_is_not_lost(seeded: Engine) -> None:
    accounts, [old, new] = tables.accounts, [key + b"mark" for key in Cipher([KEY, NEW]).key_ids]

    def marks(engine: Engine, mark: bytes) -> None:
        with translated(), writing(engine).begin() as connection:
            connection.execute(update(accounts).values(fingerprint=mark))

    marks(seeded, old)
    with in_between(seeded, "UPDATE accounts", lambda engine: marks(engine, new)):
        rotate(seeded, NEW, KEY)
    with seeded.connect() as connection:
        assert set(connection.execute(select(accounts.c.fingerprint)).scalars()) == {new}


def test_a_counter_that_begins_anew_while_closed_ones_are_forgotten_stays(under: Under, seeded: Engine) -> None:
    tally, later = Tally(Counted.STARTS_BY_CALLER, b"caller", 10), NOON + 2 * WINDOW
    for at in (NOON, NOON):
        with under(KEY).transactions.begin() as work:
            work.counters.add([tally], at)

    def forgets(engine: Engine) -> int:
        return rotation.rotate(engine, Cipher([KEY]), later, lambda _: None)

    with in_between(seeded, "COMMIT", forgets) as other, SqlTransactions(seeded, Cipher([KEY]), 501).begin() as work:
        work.counters.add([tally], later)
    assert other.has_waited == (seeded.dialect.name == "sqlite")  # elsewhere it passes over what is being counted
    with seeded.connect() as connection:
        assert connection.execute(select(tables.counters.c.amount)).scalar_one() == 1


def test_a_rotation_ends_while_calls_look_at_counters_without_end(under: Under, seeded: Engine) -> None:
    """Who has only looked leaves a counter of nought, which counts nothing; a busy line has a new one at any time."""
    other, numbers = open_engine(seeded.url.render_as_string(hide_password=False)), count()

    def looks(*_: object) -> None:
        number = next(numbers)
        assert number < 1000, "this does not end"
        row = {"counted": Counted.STARTS_BY_CALLER, "subject": b"%d" % number, "amount": 0}
        with writing(other).begin() as connection:
            connection.execute(insert(tables.counters), row | {"since": NOON, "until": NOON + WINDOW})

    event.listen(seeded, "checkout", looks)
    rotate(seeded, NEW, KEY)
    event.remove(seeded, "checkout", looks)
    other.dispose()
    assert reaches_figures(under(NEW), "afterwards")
