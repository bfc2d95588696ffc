"""Handing over the messages of the outbox: the worker's side of `storage.outbox`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, bindparam, null, select, update

from domain.errors import AnswerLost, MessageRefused, Unavailable
from domain.messages import CODE_KEY, Channel, Message
from domain.people import Addressee
from storage.cipher import Cipher
from storage.outbox import GIVEN_UP, REFUSED, SENDING, SENT, UNKNOWN, goes_by, opened
from storage.repositories.people import recipient
from storage.statements import Prepared, Row
from storage.tables import outbox
from storage.transactions import Database

LEASE = timedelta(seconds=30)  # a worker that dies lets go of its rows after this
MOST_AT_ONCE = 8  # messages: so many are handed over within the lease, should each take three seconds
MAX_ATTEMPTS = 6
FIRST_DELAY = timedelta(seconds=2)  # doubled after each failed attempt

CODES = f"{Channel.TEXT}:{CODE_KEY}"

FINAL = frozenset({SENT, REFUSED, GIVEN_UP})

Send = Callable[[Addressee, Message], None]
"""Raises Unavailable where it should be tried again, MessageRefused where that is of no use."""

_DUE = (
    select(outbox.c.id, outbox.c.dedupe, outbox.c.body, (outbox.c.attempts + 1).label("attempt"))
    .where(outbox.c.due_at <= bindparam("now"))
    .order_by(outbox.c.dedupe.startswith(CODES).desc(), outbox.c.attempts, outbox.c.id)
    .limit(MOST_AT_ONCE)
    .with_for_update(skip_locked=True)
)
DUE = {channel: Prepared(_DUE.where(goes_by(channel))) for channel in Channel}
CLAIM = Prepared(
    update(outbox)
    .where(outbox.c.id == bindparam("of_id"))
    .values(due_at=bindparam("leased_until"), attempts=bindparam("of_attempt"), outcome=SENDING)
)
# Only by the claim that is still the last one: a lease that ran out has lost its say.
_THIS_CLAIM = (outbox.c.id == bindparam("of_id"), outbox.c.attempts == bindparam("of_attempt"))
POSTPONE = Prepared(update(outbox).where(*_THIS_CLAIM).values(due_at=bindparam("next_at"), outcome=bindparam("how")))
FINISH = Prepared(update(outbox).where(*_THIS_CLAIM).values(due_at=null(), body=null(), outcome=bindparam("how")))


def deliver_due(
    engine: Engine,
    cipher: Cipher,
    send: Send,
    now: Callable[[], datetime],
    channels: Sequence[Channel] = tuple(Channel),
) -> int:
    """The worker's side, one channel after the other. Raises Unavailable.

    Returns how many rows came to their end: handed over, refused or given up. What was due when it began is tried once.

    A worker that dies, or that SQL leaves, between handing over and marking has sent up to a batch that will be sent
    once more. What was tried before goes alone, so a message that kills its worker takes the others along once only.
    """
    delivery = _Delivery(Database(engine), cipher, send, now, begun_at=now())
    finished = 0
    for channel in channels:
        while batch := delivery.claim(channel):
            finished += delivery.attempt(batch)
    if delivery.faults:
        raise delivery.faults[0]
    return finished


@dataclass(frozen=True)
class _Delivery:
    """Claim a batch in one transaction, hand it over outside of any, mark it in another.

    `now`: asked anew for each batch, whose lease begins then however long those before it have taken.
    `faults` of ours, each with one message: raised when the others are on their way.
    """

    database: Database
    cipher: Cipher
    send: Send
    now: Callable[[], datetime]
    begun_at: datetime
    faults: list[Exception] = field(default_factory=list)

    def claim(self, channel: Channel) -> Sequence[Row]:
        """Attempts are counted when they begin, so a message that kills its worker comes to an end too."""
        with self.database.writing() as transaction:
            rows = DUE[channel].all(transaction, now=self.begun_at)
            batch = [row for row in rows if row.attempt == 1] or rows[:1]
            for row in batch:
                CLAIM.run(transaction, **_claim(row), leased_until=self.now() + LEASE)
        return batch

    def attempt(self, batch: Sequence[Row]) -> int:
        outcomes = [(row, self._outcome(row)) for row in batch]
        with self.database.writing() as transaction:
            for row, outcome in outcomes:
                if outcome in FINAL:
                    FINISH.run(transaction, **_claim(row), how=outcome)
                else:
                    POSTPONE.run(transaction, **_claim(row), how=outcome, next_at=self.now() + _delay(row))
        return sum(outcome in FINAL for _, outcome in outcomes)

    def _outcome(self, row: Row) -> str | None:
        """Hand it over and say how that ended. None and UNKNOWN: to be tried again."""
        if row.attempt > MAX_ATTEMPTS:
            return GIVEN_UP
        try:
            self._hand_over(row)
        except MessageRefused:
            return REFUSED
        except AnswerLost:
            return _if_last(row) or UNKNOWN
        except Unavailable:
            return _if_last(row)
        except Exception as fault:
            self.faults.append(fault)
            return _if_last(row)
        return SENT

    def _hand_over(self, row: Row) -> None:
        """To nobody where the recipient is no person of ours: a decoy."""
        message = opened(row.dedupe, row.body, self.cipher)
        if addressee := self._addressee(message):
            self.send(addressee, message)

    def _addressee(self, message: Message) -> Addressee | None:
        if message.recipient is None:
            return message.number
        with self.database.reading() as transaction:
            return recipient(transaction, message.recipient, self.cipher)


def _claim(row: Row) -> dict[str, Any]:
    return {"of_id": row.id, "of_attempt": row.attempt}


def _if_last(row: Row) -> str | None:
    return GIVEN_UP if row.attempt == MAX_ATTEMPTS else None


def _delay(row: Row) -> timedelta:
    return FIRST_DELAY * int(2 ** (row.attempt - 1))
