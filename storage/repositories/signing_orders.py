"""What slow signers were asked for."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Engine, bindparam, delete, insert, select

from domain.repositories import SigningOrder
from storage.engine import translated
from storage.statements import Prepared
from storage.tables import signing_orders
from storage.transactions import Transaction

MOST_AT_ONCE = 100

_COLUMNS = [signing_orders.c[name] for name in ("ref", "application", "agreement", "subject", "begun_at")]
_OWN = signing_orders.c.ledger == bindparam("ledger")
ADD = Prepared(insert(signing_orders))
OF_APPLICATION = Prepared(select(*_COLUMNS).where(_OWN, signing_orders.c.application == bindparam("application")))
OPEN = Prepared(
    select(*_COLUMNS)
    .where(_OWN, signing_orders.c.begun_at <= bindparam("before"))
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
        ADD.run(self._transaction, ledger=self._ledger, **vars(order))

    def of_application(self, application: str) -> SigningOrder | None:
        row = OF_APPLICATION.first(self._transaction, ledger=self._ledger, application=application)
        return SigningOrder(*row) if row else None

    def open(self, begun_before: datetime) -> Sequence[SigningOrder]:
        return [SigningOrder(*row) for row in OPEN.all(self._transaction, ledger=self._ledger, before=begun_before)]

    def close(self, order: str) -> None:
        CLOSE.run(self._transaction, ledger=self._ledger, of_ref=order)
