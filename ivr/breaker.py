"""What keeps a store or a ledger that is down from being waited for again and again; `storage` has it."""

from contextlib import AbstractContextManager
from typing import Protocol


class Breaker(Protocol):
    """Turns silence into rest: raises Unavailable at once while it lasts."""

    def guarding(self) -> AbstractContextManager[None]: ...
