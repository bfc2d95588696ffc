"""The one-time codes of calls, read where the service leaves them: being sent, or in the demo's handset.

The service accepts no code before it was handed over, so whoever keys one waits for that, as a caller does.

A caller would read the text message; asking the service over HTTP would be traffic that nobody means to measure.
"""

from sqlalchemy import bindparam, select

from domain.messages import Channel
from ivr.phone.mailbox import CODE
from ivr.wiring import Parts
from storage.handset import Handset
from storage.outbox import MAY_HAVE_ARRIVED, opened
from storage.statements import Prepared, Row
from storage.tables import outbox
from storage.transactions import Database
from tests.bench.call import WrongAnswer
from tests.service import until

MESSAGE = Prepared(select(outbox.c.body, outbox.c.outcome).where(outbox.c.dedupe == bindparam("key")))


class SentCodes:
    def __init__(self, parts: Parts) -> None:
        self._cipher = parts.cipher
        self._database = Database(parts.engine)
        self._handset = Handset(parts.engine, parts.cipher)

    def newest(self, call_sid: str, turn: int, phone: str) -> str:
        """Of the call's turn of that number. What is delivered already is the newest message to `phone`."""
        key = f"{Channel.TEXT}:code:{self._cipher.call_ref(call_sid)}:{turn}"
        until(lambda: self._row(key).outcome in MAY_HAVE_ARRIVED)
        row = self._row(key)
        if row.body is None:
            return str(CODE.findall(self._handset.list(phone)[0].text)[0])
        return str(opened(key, row.body, self._cipher).values["code"])

    def _row(self, key: str) -> Row:
        with self._database.reading() as transaction:
            row = MESSAGE.first(transaction, key=key)
        if row is None:
            raise WrongAnswer("no code was sent")
        return row
