"""Records that the walk makes: a field that is added to one is told in it, and left out in it, without being named."""

from dataclasses import dataclass
from datetime import date

from domain.money import Money
from ivr.dialogue.canaries import CANARIES, CANARY_DATE, bare, filled


@dataclass(frozen=True)
class Told:
    name: str
    amount: Money
    day: date | None
    is_known: bool | None
    payments: tuple[Money, ...]


def test_what_is_not_given_is_a_canary() -> None:
    assert filled(Told, name="told", payments=()) == Told("told", CANARIES[0], CANARY_DATE, True, ())


def test_what_is_not_given_is_left_out_where_it_can_be_empty() -> None:
    assert bare(Told, name="bare") == Told("bare", CANARIES[0], None, None, ())
