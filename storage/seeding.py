"""How the demo people get into a database, and how it is made fresh again while the service runs."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Table, delete, select
from sqlalchemy.dialects.postgresql import insert

from domain.errors import Unavailable
from storage import demo, tables
from storage.cipher import Cipher
from storage.engine import translated, writing
from storage.repositories.accounts import row_of_account, rows_of_limits
from storage.repositories.applications import row_of_application
from storage.repositories.documents import row_of_document
from storage.repositories.offers import row_of_offer
from storage.repositories.people import row_of_person

OF_CALLS = (
    *(tables.calls, tables.call_backs, tables.challenges, tables.counters),
    *(tables.event_log, tables.outbox, tables.handset_messages, tables.idempotent_answers),
)


ATTEMPTS = 5
"""Of a seed that gives way to calls and messages: their rows, in another order, are its own."""


def seed(engine: Engine, cipher: Cipher, now: datetime, *, fresh: bool) -> None:
    """Who is missing is added, nobody is changed. Raises Unavailable.

    `fresh`: people and dates are restored, calls, counters, codes and messages are forgotten; the audit stays. Sessions
    are the caller's to clear.
    """
    for _ in range(ATTEMPTS - 1):
        with suppress(Unavailable):
            return _seed(engine, cipher, now, fresh=fresh)
    return _seed(engine, cipher, now, fresh=fresh)


def _seed(engine: Engine, cipher: Cipher, now: datetime, *, fresh: bool) -> None:
    with translated(), writing(engine).begin() as connection:
        if fresh:
            _forget(connection)
        for table, rows in _rows(cipher, now):
            connection.execute(insert(table).on_conflict_do_nothing(), rows)


def _forget(connection: Connection) -> None:
    """Everything of the calls, and of people the demo's own alone."""
    refs = [person.ref for person in demo.PEOPLE.values()]
    theirs = tables.accounts.c.person.in_(refs)
    of_theirs = tables.account_limits.c.account.in_(select(tables.accounts.c.ref).where(theirs))
    for table in OF_CALLS:
        connection.execute(delete(table))
    connection.execute(delete(tables.account_limits).where(of_theirs))
    connection.execute(delete(tables.accounts).where(theirs))
    applications = select(tables.applications.c.ref).where(tables.applications.c.person.in_(refs))
    for table in (tables.evidence, tables.signing_orders, tables.application_changes):
        connection.execute(delete(table).where(table.c.application.in_(applications)))
    connection.execute(delete(tables.applications).where(tables.applications.c.person.in_(refs)))
    connection.execute(delete(tables.people).where(tables.people.c.ref.in_(refs)))
    offers = tables.offers.c.profile.in_([offer.profile for offer in demo.offers()])
    connection.execute(delete(tables.offers).where(offers, tables.offers.c.ledger == demo.LEDGER))


def _rows(cipher: Cipher, now: datetime) -> Sequence[tuple[Table, list[dict[str, Any]]]]:
    """In an order that foreign keys allow."""
    ledger, accounts, applications = demo.LEDGER, demo.accounts(now), demo.applications(now)
    return (
        (tables.people, [row_of_person(person, cipher, ledger) for person in demo.PEOPLE.values()]),
        (tables.accounts, [row_of_account(account, ledger) for account in accounts]),
        (tables.account_limits, [row for account in accounts for row in rows_of_limits(account)]),
        (tables.applications, [row_of_application(one, cipher, ledger) for one in applications]),
        (tables.documents, [row_of_document(document) for document in demo.documents()]),
        (tables.offers, [row_of_offer(offer, ledger) for offer in demo.offers()]),
    )
