"""What the tables themselves refuse, whoever writes to them: an account without proof, and proof that is changed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Connection, Engine, insert, select, text
from sqlalchemy.exc import IntegrityError

from domain.agreements import make_agreement
from domain.evidence import Evidence
from domain.verification import Challenge
from storage import demo, tables
from storage.repositories.accounts import row_of_account
from storage.repositories.documents import row_of_document
from tests.domain.line import NOON, Line
from tests.domain.signing import READY_REF, signs_by_token

READY = next(one for one in demo.applications(NOON) if one.ref == READY_REF)
AGREEMENT = make_agreement(demo.LEDGER, "Demo Credit", READY, demo.offers()[0])
ACCOUNT = replace(demo.accounts(NOON)[0], ref="new", number="1", person=READY.person)
CHALLENGE = Challenge("call.4", "call", READY.person, b"", b"", NOON, is_used=True, agreement=AGREEMENT.hash)
KEYED = Evidence(
    READY.ref, READY.person, AGREEMENT.hash, "keyed", "call.4", NOON, date(2026, 12, 4), "call", 5, language="sv-SE"
)
TOKEN = replace(KEYED, method="token", proof="a client", call=None, turn=None, language=None)


@pytest.fixture
def ready(seeded: Engine) -> Engine:
    """With the agreement, and a code that came back for it."""
    with seeded.begin() as connection:
        connection.execute(insert(tables.documents), row_of_document(AGREEMENT.document))
        connection.execute(insert(tables.challenges), vars(CHALLENGE))
    return seeded


@contextmanager
def refused(engine: Engine) -> Iterator[Connection]:
    with pytest.raises(IntegrityError), engine.begin() as connection:
        yield connection


def add_account(connection: Connection, **changes: object) -> None:
    row = row_of_account(ACCOUNT, demo.LEDGER) | {"application": READY.ref}
    connection.execute(insert(tables.accounts), row | changes)


def test_an_account_made_from_an_application_needs_evidence(ready: Engine) -> None:
    with refused(ready) as connection:
        add_account(connection)


@pytest.mark.parametrize("evidence", [KEYED, TOKEN], ids=["keyed", "token"])
def test_an_account_is_taken_with_its_evidence_and_only_once(ready: Engine, evidence: Evidence) -> None:
    with ready.begin() as connection:
        connection.execute(insert(tables.evidence), vars(evidence))
        add_account(connection)
    with refused(ready) as connection:
        add_account(connection, ref="another", number="2", profile="another")
    with refused(ready) as connection:
        connection.execute(insert(tables.evidence), vars(evidence))


@pytest.mark.parametrize(
    "evidence",
    [
        replace(KEYED, proof="call.5"),
        replace(KEYED, person="demo-01"),
        replace(KEYED, agreement="0" * 64),
        replace(TOKEN, proof=""),
        replace(TOKEN, application="no such"),
        replace(TOKEN, agreement="0" * 64),
        replace(TOKEN, method="hearsay"),  # type: ignore[arg-type] # which is the point
    ],
)
def test_what_proves_nothing_is_no_evidence(ready: Engine, evidence: Evidence) -> None:
    with refused(ready) as connection:
        connection.execute(insert(tables.evidence), vars(evidence))


@pytest.mark.parametrize("change", [{"is_used": False}, {"agreement": None}, {"person": None}])
def test_a_code_that_did_not_come_back_for_this_agreement_proves_nothing(
    ready: Engine, change: dict[str, object]
) -> None:
    with ready.begin() as connection:
        connection.execute(tables.challenges.update().values(change))
    with refused(ready) as connection:
        connection.execute(insert(tables.evidence), vars(KEYED))


def test_evidence_is_never_changed(ready: Engine) -> None:
    with ready.begin() as connection:
        connection.execute(insert(tables.evidence), vars(TOKEN))
    with refused(ready) as connection:
        connection.execute(text("UPDATE evidence SET proof = 'somebody else'"))


BROKEN: dict[str, Callable[[Connection], object]] = {
    "a second account of one profile": lambda connection: add_account(
        connection, application=None, person=demo.PEOPLE["customer-open"].ref
    ),
    "a number given twice": lambda connection: add_account(
        connection, application=None, number=demo.accounts(NOON)[0].number
    ),
    "approved without an account": lambda connection: connection.execute(
        text("UPDATE applications SET status = 'Approved'")
    ),
}


@pytest.mark.parametrize("break_it", BROKEN.values(), ids=BROKEN)
def test_other_rules_stand_in_the_tables_too(ready: Engine, break_it: Callable[[Connection], object]) -> None:
    with refused(ready) as connection:
        break_it(connection)


def test_who_changed_an_application_and_when_is_kept(sql_line: Line, seeded: Engine) -> None:
    signs_by_token(sql_line, READY_REF)
    changes = tables.application_changes
    with seeded.connect() as connection:
        rows = connection.execute(select(changes).order_by(changes.c.version)).all()
    assert [(row.who, row.version, row.how) for row in rows] == [
        ("a client of ours", 2, "AwaitingSign authenticated -> InitializedSigning authenticated"),
        ("a client of ours", 3, "InitializedSigning authenticated -> Approved authenticated"),
    ]
    assert {row.at for row in rows} == {NOON}
