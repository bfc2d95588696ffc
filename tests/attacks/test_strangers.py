"""Nobody stops the line: ten times as many strangers as there are places, and none of its workers is lost."""

import pytest

from ivr.config import load_settings
from tests.attacks.attack import Target
from tests.attacks.places import hold_places
from tests.service import Service

pytestmark = pytest.mark.xdist_group("strangers")  # they share one service


def test_the_same_workers_answer_after_the_strangers_as_before(small_house: Service) -> None:
    """None of them was lost, or taken for lost."""
    before = small_house.pids()["web workers"]
    hold_places("trickling body", Target(small_house.url, load_settings(small_house.env)))
    assert small_house.pids()["web workers"] == before
    assert small_house.ready()
