"""What is left of a bad day: signatures made once and as a whole, and messages that arrived, or are kept."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, select, text

from domain.disclosure import Fact
from domain.lanes import Lane, lane_of
from storage.engine import open_engine
from storage.outbox import SENDING, SENT, UNKNOWN
from storage.statements import Row
from storage.tables import outbox
from tests.bad_days.callers import Told
from tests.bad_days.carrier import CODE
from tests.bad_days.line import Instances
from tests.bad_days.people import Somebody
from tests.bad_days.troubles import Neighbours
from tests.service import until

OF_A_SIGNATURE = (
    "accounts WHERE application = :ref",
    "evidence WHERE application = :ref",
    "applications WHERE ref = :ref AND status = 'Approved'",
    f"audit WHERE facts = '{Fact.NEW_ACCOUNT}' AND person = (SELECT person FROM applications WHERE ref = :ref)",  # noqa: S608 - our own name
)
NEWS = ("text:text-signed:", "email:mail-signed:")
DELIVERED = 90.0  # seconds, for all that can be delivered when all is well again
WAITING = re.compile(r"^(?P<id>\d+) +(?P<kind>\S+) .* (?P<state>waits|not-taken|unknown|refused|given-up) ", re.M)


def deliver(instances: Instances) -> None:
    """An operator has everything tried again at once. A code cannot be; what a killed worker was sending waits."""

    def is_delivered() -> bool:
        waiting = [found for found in WAITING.finditer(instances.command("outbox", "list")) if found["kind"] != "code"]
        for found in waiting:
            instances.command("outbox", "retry", found["id"])
        return not waiting

    until(is_delivered, DELIVERED)


def amiss(among: Neighbours, told: Told, people: Sequence[Somebody]) -> list[str]:
    """Return every fault of the day in words; none where all is as it should be."""
    engine = open_engine(among.instances.env["CREDITLINE_DATABASE_URL"])
    with engine.connect() as connection:
        rows = connection.execute(select(outbox)).all()
        signed = {ref: _signature(connection, ref) for one in people if (ref := one.application)}
    engine.dispose()
    texts = Counter((to, words) for to, words, _ in among.carrier.taken)
    codes = Counter({one: times for one, times in texts.items() if CODE.search(one[1])})
    return [
        *told.faults,
        *_signatures(signed, told, rows),
        *_lost(rows),
        *(f"{times} times the same code" for times in codes.values() if times > 1),
        *_copies(Lane.TEXTS, rows, texts - codes),
        *_copies(Lane.MAIL, rows, among.postbox.copies()),
    ]


def _signature(connection: Connection, ref: str) -> set[int]:
    """How often there is what belongs to a signature: {0} or {1}."""
    counts = (text(f"SELECT count(*) FROM {what}") for what in OF_A_SIGNATURE)  # noqa: S608 - our own names
    return {int(connection.execute(count, {"ref": ref}).scalar_one()) for count in counts}


def _signatures(found: Mapping[str, set[int]], told: Told, rows: Sequence[Row]) -> Iterator[str]:
    yield from (f"half a signature, or two, of {ref}: {counts}" for ref, counts in found.items() if len(counts) > 1)
    signed = {ref for ref, counts in found.items() if counts == {1}}
    yield from (f"said to be signed, and not signed: {ref}" for ref in set(told.signed) - signed)
    for news in NEWS:
        if (sent := sum(row.dedupe.startswith(news) for row in rows)) != len(signed):
            yield f"{sent} messages {news} about {len(signed)} signatures"


def _copies(lane: Lane, rows: Sequence[Row], arrived: Counter[Any]) -> Iterator[str]:
    """As many messages as rows that were sent, and a second copy of those only of which an answer was lost."""
    of_lane = [row for row in rows if lane_of(row.dedupe) is lane]
    sent, kept = ([row for row in of_lane if (row.outcome == SENT) is is_sent] for is_sent in (True, False))
    if not len(sent) <= len(arrived) <= len(sent) + len(kept):
        yield f"{len(sent)} of {lane} sent, {len(kept)} kept, {len(arrived)} arrived"
    more, unknown = arrived.total() - len(arrived), sum(max(0, row.copies - 1) for row in of_lane)
    if more > unknown:
        yield f"{more} of {lane} came once more than they should, of {unknown} that were unknown"


def _lost(rows: Sequence[Row]) -> Iterator[str]:
    now = datetime.now(UTC)
    for row in (row for row in rows if row.created_at <= now):  # the others are meant for later
        if lane_of(row.dedupe) is not Lane.CODES and row.outcome != SENT and row.body is None:
            yield f"lost: {row.dedupe} {row.outcome}"
        elif row.outcome not in (SENT, SENDING, UNKNOWN) and row.body is not None:
            yield f"not sent, although all is well: {row.dedupe} {row.outcome} {row.reason}"
