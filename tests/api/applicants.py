"""Applications to post: the contract's example, changed in one place, for somebody new."""

import copy
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from typing import Any

from personnummer import personnummer

from ivr.api.examples import POSTED
from ivr.api.schemas.bodies import write_json

Json = dict[str, Any]
MISSING = object()


def changed(**changes: object) -> Json:
    """The example with other values at some paths, `legalAddress__name=MISSING` for one that is left out."""
    posted = copy.deepcopy(POSTED)
    for path, value in changes.items():
        *parents, last = path.split("__")
        place: Any = posted
        for step in parents:
            place = place[int(step) if step.isdigit() else step]
        if value is MISSING:
            del place[last]
        else:
            place[last] = value
    return posted


def from_somebody(national_number: str, **changes: object) -> Json:
    return changed(nationalConsumerIdentifier__value=national_number, **changes)


def adults() -> Iterator[str]:
    """National numbers of people who were born in the forties, in no table."""
    return (born_on(date(1940, 1, 1) + timedelta(days=day)) for day in count())


def born_on(birthday: date) -> str:
    """A national number of somebody."""
    digits = (f"{birthday:%Y%m%d}901{check}" for check in range(10))
    return next(f"{number[:8]}-{number[8:]}" for number in digits if personnummer.valid(number))


def body(posted: object) -> bytes:
    return write_json(posted).encode()
