"""What a caller does, in words that can be typed: keys, a silence, a hang-up."""

import re
from collections.abc import Callable, Sequence
from operator import methodcaller

from ivr.phone.caller import Caller
from ivr.phone.errors import CallEnded

Act = Callable[[Caller], Caller]
KEYS = re.compile(r"([0-9*#]|\{code\})+")
ACTS: dict[str, Act] = {
    "": Caller.stays_silent,
    "-": Caller.stays_silent,
    "silence": Caller.stays_silent,
    "h": Caller.hangs_up,
    "hangup": Caller.hangs_up,
}


class BadScript(ValueError):
    pass


def act(word: str) -> Act:
    """One act. Raises BadScript for a word that is none."""
    if word in ACTS:
        return ACTS[word]
    if not KEYS.fullmatch(word):
        raise BadScript("keys are 0 to 9, * and #, {code} is the newest code, - is silence, h hangs up")
    return methodcaller("enters", word)


def script(text: str) -> list[Act]:
    """Acts with spaces or commas between them."""
    return [act(word) for word in re.findall(r"[^\s,]+", text)]


def play(caller: Caller, acts: Sequence[Act]) -> None:
    """A whole call; who has nothing more to do hangs up. Raises CallEnded when the line hung up with acts left."""
    caller.dials()
    for place, next_act in enumerate(acts, start=1):
        if caller.ended:
            raise CallEnded(f"the call was over before step {place} of {len(acts)}")
        next_act(caller)
    if not caller.ended:
        caller.hangs_up()
