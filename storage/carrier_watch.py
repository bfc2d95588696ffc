"""What a worker learns of a carrier while it hands messages over, and that it is at work itself.

A cause of one person is none of everybody's: a carrier is down where it took nothing from two people, one after the
other, and nothing from anybody in between. A number that nobody knows counts for nothing: strangers name those.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from domain.errors import AnswerLost, Unavailable
from domain.messages import Channel, Message
from domain.people import Addressee, Person
from storage import carriers
from storage.delivery import Send
from storage.transactions import Database

NOTED_EVERY = timedelta(seconds=2)
PEOPLE = 2


@dataclass
class CarrierWatch:
    """Hands messages of one channel over by `send`, and notes how that goes. For two lanes' threads."""

    database: Database
    channel: Channel
    send: Send
    _untaken: set[str] = field(default_factory=set)
    _has_failed: bool = False
    _has_succeeded: bool = False
    _down_at: datetime | None = None
    _noted: tuple[datetime, datetime | None] | None = None

    def __call__(self, to: Addressee, message: Message) -> None:
        """Raises what `send` does. A message that may have been taken says nothing, nor does one that is refused."""
        try:
            self.send(to, message)
        except AnswerLost:
            raise
        except Unavailable:
            self._has_failed = True
            if isinstance(to, Person):
                self._untaken.add(to.ref)
            raise
        self._untaken.clear()
        self._has_failed, self._has_succeeded, self._down_at = False, True, None

    def note(self, now: datetime) -> None:
        """Say that a worker is here, and whether the carrier is. Raises Unavailable."""
        if self._has_failed and len(self._untaken) >= PEOPLE:
            self._down_at = now
        self._has_failed = False
        if self._noted and self._noted[1] == self._down_at and abs(now - self._noted[0]) < NOTED_EVERY:
            return
        with self.database.writing() as transaction:
            if self._down_at or self._has_succeeded:
                carriers.note(transaction, self.channel, now, self._down_at)
            else:
                carriers.serve(transaction, self.channel, now)
        self._has_succeeded = False
        self._noted = now, self._down_at
