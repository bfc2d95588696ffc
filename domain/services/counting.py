"""What counts against the limits over all calls, and for whom; how many wrong codes there were.

Known and unknown are counted alike, row for row.
"""

from domain.identifiers import Identifier
from domain.limits import DAY, EVERYBODY, Counted, Tally
from domain.services.asked import Asked
from domain.verification import Challenge, WrongCodes

SUBJECT_LENGTH = 80  # characters; no reference and no identifier is longer


def claimed_by(asked: Asked, identifier: Identifier, person: str | None) -> bytes:
    """Who the caller says to be: one subject for a person's two identifiers, one for each that nobody has.

    `person`: a reference. Both texts are filled up to one length, so that their hashes take the same time.
    """
    text = f"person:{person}" if person else _text_of(identifier)
    return subject(asked, "claimed", text.ljust(SUBJECT_LENGTH))


def keyed_by(asked: Asked, identifier: Identifier) -> bytes:
    """The identifier as it was keyed, known or not."""
    return subject(asked, "identifier", _text_of(identifier))


def subject(asked: Asked, kind: str, text: str) -> bytes:
    """The subject of a tally, under every key."""
    return b"".join(asked.indexes.blind_indexes(kind, text))


def count_code(asked: Asked, challenge: Challenge, *, is_wrong: bool) -> WrongCodes:
    """Return how many wrong codes were counted before this one. A limit is reached with the last one that it allows."""
    amount = int(is_wrong)
    identifier, person = wrong_codes_by_identifier(asked, challenge, amount), wrong_codes(asked, challenge, amount)
    source = wrong_codes_of_source(asked, amount)
    in_all = Tally(Counted.WRONG_CODES_IN_ALL, EVERYBODY, asked.limits.wrong_codes_alarm, amount, DAY)
    tallies = (identifier, person, source, in_all)
    counts = asked.work.counters.add(tallies, asked.now)
    report(asked, [tally.counted for tally in tallies if counts[tally.counted] >= tally.limit])
    return WrongCodes(
        in_call=asked.record.wrong_codes,
        for_identifier=counts[identifier.counted] - amount,
        for_person=counts[person.counted] - amount,
        of_source=counts[source.counted] - amount,
        source_limit=source.limit,
        in_all=counts[in_all.counted] - amount,
    )


def report(asked: Asked, limits: list[Counted]) -> None:
    for limit in limits:
        asked.report_limit(limit)


def wrong_codes_by_identifier(asked: Asked, challenge: Challenge, amount: int) -> Tally:
    limit = asked.limits.wrong_codes_per_person
    return Tally(Counted.WRONG_CODES_BY_IDENTIFIER, challenge.keyed, limit, amount)


def wrong_codes(asked: Asked, challenge: Challenge, amount: int) -> Tally:
    """Count for the person, by either identifier."""
    return Tally(Counted.WRONG_CODES, challenge.claimed, asked.limits.wrong_codes_per_person, amount)


def wrong_codes_of_source(asked: Asked, amount: int) -> Tally:
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
