"""A line whose secret keys change still knows its customers, counts on, and ends without the old key."""

import os
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Event

import pytest
from sqlalchemy import Engine

from domain.disclosure import Grant
from domain.idempotency import StoredAnswer
from domain.identifiers import CustomerNumber, PhoneNumber
from domain.limits import DAY, WINDOW
from domain.requests import CodeAccepted, CodeSent, Refused
from storage import demo, tables
from storage.cipher import Cipher
from storage.engine import writing
from storage.handset import Handset
from storage.rekeying import known, rotation
from storage.rekeying.sealed import SEALED
from storage.retention import KEPT, Retention
from storage.unit_of_work import SqlTransactions
from tests.canaries.places import cells_of
from tests.domain.line import NOON, Line, SettableClock
from tests.rotation.traces import Place, traces
from tests.storage.conftest import KEY, disclosures, mark_handed_over, waiting_messages
from tests.storage.test_verifying_online import begun, newest_code, verification

NEW, NEWER = "a new secret of the tests, long enough", "a newer secret of the tests, long enough"
BERIT = demo.PEOPLE["customer-open"]
NUMBER = BERIT.national_number.digits
CALLS = int(os.environ.get("ROTATION_CALLS", "20"))

Under = Callable[..., Line]


@pytest.fixture
def under(seeded: Engine, clock: SettableClock) -> Under:
    """The line as a process with these keys runs it."""

    def line(*keys: str) -> Line:
        cipher = Cipher(keys)
        return Line(
            SqlTransactions(seeded, cipher, demo.LEDGER),
            lambda: waiting_messages(seeded, cipher),
            lambda: disclosures(seeded),
            lambda: mark_handed_over(seeded),
            clock,
            cipher,
        )

    return line


def rotate(engine: Engine, *keys: str) -> int:
    return rotation.rotate(engine, Cipher(keys), NOON, lambda _: None)


def reaches_figures(line: Line, call: str) -> bool:
    caller = line.call(call)
    assert isinstance(caller.identifies_as(NUMBER), CodeSent)
    return isinstance(caller.keys(caller.newest_code), CodeAccepted)


def test_customers_are_known_before_during_and_after_a_rotation(under: Under, seeded: Engine) -> None:
    assert reaches_figures(under(KEY, NEW), "first step")
    assert reaches_figures(under(NEW, KEY), "second step")
    assert rotate(seeded, NEW, KEY) > 0
    assert reaches_figures(under(NEW), "afterwards")


def test_a_code_that_was_sent_under_the_old_key_is_taken_under_the_new_one(under: Under) -> None:
    before = under(KEY, NEW).call("one")
    assert isinstance(before.identifies_as(NUMBER), CodeSent)
    after = under(NEW, KEY).call("one")
    after._turn, after.challenge = before._turn, before.challenge
    assert isinstance(after.keys(after.newest_code), CodeAccepted)


def test_a_verification_that_was_begun_under_the_old_key_takes_its_code_under_the_new_one(under: Under) -> None:
    begun(under(KEY, NEW))
    after = under(NEW, KEY)
    assert isinstance(verification(after).check(newest_code(after)), Grant)


def test_a_request_that_was_answered_under_the_old_key_is_answered_again_under_the_new_one(under: Under) -> None:
    answer = StoredAnswer(201, b"{}", "/somewhere")
    with under(KEY, NEW).transactions.begin() as work:
        assert work.idempotency.claim("key", b"fingerprint", NOON) is None
        work.idempotency.store("key", answer)
    with under(NEW, KEY).transactions.begin() as work:
        assert work.idempotency.claim("key", b"fingerprint", NOON) == answer


def test_a_rotation_resets_no_limit(under: Under, seeded: Engine) -> None:
    for number in range(3):
        assert isinstance(under(KEY, NEW).call(f"before-{number}").identifies_as(NUMBER), CodeSent)
    rotate(seeded, NEW, KEY)
    for number in range(3):
        assert isinstance(under(NEW, KEY).call(f"after-{number}").identifies_as(NUMBER), CodeSent)
    assert under(NEW, KEY).call("one more").identifies_as(NUMBER) == Refused()
    assert under(KEY, NEW).call("elsewhere").identifies_as(NUMBER) == Refused()


@pytest.mark.parametrize("keys", [(KEY, NEW), (NEW, KEY)])
def test_the_phone_on_record_is_known_by_its_index_under_any_key(under: Under, keys: tuple[str, str]) -> None:
    with under(*keys).transactions.begin() as work:
        assert work.people.has_phone(BERIT.ref, BERIT.phone)
        assert not work.people.has_phone(BERIT.ref, PhoneNumber("+46701740680"))
        assert not work.people.has_phone(BERIT.ref, None)
        assert not work.people.has_phone(None, BERIT.phone)


@pytest.mark.parametrize("number", [BERIT.customer_number, CustomerNumber("99887766")])
def test_nobody_is_added_twice_under_two_keys(under: Under, number: CustomerNumber) -> None:
    with under(NEW, KEY).transactions.begin() as work:
        assert not work.people.add(replace(BERIT, ref="again", customer_number=number))


def test_a_rotation_tells_how_far_it_is_to_its_end(under: Under, seeded: Engine) -> None:
    with under(KEY, NEW).transactions.begin() as work:
        work.idempotency.claim("key", b"fingerprint", NOON)
        work.idempotency.store("key", StoredAnswer(201, b"{}", "/somewhere"))
    seen: list[int] = []
    rotation.rotate(seeded, Cipher([NEW, KEY]), NOON, seen.append)
    assert len(seen) > 1
    assert sum(seen) == rotation.total(seeded)


def test_a_rotation_that_is_stopped_goes_on_where_it_stood(under: Under, seeded: Engine) -> None:
    class Killed(Exception):
        pass

    def stop(_: int) -> None:
        raise Killed

    cipher = Cipher([NEW, KEY])
    with pytest.raises(Killed):
        rotation.rotate(seeded, cipher, NOON, stop)
    assert reaches_figures(under(NEW, KEY), "between")
    assert rotation.rotate(seeded, cipher, NOON, lambda _: None) > 0
    assert rotate(seeded, NEW, KEY) == 0
    assert reaches_figures(under(NEW), "afterwards")


def test_what_a_call_writes_meanwhile_is_not_lost(seeded: Engine) -> None:
    """A row that changed after it was read is met again in the next round."""
    cipher, people = Cipher([NEW, KEY]), tables.people
    sealed = cipher.seal(b"Berit Ny", f"people:{BERIT.ref}:name")
    one = next(one for one in SEALED if one.table is people)
    rows = [row for rows in rotation._bites(seeded, one) for row in rows]
    with writing(seeded).begin() as connection:
        connection.execute(people.update().where(people.c.ref == BERIT.ref).values(name=sealed))
    assert rotation._write(seeded, cipher, one, rows) == len(rows) - 1
    rotate(seeded, NEW, KEY)
    with SqlTransactions(seeded, Cipher([NEW]), demo.LEDGER).reading() as work:
        person = work.people.get(BERIT.ref)
    assert person
    assert person.name == "Berit Ny"


def test_a_key_is_retired_once_nothing_needs_it_and_a_days_limits_are_over(seeded: Engine) -> None:
    cipher = Cipher([NEW, KEY])
    old = cipher.key_ids[1]
    with writing(seeded).begin() as connection:
        known.note(connection, Cipher([KEY]), NOON)
    with pytest.raises(rotation.StillNeeded, match="rows need it"):
        rotation.retire(seeded, cipher, old, NOON + DAY)
    rotate(seeded, NEW, KEY)
    with pytest.raises(rotation.StillNeeded, match="the last day"):
        rotation.retire(seeded, cipher, old, NOON + DAY - timedelta(seconds=1))
    with seeded.connect() as connection, pytest.raises(known.ForeignKeys):
        known.check(connection, Cipher([NEW]))
    rotation.retire(seeded, cipher, old, NOON + DAY)
    with seeded.connect() as connection:
        known.check(connection, Cipher([NEW]))


def test_a_key_that_found_an_answer_is_needed_until_the_answer_is_forgotten(under: Under, seeded: Engine) -> None:
    with under(KEY, NEW).transactions.begin() as work:
        work.idempotency.claim("key", b"fingerprint", NOON)
        work.idempotency.store("key", StoredAnswer(201, b"{}", "/somewhere"))
    rotate(seeded, NEW, KEY)
    later, cipher = NOON + KEPT + timedelta(seconds=1), Cipher([NEW, KEY])
    with pytest.raises(rotation.StillNeeded, match="1 rows need it"):
        rotation.retire(seeded, cipher, cipher.key_ids[1], later)
    Retention(seeded).forget_old(later)
    rotation.retire(seeded, cipher, cipher.key_ids[1], later)


def test_a_message_of_the_handset_is_found_after_a_rotation(seeded: Engine) -> None:
    Handset(seeded, Cipher([KEY])).add("+46701740605", "482913", NOON)
    rotate(seeded, NEW, KEY)
    assert [message.text for message in Handset(seeded, Cipher([NEW])).list("+46701740605")] == ["482913"]


def test_a_database_that_was_filled_before_its_keys_were_noted_refuses_a_foreign_one(seeded: Engine) -> None:
    with seeded.connect() as connection, pytest.raises(known.ForeignKeys):
        known.check(connection, Cipher([NEW]))


def test_calls_notice_nothing_of_two_rotations(under: Under, seeded: Engine, clock: SettableClock) -> None:
    """The rotations begin after a third of the calls; the others go on while they run."""
    started = Event()

    def rotations() -> None:
        started.wait(60)
        rotate(seeded, NEW, KEY, NEWER)
        rotate(seeded, NEWER, NEW, KEY)

    with ThreadPoolExecutor(1) as pool:
        rotating = pool.submit(rotations)
        for number in range(CALLS):
            order = [(KEY, NEW, NEWER), (NEW, KEY, NEWER), (NEWER, NEW, KEY)][number * 3 // CALLS]
            if number % 3 == 0:
                clock.advance(WINDOW)  # one person has three texts in an hour
            if number == CALLS // 3:
                started.set()
            assert reaches_figures(under(*order), f"call-{number}")
        started.set()
        rotating.result(60)
    rotate(seeded, NEWER, NEW, KEY)
    assert reaches_figures(under(NEWER), "afterwards")


def test_nothing_of_the_old_keys_index_is_left(under: Under, seeded: Engine) -> None:
    assert reaches_figures(under(KEY, NEW), "before")
    assert reaches_figures(under(NEW, KEY), "meanwhile")
    made = traces(Cipher([KEY]), demo.PEOPLE.values())
    assert kinds_in(seeded, made) >= {"phone", "national_number", "claimed", "identifier"}
    rotation.rotate(seeded, Cipher([NEW, KEY]), NOON + WINDOW * 2, lambda _: None)
    assert kinds_in(seeded, made) == set()


def kinds_in(engine: Engine, made: Mapping[bytes, str]) -> set[str]:
    held = Place(cells_of(engine))
    return {kind for trace, kind in made.items() if held.holds(trace)}
