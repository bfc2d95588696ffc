"""Handing over the messages of the outbox: the worker's side of `storage.outbox`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import Engine

from domain.errors import AnswerLost, MessageRefused, Unavailable
from domain.lanes import LONGEST, Lane
from domain.messages import Message
from domain.people import Addressee
from storage.cipher import Cipher
from storage.claims import CLAIM, DUE, ERASE, KEEP, claim_of
from storage.lanes import lease_of
from storage.outbox import EXPIRED, NOT_TAKEN, REASON_LENGTH, REFUSED, SENT, UNKNOWN, opened
from storage.repositories.people import recipient
from storage.settling import MOST_COPIES, Ended, is_over, settled, until
from storage.statements import Row
from storage.transactions import Database

Send = Callable[[Addressee, Message], None]
"""Raises AnswerLost where it may have been taken, Unavailable where it was not, MessageRefused where it never is."""

WasTaken = Callable[[Addressee, Message], bool]
"""Asks whoever carries a message, after a lost answer. Raises Unavailable."""

Trace = Callable[[Lane, str, str], None]
"""Told of each attempt: its lane, how it ended, and why it was not taken, in words of ours or of a protocol."""

NOBODY_KNOWS = "nobody knows whether it was taken"


def deliver_due(
    engine: Engine,
    cipher: Cipher,
    send: Send,
    now: Callable[[], datetime],
    lanes: Sequence[Lane] = tuple(Lane),
    *,
    was_taken: WasTaken | None = None,
    trace: Trace = lambda *_: None,
) -> int:
    """The worker's side, one lane after the other. Raises Unavailable.

    Returns how many rows came to their end: handed over, or not tried again by themselves. What was due when it began
    is tried once.

    A message whose sender died, or whose answer was lost, may have been taken. A code is then over. A text is looked up
    by `was_taken`; where nobody can be asked, as for an e-mail, one more copy is sent, and then a person decides. What
    was tried before is claimed alone, so a message that kills its worker takes the others along once only.
    """
    delivery = _Delivery(Database(engine), cipher, send, was_taken, now, trace, begun_at=now())
    finished = 0
    for lane in lanes:
        while batch := delivery.claim(lane):
            finished += delivery.attempt(lane, batch)
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
    was_taken: WasTaken | None
    now: Callable[[], datetime]
    trace: Trace
    begun_at: datetime
    faults: list[Exception] = field(default_factory=list)

    def claim(self, lane: Lane) -> Sequence[Row]:
        """Attempts are counted when they begin, so a message that kills its worker comes to an end too."""
        with self.database.writing() as transaction:
            rows = DUE[lane].all(transaction, now=self.begun_at)
            batch = [row for row in rows if row.attempt == 1] or rows[:1]
            for row in batch:
                leased_until = self.now() + lease_of(lane, row.attempt)
                CLAIM.run(transaction, **claim_of(row), leased_until=leased_until)
        return batch

    def attempt(self, lane: Lane, batch: Sequence[Row]) -> int:
        outcomes = [(row, self._traced(lane, row)) for row in batch]
        with self.database.writing() as transaction:
            for row, ended in outcomes:
                claim, marks = claim_of(row), {"how": ended.outcome, "why": ended.reason}
                if is_over(lane, ended):
                    ERASE.run(transaction, **claim, **marks)
                else:
                    KEEP.run(transaction, **claim, **marks, so_many=ended.copies, next_at=ended.next_at)
        return sum(ended.next_at is None for _, ended in outcomes)

    def _traced(self, lane: Lane, row: Row) -> Ended:
        ended = settled(lane, row, self._outcome(lane, row), self.now())
        self.trace(lane, ended.outcome or NOT_TAKEN, ended.reason or "")
        return ended

    def _outcome(self, lane: Lane, row: Row) -> Ended:
        """Hand it over and say how that ended."""
        copies: int = row.copies
        try:
            message = opened(row.dedupe, row.body, self.cipher)
            if lane is Lane.CODES:
                message = replace(message, expires_at=until(lane, row))
            to = self._addressee(message)
            if copies and to and self.was_taken and lane is Lane.TEXTS:
                if self.was_taken(to, message):
                    return Ended(SENT)
                copies = 0
            return self._too_late(lane, row, copies) or self._hand_over(to, message)
        except Exception as error:
            return self._failed(lane, error, copies)

    def _too_late(self, lane: Lane, row: Row, copies: int) -> Ended | None:
        if copies >= MOST_COPIES[lane]:
            return Ended(UNKNOWN, copies, row.reason or NOBODY_KNOWS)
        if lane is Lane.CODES and self.now() + LONGEST[lane] > until(lane, row):
            return Ended(EXPIRED, reason=row.reason)
        return None

    def _hand_over(self, to: Addressee | None, message: Message) -> Ended:
        """Send it; a decoy, whose recipient is no person of ours, goes to nobody."""
        if to:
            self.send(to, message)
        return Ended(SENT)

    def _failed(self, lane: Lane, error: Exception, copies: int) -> Ended:
        """A refusal of one more copy says nothing of the first."""
        words = str(error)[:REASON_LENGTH]  # of exceptions of our own, which quote nobody
        match error:
            case MessageRefused() if copies:
                return Ended(UNKNOWN, MOST_COPIES[lane], words)
            case MessageRefused():
                return Ended(REFUSED, reason=words)
            case AnswerLost():
                return Ended(UNKNOWN, copies + 1, words)
            case Unavailable():
                return Ended(UNKNOWN if copies else None, copies, words)
        self.faults.append(error)
        return Ended(UNKNOWN if copies else None, copies, type(error).__name__)

    def _addressee(self, message: Message) -> Addressee | None:
        if message.recipient is None:
            return message.number
        with self.database.reading() as transaction:
            return recipient(transaction, message.recipient, self.cipher)
