"""What outlives the loss of a call's session: who has proven to be there, the code that is awaited, the counters."""

from dataclasses import dataclass, field

from domain.disclosure import Grant

NEVER = -1


@dataclass(frozen=True)
class Checkpoint:
    """Of one call, as SQL knows it; all at its beginning where it never asked. `last_asked`: the last turn that did."""

    grant: Grant | None = field(default=None, repr=False)
    challenge: str | None = None
    starts: int = 0
    wrong_codes: int = 0
    last_asked: int = NEVER
