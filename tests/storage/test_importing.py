"""What an import leaves as it was, what it notices, and what it never writes."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from domain.applications import ApplicationStatus
from domain.identifiers import CustomerNumber, NationalNumber
from domain.people import Person
from domain.signing_orders import SigningOrder
from storage import demo, tables
from storage.cipher import Cipher
from storage.importing.faults import Fault, Overtaken
from storage.importing.kinds import kind_of
from storage.importing.lines import Format
from storage.importing.people import PeopleFile
from storage.importing.run import Outcome, import_file
from storage.unit_of_work import SqlTransactions
from tests.domain.line import NOON

LATER = NOON + timedelta(days=9)
PEOPLE = "national_number,customer_number,name,phone,email,language"
BERIT = "197207049987,30000001,Berit Öberg,+46701740690,berit@example.com,sv-SE"
CLERK = "operator:clerk"
READY = next(one for one in demo.applications(NOON) if one.status is ApplicationStatus.AWAITING_SIGN)
READY_PERSON = next(person for person in demo.PEOPLE.values() if person.ref == READY.person)
APPLICATIONS = "id,customer_number,profile,status,kyc,pep,currency,credit_limit,created_at"


class Desk:
    """Where files are imported, and what is stored is looked at."""

    def __init__(self, url: str, cipher: Cipher) -> None:
        self._url, self._cipher = url, cipher
        self.faults: list[Fault] = []

    def imports(
        self,
        kind: str,
        *lines: str,
        now: datetime = NOON,
        ledger: int = demo.LEDGER,
        meanwhile: Callable[[], None] = lambda: None,
    ) -> Outcome:
        return import_file(
            io.BytesIO("\n".join(lines).encode()),
            Format.CSV,
            kind_of(kind, self._cipher, ledger, now, CLERK),
            self._url,
            skip_bad=True,
            progress=lambda _: meanwhile(),
            report=self.faults.append,
        )


@pytest.fixture
def desk(database_url: str, cipher: Cipher) -> Desk:
    return Desk(database_url, cipher)


@pytest.fixture
def stored(engine: Engine, cipher: Cipher) -> SqlTransactions:
    return SqlTransactions(engine, cipher, demo.LEDGER)


def person(stored: SqlTransactions, digits: str = "197207049987") -> Person:
    with stored.reading() as work:
        found = work.people.find(NationalNumber(digits))
    assert found
    return found


def test_a_phone_is_known_to_be_new_at_first_and_when_it_changes(desk: Desk, stored: SqlTransactions) -> None:
    """Nobody signs by a number that was put on record within the last 72 hours."""
    desk.imports("people", PEOPLE, BERIT)
    assert person(stored).phone_since == NOON
    moved = BERIT.replace("+46701740690", "+46701740691")
    desk.imports("people", PEOPLE, moved, now=LATER)
    assert person(stored).phone_since == LATER
    desk.imports("people", PEOPLE, moved.replace("Öberg", "Ek"), now=LATER + timedelta(days=1))
    assert (person(stored).name, person(stored).phone_since) == ("Berit Ek", LATER)


@pytest.mark.parametrize(("before", "after"), [("+46701740690", ""), ("", "+46701740690")])
def test_to_lose_or_to_get_a_phone_is_a_change(before: str, after: str, desk: Desk, stored: SqlTransactions) -> None:
    for number, now in ((before, NOON), (after, LATER)):
        desk.imports("people", PEOPLE, BERIT.replace("+46701740690", number), now=now)
    assert person(stored).phone_since == LATER


CONFIRMABLE, CONFIRMED = f"{PEOPLE},phone_confirmed_at", "2026-11-01T09:00:00+01:00"
CONFIRMED_AT = datetime(2026, 11, 1, 8, tzinfo=UTC)


def test_the_core_system_can_say_that_a_phone_is_confirmed(desk: Desk, stored: SqlTransactions) -> None:
    desk.imports("people", CONFIRMABLE, f"{BERIT},{CONFIRMED}")
    assert person(stored).phone_confirmed_at == CONFIRMED_AT
    desk.imports("people", CONFIRMABLE, f"{BERIT},2026-11-01", f"{BERIT},yesterday")
    assert [fault.reason.partition(":")[0] for fault in desk.faults] == ["phone_confirmed_at"] * 2


def test_what_was_confirmed_outlasts_a_file_that_says_nothing_of_it(desk: Desk, stored: SqlTransactions) -> None:
    desk.imports("people", CONFIRMABLE, f"{BERIT},{CONFIRMED}")
    desk.imports("people", PEOPLE, BERIT.replace("Öberg", "Ek"), now=LATER)
    assert (person(stored).name, person(stored).phone_confirmed_at) == ("Berit Ek", CONFIRMED_AT)


@pytest.mark.parametrize("said", ["", CONFIRMED])
def test_another_number_is_not_confirmed_by_what_was_said_of_the_last_one(
    desk: Desk, stored: SqlTransactions, said: str
) -> None:
    desk.imports("people", CONFIRMABLE, f"{BERIT},{CONFIRMED}")
    desk.imports("people", CONFIRMABLE, f"{BERIT},{said}".replace("+46701740690", "+46701740691"), now=LATER)
    assert (person(stored).phone_since, person(stored).phone_confirmed_at) == (LATER, None)


def test_another_number_that_is_confirmed_anew_is_confirmed(desk: Desk, stored: SqlTransactions) -> None:
    desk.imports("people", CONFIRMABLE, f"{BERIT},{CONFIRMED}")
    moved = BERIT.replace("+46701740690", "+46701740691")
    desk.imports("people", CONFIRMABLE, f"{moved},2026-11-15T09:00:00+01:00", now=LATER)
    assert person(stored).phone_confirmed_at == datetime(2026, 11, 15, 8, tzinfo=UTC)


@pytest.mark.usefixtures("seeded")
def test_somebody_who_is_known_already_stays_the_same_person(desk: Desk, stored: SqlTransactions) -> None:
    known = demo.PEOPLE["customer-open"]
    assert known.phone
    line = f"{known.national_number.digits},40000001,New Name,{known.phone.e164},{known.email},sv-SE"
    assert desk.imports("people", PEOPLE, line).changed == 1
    changed = replace(known, customer_number=CustomerNumber("40000001"), name="New Name", registered=None)
    assert person(stored, known.national_number.digits) == changed
    assert desk.imports("people", PEOPLE, line).unchanged == 1


@pytest.mark.usefixtures("seeded")
def test_whoever_the_file_does_not_mention_stays(desk: Desk, stored: SqlTransactions) -> None:
    desk.imports("people", PEOPLE, BERIT)
    for known in demo.PEOPLE.values():
        assert person(stored, known.national_number.digits) == known


def test_an_unchanged_row_is_not_written_again(engine: Engine, desk: Desk) -> None:
    """Sealing it afresh would give other bytes."""
    rows = []
    for _ in range(2):
        desk.imports("people", PEOPLE, BERIT)
        with engine.connect() as connection:
            rows.append(connection.execute(select(tables.people)).one())
    assert rows[0] == rows[1]


def test_what_is_staged_is_sealed(engine: Engine, cipher: Cipher) -> None:
    values = dict(zip([*CONFIRMABLE.split(","), "registered"], [*BERIT.split(","), None, None], strict=True))
    with engine.connect() as connection:
        row = PeopleFile(cipher, demo.LEDGER, NOON).stager(connection, [values])(values)
    plain = [text.encode() for name, text in values.items() if text and name != "language"]
    staged = [str(value).encode() if not isinstance(value, bytes) else value for value in row.values()]
    assert not [text for text in plain for value in staged if text in value]


def test_who_comes_while_the_file_is_read_ends_the_import(desk: Desk, stored: SqlTransactions) -> None:
    berit = replace(demo.PEOPLE["customer-open"], ref="berit", national_number=NationalNumber("197207049987"))

    def apply() -> None:
        with stored.begin() as work:
            work.people.add(berit)

    other = "192406079927,30000002,Olle,,olle@example.com,sv-SE"
    with pytest.raises(Overtaken):
        desk.imports("people", PEOPLE, BERIT, other, meanwhile=apply)
    with stored.reading() as work:
        assert work.people.find(NationalNumber("192406079927")) is None


def imported_ready(kyc: str = "failed", ref: str = READY.ref) -> str:
    return (
        f"{ref},{READY_PERSON.customer_number.digits},{READY.profile},AwaitingSign,{kyc},0,SEK,1.00,2026-11-01T12:00Z"
    )


@pytest.mark.usefixtures("seeded")
def test_an_application_that_moves_meanwhile_is_not_moved_back(desk: Desk, stored: SqlTransactions) -> None:
    def sign() -> None:
        with stored.begin() as work:
            assert work.applications.change(READY, READY.moved_to(ApplicationStatus.INITIALIZED_SIGNING), "call", NOON)

    with pytest.raises(Overtaken):
        desk.imports("applications", APPLICATIONS, imported_ready(), meanwhile=sign)
    with stored.reading() as work:
        found = work.applications.get(READY.ref)
    assert found
    assert (found.status, found.kyc) == (ApplicationStatus.INITIALIZED_SIGNING, READY.kyc)


@pytest.mark.usefixtures("seeded")
def test_an_application_that_this_line_has_signed_is_left_alone(
    desk: Desk, stored: SqlTransactions, engine: Engine
) -> None:
    with engine.begin() as connection:
        document = {"sha256": "0" * 64, "url": "", "media_type": "", "content": b""}
        connection.execute(tables.documents.insert(), document)
    with stored.begin() as work:
        work.signing_orders.add(SigningOrder("order", READY.ref, "0" * 64, "a client", NOON))
    assert desk.imports("applications", APPLICATIONS, imported_ready()).bad == 1
    assert desk.faults[0].reason == "id: this line is having the application signed: leave it out for now"


@pytest.mark.usefixtures("seeded")
def test_each_change_of_an_application_is_kept_with_who_imported_it(
    desk: Desk, engine: Engine, stored: SqlTransactions
) -> None:
    desk.imports("applications", APPLICATIONS, imported_ready(), now=LATER)
    with engine.connect() as connection:
        notes = connection.execute(select(tables.application_changes)).all()
    assert [(note.application, note.version, note.who, note.at, note.how) for note in notes] == [
        (READY.ref, READY.version + 1, CLERK, LATER, "AwaitingSign authenticated -> AwaitingSign failed")
    ]
    with stored.reading() as work:
        found = work.applications.get(READY.ref)
    assert found
    assert found.details == READY.details  # which no file has


@pytest.mark.usefixtures("seeded")
def test_ledgers_share_ids_of_applications_and_nothing_else(desk: Desk) -> None:
    number = READY_PERSON.customer_number.digits
    line = f"{READY_PERSON.national_number.digits},{number},Namesake,,n@example.com,sv-SE"
    assert desk.imports("people", PEOPLE, line, ledger=777).added == 1
    assert desk.imports("applications", APPLICATIONS, imported_ready(), ledger=777).bad == 1
    assert desk.faults[0].reason.startswith("id: another person's application has it")
    assert desk.imports("applications", APPLICATIONS, imported_ready(ref="another"), ledger=777).added == 1


@pytest.mark.usefixtures("seeded")
def test_what_stands_twice_is_found_however_far_apart(desk: Desk) -> None:
    header = "number,customer_number,profile,status,currency,balance,current_due,arrears,as_of"
    lines = ["7,10000001,kontotyp-9,Open,SEK,1,0,0,2026-11-20T06:00Z"] * 5_000
    outcome = desk.imports("accounts", header, *lines)
    assert (outcome.added, outcome.bad) == (1, 4_999)
    assert desk.faults[-2:] == [
        Fault(5_001, "number: line 2 has it already: give it once"),
        Fault(5_001, "profile: line 2 has it already: give it once"),
    ]
