"""Delivers the ordinary webhook's text messages: `python -m tests.bench.yardsticks.ordinary_worker`, until SIGTERM."""

import os
import time

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from tests.bench.yardsticks.ordinary_database import now, open_engine
from tests.bench.yardsticks.ordinary_tables import Message, ReceivedText

INTERVAL = 0.2  # seconds, as the service's worker
MOST_AT_ONCE = 50


def main() -> None:
    engine = open_engine(os.environ["DATABASE_URL"])
    while True:
        if not deliver(engine):
            time.sleep(INTERVAL)


def deliver(engine: Engine) -> int:
    """The number of messages delivered, to a person or to nobody."""
    with Session(engine) as database:
        waiting = select(Message).where(Message.sent_at.is_(None)).order_by(Message.id).limit(MOST_AT_ONCE)
        messages = database.scalars(waiting.with_for_update(skip_locked=True)).all()
        for message in messages:
            message.sent_at = now()
            if message.phone:
                database.add(ReceivedText(phone=message.phone, text=message.text, at=message.sent_at))
        database.commit()
    return len(messages)


if __name__ == "__main__":
    main()
