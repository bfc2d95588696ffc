"""The one-time codes of calls, read where each target leaves them.

The service and the ordinary webhook accept no code before it was handed over, so a caller waits for that.

A caller would read the text message; asking the service over HTTP would be traffic that nobody means to measure.
"""

from collections.abc import Callable
from functools import cache

from sqlalchemy import bindparam, select

from domain.messages import Channel
from ivr import wiring
from ivr.config import load_settings
from ivr.phone.mailbox import CODE
from storage.engine import open_engine
from storage.handset import Handset
from storage.outbox import MAY_HAVE_ARRIVED, opened
from storage.statements import Prepared, Row
from storage.tables import outbox
from storage.transactions import Database
from tests.bench.call import WrongAnswer
from tests.bench.targets import ORDINARY, SERVICE, Target
from tests.bench.yardsticks import plain
from tests.bench.yardsticks.ordinary_tables import Message as OrdinaryMessage

MESSAGE = Prepared(select(outbox.c.body, outbox.c.outcome).where(outbox.c.dedupe == bindparam("key")))
ORDINARY_MESSAGE = Prepared(
    select(OrdinaryMessage.text, OrdinaryMessage.sent_at).where(OrdinaryMessage.dedupe == bindparam("key"))
)

Newest = Callable[[str, int, str], str | None]
"""The code that a call (its SID) was sent in the turn of that number, to that phone; None while it is on its way."""


def codes_of(target: Target) -> Newest:
    if target.name == SERVICE:
        return _service_codes(tuple(target.env.items())).newest
    if target.name == ORDINARY:
        return _ordinary_codes(target.env["DATABASE_URL"]).newest
    return lambda *_: plain.CODE


class SentCodes:
    """The service's. What was delivered before it was first looked for, is the newest message to the phone."""

    def __init__(self, parts: wiring.Parts) -> None:
        self._cipher = parts.cipher
        self._database = Database(parts.engine)
        self._handset = Handset(parts.engine, parts.cipher)
        self._on_their_way: dict[str, str] = {}

    def newest(self, call_sid: str, turn: int, phone: str) -> str | None:
        key = f"{Channel.TEXT}:code:{self._cipher.call_ref(call_sid)}:{turn}"
        row = self._row(key)
        if row.body is not None:
            self._on_their_way[key] = str(opened(key, row.body, self._cipher).values["code"])
        if row.outcome not in MAY_HAVE_ARRIVED:
            return None
        return self._on_their_way.pop(key, None) or str(CODE.findall(self._handset.list(phone)[0].text)[0])

    def _row(self, key: str) -> Row:
        with self._database.reading() as transaction:
            row = MESSAGE.first(transaction, key=key)
        if row is None:
            raise WrongAnswer("no code was sent")
        return row


class OrdinaryCodes:
    """The ordinary webhook's, whose first turn is the greeting."""

    def __init__(self, database_url: str) -> None:
        self._database = Database(open_engine(database_url))

    def newest(self, call_sid: str, turn: int, _phone: str) -> str | None:
        with self._database.reading() as transaction:
            row = ORDINARY_MESSAGE.first(transaction, key=f"{call_sid}.{turn + 1}")
        if row is None:
            raise WrongAnswer("no code was sent")
        return str(CODE.findall(row.text)[0]) if row.sent_at else None


@cache
def _service_codes(env: tuple[tuple[str, str], ...]) -> SentCodes:
    return SentCodes(wiring.parts(load_settings(dict(env))))


@cache
def _ordinary_codes(database_url: str) -> OrdinaryCodes:
    return OrdinaryCodes(database_url)
