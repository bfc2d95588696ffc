"""Messages on their way out, wired: one round of tasks for each lane, and what is told of their attempts."""

from collections.abc import Sequence
from functools import partial

from domain.lanes import Lane
from domain.messages import Channel, Message
from domain.people import Addressee
from ivr import metrics
from ivr.logs import log_refusal
from ivr.parts import Parts
from ivr.tasks import Tasks
from storage.carrier_watch import CarrierWatch
from storage.delivery import Send, WasTaken, deliver_due
from storage.outbox import EXPIRED, GIVEN_UP, NOT_TAKEN, REFUSED, SENT, UNKNOWN
from storage.transactions import Database

OUTCOMES = (SENT, NOT_TAKEN, UNKNOWN, REFUSED, GIVEN_UP, EXPIRED)


def lanes(shared: Parts, send: Send, was_taken: WasTaken | None) -> Sequence[Tasks]:
    """A round of tasks for each lane. `was_taken` looks a text up whose answer was lost."""
    metrics.begin(metrics.MESSAGES, *((lane, outcome) for lane in Lane for outcome in OUTCOMES))
    watch = CarrierWatch(Database(shared.engine), Channel.TEXT, send)

    def note() -> None:
        watch.note(shared.clock.now())

    def send_code(to: Addressee, message: Message) -> None:
        """Say first that a worker is at work: many codes on a slow carrier take long."""
        note()
        watch(to, message)

    deliver = partial(deliver_due, shared.engine, shared.cipher, now=shared.clock.now, trace=trace)
    return (
        {"codes": partial(deliver, send_code, lanes=[Lane.CODES]), "carrier": note},
        {"texts": partial(deliver, watch, lanes=[Lane.TEXTS], was_taken=was_taken)},
        {"e-mails": partial(deliver, send, lanes=[Lane.MAIL])},
    )


def trace(lane: Lane, outcome: str, reason: str) -> None:
    """Count each attempt; log each that did not hand its message over, a few lines a minute for each reason."""
    metrics.count(metrics.MESSAGES, lane, outcome)
    if outcome != SENT:
        log_refusal("message_not_sent", kind=lane, outcome=outcome, reason=reason)
