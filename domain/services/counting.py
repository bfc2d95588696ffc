"""What counts against the limits over all calls, and for whom.

Known and unknown are counted alike, row for row, and answered by what both count alike: an identifier as it was keyed,
a source, a total. What counts for a person, by either identifier, is never heard by somebody who is not verified: past
such a limit a verification goes a decoy's way. What is refused counts nowhere: nobody uses up what others have left.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.identifiers import Identifier
from domain.limits import DAY, EVERYBODY, Counted, Tally, reached
from domain.services.asked import Asked
from domain.verification import Challenge, WrongCodes

SUBJECT_LENGTH = 80  # characters; no reference and no identifier is longer


@dataclass(frozen=True)
class Room:
    """What the limits leave: the verification may begin, codes may leave, and this one may.

    `for_person` is nobody's to hear: a verification without it goes a decoy's way.
    """

    start: bool
    codes: bool
    for_person: bool


def claimed_by(asked: Asked, identifier: Identifier, person: str | None) -> bytes:
    """Who the caller says to be: one subject for a person's two identifiers, one for each that nobody has.

    `person`: a reference. Both texts are filled up to one length, so that their hashes take the same time.
    """
    text = f"person:{person}" if person else _text_of(identifier)
    return subject(asked, "claimed", text.ljust(SUBJECT_LENGTH))


def subject(asked: Asked, kind: str, text: str) -> bytes:
    """The subject of a tally, under every key."""
    return b"".join(asked.indexes.blind_indexes(kind, text))


def keyed_by(asked: Asked, identifier: Identifier) -> bytes:
    """The identifier as it was keyed, known or not."""
    return subject(asked, "identifier", _text_of(identifier))


def room_for_start(asked: Asked, challenge: Challenge) -> Room:
    return _room_for_code(asked, _starts(asked, challenge), challenge)


def room_for_code(asked: Asked, challenge: Challenge) -> Room:
    """For another code of a challenge that has begun."""
    return _room_for_code(asked, (), challenge)


def room_for_message(asked: Asked, challenge: Challenge) -> bool:
    """For a caller who is verified."""
    return has_room(asked, (_messages_to_person(asked, challenge), _messages_in_all(asked)))


def has_room(asked: Asked, tallies: Sequence[Tally]) -> bool:
    is_left = not reached(tallies, asked.work.counters.add(tallies, asked.now))
    if not is_left:
        _take_back(asked, tallies)
    return is_left


def count_code(asked: Asked, challenge: Challenge, *, is_wrong: bool) -> WrongCodes:
    """Return how many wrong codes were counted before this one."""
    amount = int(is_wrong)
    person, source = _wrong_codes(asked, challenge, amount), _wrong_codes_of_source(asked, amount)
    identifier = _wrong_codes_by_identifier(asked, challenge, amount)
    in_all = Tally(Counted.WRONG_CODES_IN_ALL, EVERYBODY, asked.limits.wrong_codes_alarm, amount, DAY)
    counts = asked.work.counters.add([identifier, person, source, in_all], asked.now)
    return WrongCodes(
        in_call=asked.record.wrong_codes,
        for_identifier=counts[identifier.counted] - amount,
        for_person=counts[person.counted] - amount,
        of_source=counts[source.counted] - amount,
        source_limit=source.limit,
        in_all=counts[in_all.counted] - amount,
    )


def _room_for_code(asked: Asked, starts: Sequence[Tally], challenge: Challenge) -> Room:
    """The person's limits are counted past their end: to take back what is over one would be a statement that shows."""
    in_all = (_messages_in_all(asked),)
    for_person = (_messages_to_person(asked, challenge), _wrong_codes(asked, challenge, 0))
    counts = asked.work.counters.add([*starts, *in_all, *for_person], asked.now)
    room = Room(
        start=not reached(starts, counts), codes=not reached(in_all, counts), for_person=not reached(for_person, counts)
    )
    if not (room.start and room.codes):
        _take_back(asked, [*starts, *in_all, *for_person])
    return room


def _take_back(asked: Asked, tallies: Sequence[Tally]) -> None:
    asked.work.counters.add([tally.taken_back() for tally in tallies], asked.now)


def _starts(asked: Asked, challenge: Challenge) -> Sequence[Tally]:
    """Withheld numbers share no counter. Whoever has no try left is sent no code."""
    limits = asked.limits
    callers = [] if asked.caller is None else [asked.caller]
    return (
        *(
            Tally(Counted.STARTS_BY_CALLER, subject(asked, "caller", caller), limits.starts_per_caller)
            for caller in callers
        ),
        Tally(Counted.STARTS_BY_IDENTIFIER, challenge.keyed, limits.starts_per_identifier),
        _wrong_codes_by_identifier(asked, challenge, 0),
        _wrong_codes_of_source(asked, 0),
    )


def _messages_to_person(asked: Asked, challenge: Challenge) -> Tally:
    return Tally(Counted.MESSAGES_TO_PERSON, challenge.claimed, asked.limits.messages_per_person)


def _messages_in_all(asked: Asked) -> Tally:
    """A decoy's counts too: who hears that all are used up does not hear whose the last one was."""
    return Tally(Counted.MESSAGES_IN_ALL, EVERYBODY, asked.limits.messages_in_all)


def _wrong_codes_by_identifier(asked: Asked, challenge: Challenge, amount: int) -> Tally:
    limit = asked.limits.wrong_codes_per_person
    return Tally(Counted.WRONG_CODES_BY_IDENTIFIER, challenge.keyed, limit, amount)


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
