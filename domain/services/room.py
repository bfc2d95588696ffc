"""What the limits leave.

It is answered by what known and unknown count alike: an identifier as keyed, a source, what has left in all. What
counts for a person, by either identifier, is never heard by somebody who is not verified: past such a limit a
verification goes a decoy's way. What is refused counts nowhere: nobody uses up what others have left.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.limits import Counted, Tally, reached
from domain.services.asked import Asked
from domain.services.budgets import code_budget
from domain.services.counting import report, subject, wrong_codes, wrong_codes_by_identifier, wrong_codes_of_source
from domain.verification import Challenge


@dataclass(frozen=True)
class Room:
    """Whether the verification may begin, whether codes leave, and whether this one may.

    `for_person` is nobody's to hear: a verification without it goes a decoy's way.
    """

    start: bool
    codes: bool
    for_person: bool


def room_for_start(asked: Asked, challenge: Challenge) -> Room:
    return _room_for_code(asked, _starts(asked, challenge), challenge)


def room_for_code(asked: Asked, challenge: Challenge) -> Room:
    """Return what is left for another code of a challenge that has begun, or for one that signs."""
    return _room_for_code(asked, (), challenge)


def has_room(asked: Asked, tallies: Sequence[Tally]) -> bool:
    over = reached(tallies, asked.work.counters.add(tallies, asked.now))
    report(asked, over)
    if over:
        _take_back(asked, tallies)
    return not over


def _room_for_code(asked: Asked, starts: Sequence[Tally], challenge: Challenge) -> Room:
    """The person's limits are counted past their end: to take back what is over one would be a statement that shows."""
    budget, wrong = code_budget(asked, challenge), wrong_codes(asked, challenge, 0)
    tallies = (*starts, *budget.to_person, wrong)
    counts = asked.work.counters.add(tallies, asked.now)
    no_start, none_for_person = reached(starts, counts), [*budget.spent(counts), *reached([wrong], counts)]
    report(asked, [*no_start, *none_for_person])
    codes = not no_start and has_room(
        asked, [budget.in_all if not none_for_person else replace(budget.in_all, amount=0)]
    )
    if not codes:
        _take_back(asked, tallies)
    return Room(start=not no_start, codes=codes, for_person=not none_for_person)


def _take_back(asked: Asked, tallies: Sequence[Tally]) -> None:
    asked.work.counters.add([tally.taken_back() for tally in tallies], asked.now)


def _starts(asked: Asked, challenge: Challenge) -> Sequence[Tally]:
    """Withheld numbers share no counter. Whoever has no try left is sent no code."""
    limits = asked.limits
    callers = [] if asked.caller is None else [subject(asked, "caller", asked.caller)]
    return (
        *(Tally(Counted.STARTS_BY_CALLER, caller, limits.starts_per_caller) for caller in callers),
        Tally(Counted.STARTS_BY_IDENTIFIER, challenge.keyed, limits.starts_per_identifier),
        wrong_codes_by_identifier(asked, challenge, 0),
        wrong_codes_of_source(asked, 0),
    )
