"""Which numbers we write to and call, by country and kind."""

import pytest

from domain.identifiers import PhoneNumber
from domain.reach import NEAR_BY, Reach
from tests.domain.numbers import COSTLY_OR_ELSEWHERE

COSTLY_EVEN_WHERE_THE_COUNTRY_IS_ALLOWED = [
    number for kind, number in COSTLY_OR_ELSEWHERE.items() if kind not in ("abroad", "Jamaica")
]


@pytest.mark.parametrize("number", COSTLY_OR_ELSEWHERE.values(), ids=COSTLY_OR_ELSEWHERE)
def test_numbers_that_a_line_in_sweden_reaches_for_nobody_who_calls(number: str) -> None:
    assert not Reach().takes_caller(PhoneNumber.parse(number))


@pytest.mark.parametrize("number", COSTLY_EVEN_WHERE_THE_COUNTRY_IS_ALLOWED)
def test_no_country_allows_a_costly_kind(number: str) -> None:
    everywhere = Reach(callers=NEAR_BY | {"US"}, on_record=NEAR_BY | {"US"})
    parsed = PhoneNumber.parse(number)
    assert not everywhere.takes_caller(parsed)
    assert not everywhere.takes_on_record(parsed)


@pytest.mark.parametrize(
    "number", ["+46701740605", "+46313900600", "+46101740600", "+46718123456"], ids=["mobile", "landline", "10", "?"]
)
def test_numbers_of_the_country_are_reached_also_where_their_kind_is_not_known(number: str) -> None:
    assert Reach().takes_caller(PhoneNumber.parse(number))


@pytest.mark.parametrize(
    ("number", "is_taken"),
    [
        ("+4740612345", True),
        ("+447700900123", True),  # Ofcom's for fiction: of no known kind, and Jersey has the same code
        ("+41791234567", True),
        ("+35818123456", True),
        ("+447624123456", False),  # the Isle of Man
        ("+447012345678", False),  # personal
        ("+4782012345", False),  # premium rate
        ("+12025550123", False),
    ],
)
def test_numbers_on_record_are_reached_in_the_eea_the_united_kingdom_and_switzerland(
    number: str, is_taken: bool
) -> None:
    assert Reach().takes_on_record(PhoneNumber.parse(number)) is is_taken


def test_countries_that_share_a_code_are_told_apart() -> None:
    """The Caribbean and the United States have +1."""
    american = Reach(callers=frozenset({"US"}))
    assert american.takes_caller(PhoneNumber("+12025550123"))
    assert not american.takes_caller(PhoneNumber(COSTLY_OR_ELSEWHERE["Jamaica"]))
