"""What counts against the limits over all calls, and for whom.

Known and unknown are counted alike, row for row. What is refused counts nowhere: nobody uses up what others have left.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from domain.identifiers import Identifier
from domain.limits import DAY, EVERYBODY, Counted, Tally, reached
from domain.services.asked import Asked
from domain.verification import Challenge, WrongCodes

SUBJECT_LENGTH = 80  # characters; no reference and no identifier is longer


@dataclass(frozen=True)
class Room:
    """What the limits leave: the verification may begin, its message may leave."""

    start: bool
    message: bool


def claimed_by(asked: Asked, identifier: Identifier, person: str | None) -> bytes:
    """Who the caller says to be: one subject for a person's two identifiers, one for each that nobody has.

    `person`: a reference. Both texts are filled up to one length, so that their hashes take the same time.
    """
    text = f"person:{person}" if person else _text_of(identifier)
    return subject(asked, "claimed", text.ljust(SUBJECT_LENGTH))


def subject(asked: Asked, kind: str, text: str) -> bytes:
    """The subject of a tally, under every key."""
    return b"".join(asked.indexes.blind_indexes(kind, text))


def room_for_start(asked: Asked, identifier: Identifier, challenge: Challenge, code: Sequence[Tally]) -> Room:
    """`code`: the budget of what is to be sent."""
    return _counted(asked, _starts(asked, identifier, challenge), code)


def has_room(asked: Asked, tallies: Sequence[Tally]) -> bool:
    return _counted(asked, (), tallies).message


def count_code(asked: Asked, challenge: Challenge, *, is_wrong: bool) -> WrongCodes:
    """Return how many wrong codes were counted before this one. A limit is reached with the last one that it allows."""
    amount = int(is_wrong)
    person, source = _wrong_codes(asked, challenge, amount), _wrong_codes_of_source(asked, amount)
    in_all = Tally(Counted.WRONG_CODES_IN_ALL, EVERYBODY, asked.limits.wrong_codes_alarm, amount, DAY)
    counts = asked.work.counters.add([person, source, in_all], asked.now)
    _report(asked, [tally.counted for tally in (person, source, in_all) if counts[tally.counted] >= tally.limit])
    return WrongCodes(
        in_call=asked.record.wrong_codes,
        for_person=counts[person.counted] - amount,
        of_source=counts[source.counted] - amount,
        source_limit=source.limit,
        in_all=counts[in_all.counted] - amount,
    )


def _counted(asked: Asked, starts: Sequence[Tally], messages: Sequence[Tally]) -> Room:
    counts = asked.work.counters.add([*starts, *messages], asked.now)
    no_start, no_message = reached(starts, counts), reached(messages, counts)
    _report(asked, [*no_start, *no_message])
    room = Room(start=not no_start, message=not (no_start or no_message))
    refused = [*(() if room.start else starts), *(() if room.message else messages)]
    if refused:
        asked.work.counters.add([tally.taken_back() for tally in refused], asked.now)
    return room


def _report(asked: Asked, limits: Sequence[Counted]) -> None:
    for limit in limits:
        asked.report_limit(limit)


def _starts(asked: Asked, identifier: Identifier, challenge: Challenge) -> Sequence[Tally]:
    """Withheld numbers share no counter. Whoever has no try left is sent no code."""
    limits, index = asked.limits, partial(subject, asked)
    callers = [] if asked.caller is None else [asked.caller]
    return (
        *(Tally(Counted.STARTS_BY_CALLER, index("caller", caller), limits.starts_per_caller) for caller in callers),
        Tally(Counted.STARTS_BY_IDENTIFIER, index("identifier", _text_of(identifier)), limits.starts_per_identifier),
        _wrong_codes(asked, challenge, 0),
        _wrong_codes_of_source(asked, 0),
    )


def _wrong_codes(asked: Asked, challenge: Challenge, amount: int) -> Tally:
    return Tally(Counted.WRONG_CODES, challenge.claimed, asked.limits.wrong_codes_per_person, amount)


def _wrong_codes_of_source(asked: Asked, amount: int) -> Tally:
    """Counted for the number that calls, for all whose number is withheld together, or for the system that asks."""
    origin, limits = asked.origin, asked.limits
    if origin.client is not None:
        source, limit = f"client:{asked.work.ledger}:{origin.client}", limits.wrong_codes_per_client
    elif origin.number is not None:
        source, limit = f"caller:{origin.number}", limits.wrong_codes_per_caller
    else:
        source, limit = "withheld", limits.wrong_codes_withheld
    return Tally(Counted.WRONG_CODES_OF_SOURCE, subject(asked, "wrong-codes", source), limit, amount, DAY)


def _text_of(identifier: Identifier) -> str:
    return f"{type(identifier).__name__}:{identifier.digits}"
