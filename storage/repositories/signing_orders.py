"""What was asked for outside."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, bindparam, delete, insert, or_, select

from domain.errors import Unavailable
from domain.formats import ORDER
from domain.requests import TurnKey
from domain.signing import Heard
from domain.signing_orders import KeyedConsent, SigningOrder
from storage.engine import translated
from storage.statements import Prepared, Row
from storage.tables import signing_orders
from storage.transactions import Transaction

MOST_AT_ONCE = 100
AHEAD = timedelta(minutes=2)  # what has begun so much later was timed by a clock that has been set back since
OF_CALLS = ("challenge", "call", "turn", "language", "prompts", "wording", "spoken", "consent_key")

_IS_READ = signing_orders.c.version.between(ORDER.oldest, ORDER.newest)
_OWN = signing_orders.c.ledger == bindparam("ledger")
ADD = Prepared(insert(signing_orders))
_OF_APPLICATION = signing_orders.c.application == bindparam("application")
OF_APPLICATION = Prepared(select(signing_orders).where(_OWN, _OF_APPLICATION))
EXISTS = Prepared(select(signing_orders.c.ref).where(_OWN, _OF_APPLICATION))
OPEN = Prepared(
    select(signing_orders)
    .where(
        _OWN,
        or_(signing_orders.c.begun_at <= bindparam("before"), signing_orders.c.begun_at > bindparam("ahead")),
        _IS_READ,
    )
    .order_by(signing_orders.c.begun_at)
    .limit(MOST_AT_ONCE)
)
CLOSE = Prepared(delete(signing_orders).where(_OWN, signing_orders.c.ref == bindparam("of_ref")))
LEDGERS = select(signing_orders.c.ledger).distinct()


def ledgers_with_orders(engine: Engine) -> Sequence[int]:
    """Raises Unavailable."""
    with translated(), engine.connect() as connection:
        return connection.execute(LEDGERS).scalars().all()


class SqlSigningOrders:
    def __init__(self, transaction: Transaction, ledger: int) -> None:
        self._transaction = transaction
        self._ledger = ledger

    def add(self, order: SigningOrder) -> None:
        ADD.run(self._transaction, ledger=self._ledger, **_row_of(order))

    def of_application(self, application: str) -> SigningOrder | None:
        row = OF_APPLICATION.first(self._transaction, ledger=self._ledger, application=application)
        return _order_of(row) if row else None

    def exists(self, application: str) -> bool:
        return EXISTS.first(self._transaction, ledger=self._ledger, application=application) is not None

    def open(self, begun_before: datetime) -> Sequence[SigningOrder]:
        times = {"before": begun_before, "ahead": begun_before + AHEAD}
        return [_order_of(row) for row in OPEN.all(self._transaction, ledger=self._ledger, **times)]

    def close(self, order: str) -> None:
        CLOSE.run(self._transaction, ledger=self._ledger, of_ref=order)


def _row_of(order: SigningOrder) -> dict[str, Any]:
    return {
        "ref": order.ref,
        "application": order.application,
        "agreement": order.agreement,
        "subject": order.subject,
        "begun_at": order.begun_at,
        "version": ORDER.written,
        **(_row_of_consent(order.keyed) if order.keyed else dict.fromkeys(OF_CALLS)),
    }


def _row_of_consent(keyed: KeyedConsent) -> dict[str, Any]:
    call = {"challenge": keyed.challenge, "call": keyed.key.call, "turn": keyed.key.turn, "language": keyed.language}
    return {**call, **vars(keyed.heard)}


def _order_of(row: Row) -> SigningOrder:
    """Raises Unavailable for an order of a version that this one does not read: a worker of that version ends it."""
    if not ORDER.reads(row.version):
        raise Unavailable("a signing order of another version")
    return SigningOrder(row.ref, row.application, row.agreement, row.subject, row.begun_at, _consent_of(row))


def _consent_of(row: Row) -> KeyedConsent | None:
    if row.challenge is None:
        return None
    heard = Heard(row.prompts, row.wording, row.spoken, row.consent_key)
    return KeyedConsent(row.challenge, TurnKey(row.call, row.turn), row.language, heard)
