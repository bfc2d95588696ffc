"""Whoever recorded every signed request of a call brings them again, while its caller listens to the figures."""

import httpx
import pytest

from ivr.phone.carrier import Sent
from ivr.phone.line import Line
from tests.phone.caller import Person
from tests.service import Service

pytestmark = pytest.mark.xdist_group("strangers")  # they share one service


@pytest.fixture
def listening(small_house: Service) -> Person:
    """A customer who has just heard the figures."""
    line = Line(small_house.url, small_house.public_url, small_house.auth_token, f"AC{'0' * 32}", "+46846500400")
    return (
        Person(line, "+46701740605").dials_in("en-GB").enters("198507099805#").enters("{code}").hears("you can spend")
    )


def brought_again(sent: Sent) -> str:
    return httpx.post(sent.address, data=dict(sent.params), headers=dict(sent.headers)).text


def test_no_request_but_the_last_tells_a_figure_however_often_it_is_brought(listening: Person) -> None:
    *older, last = listening.requests
    assert "kronor" in brought_again(last)  # the carrier's own retry, which has lost the answer
    for _ in range(10):
        assert {"kronor" in brought_again(sent) for sent in older} == {False}
    listening.presses("1").hears("you can spend")
    assert "kronor" not in brought_again(last)
