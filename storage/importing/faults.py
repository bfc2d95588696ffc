"""What is wrong with a file. No reason holds a value of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.errors import Refusal


@dataclass(frozen=True)
class Fault:
    """`reason` names the column and what to do. Lines count from 1, as in an editor."""

    line: int
    reason: str


class BadRow(Refusal):
    """One row cannot be taken, for each of `reasons`."""

    def __init__(self, *reasons: str) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


class BadFile(Refusal):
    """No row can be read at all, for each of `reasons`."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


class Overtaken(Refusal):
    """While the file was read, others wrote what it was compared with."""
