"""Collections in pages: a client follows `view.next` until there is none."""

from itertools import chain

import pytest

from tests.api.conftest import APPLICATIONS, OFFERS, System, faults_in, json_of

PROFILES = ["kontotyp-1", "kontotyp-2", "kontotyp-3"]


def followed(shop: System, address: str) -> list[list[str]]:
    """The items' addresses, page by page."""
    pages, next_one = [], address
    while next_one:
        page = json_of(shop.get(next_one))
        pages.append([item["@id"] for item in page["items"]])
        next_one = page["view"].get("next", "")
        assert len(pages) < 100, "this does not end"
    return pages


def test_followed_pages_show_each_offer_once(shop: System) -> None:
    assert followed(shop, f"{OFFERS}?$top=1") == [[f"{OFFERS}/{profile}"] for profile in PROFILES]


def test_followed_pages_show_each_application_once(shop: System) -> None:
    whole = followed(shop, f"{APPLICATIONS}?$top=100")
    pages = followed(shop, f"{APPLICATIONS}?$top=4")
    assert list(chain(*pages)) == list(chain(*whole))
    assert {len(page) for page in pages[:-1]} == {4}


def test_the_last_page_has_no_next_one(shop: System) -> None:
    view = json_of(shop.get(f"{OFFERS}?$top=3"))["view"]
    assert view == {"@id": f"{OFFERS}?$top=3&$skip=0"}


def test_twenty_are_shown_where_nothing_is_asked_for(shop: System) -> None:
    assert json_of(shop.get(OFFERS))["view"]["@id"] == f"{OFFERS}?$top=20&$skip=0"


def test_beyond_the_end_is_an_empty_page(shop: System) -> None:
    page = json_of(shop.get(f"{OFFERS}?$skip={2**31 - 1}"))
    assert (page["items"], page["view"].keys()) == ([], {"@id"})


@pytest.mark.parametrize("text", ["0", "101", "-1", "1.0", "1e1", "", " 1", "٣", "x", "9" * 5000])
def test_a_page_has_one_to_a_hundred_items(shop: System, text: str) -> None:
    answer = shop.get(f"{OFFERS}?$top={text}")
    assert faults_in(answer) == {"$top": "The $top field must be one whole number from 1 to 100."}


@pytest.mark.parametrize("text", ["-1", "x", str(2**31), "1&$skip=2"])
def test_a_page_begins_somewhere(shop: System, text: str) -> None:
    assert faults_in(shop.get(f"{OFFERS}?$skip={text}")).keys() == {"$skip"}


def test_two_bad_bounds_of_a_page_are_named_at_once(shop: System) -> None:
    assert faults_in(shop.get(f"{APPLICATIONS}?$top=x&$skip=y")).keys() == {"$top", "$skip"}
