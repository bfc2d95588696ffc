"""A personal value opens to its person, once verified, and to nobody else."""

import pytest

from domain.disclosure import Fact, Grant, Personal
from domain.errors import LevelTooLow
from domain.verification import Level

FIGURE = Personal("berit", (Fact.CREDIT_LIMIT,), "50,000")


@pytest.mark.parametrize("level", [Level.VERIFIED, Level.STRONG])
def test_a_figure_opens_to_its_person_from_level_2(level: Level) -> None:
    assert FIGURE.open(Grant("berit", level)) == "50,000"


@pytest.mark.parametrize(
    "grant",
    [None, Grant("berit", Level.NONE), Grant("berit", Level.IDENTIFIED), Grant("arne", Level.VERIFIED)],
)
def test_a_figure_stays_closed_to_everybody_else(grant: Grant | None) -> None:
    with pytest.raises(LevelTooLow) as refusal:
        FIGURE.open(grant)
    assert "50,000" not in str(refusal.value)


def test_one_fact_of_a_higher_level_closes_the_whole() -> None:
    mixed = Personal("berit", (Fact.OFFERS, Fact.BALANCE), "mixed")
    with pytest.raises(LevelTooLow):
        mixed.open(Grant("berit", Level.IDENTIFIED))


def test_a_closed_value_does_not_show_in_a_repr() -> None:
    assert "50,000" not in repr(FIGURE)
