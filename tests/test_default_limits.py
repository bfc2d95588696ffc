"""What the limits are where nothing is set: with these numbers guessing and flooding have been weighed."""

from datetime import timedelta
from pathlib import Path

import pytest

from domain.limits import DAY, WINDOW
from domain.obstacles import PHONE_SETTLES
from domain.verification import VerificationLimits
from ivr.config import Settings, load_settings
from ivr.refusals import LINES_A_MINUTE
from ivr.voice.repeats import RETRY_SECONDS, WHISPER_SECONDS
from storage.carriers import SERVED_WITHIN

BOTH = {
    "wrong_codes_per_call": 3,
    "wrong_codes_per_code": 5,
    "wrong_codes_per_person": 5,
    "wrong_codes_per_caller": 20,
    "wrong_codes_withheld": 5_000,
    "wrong_codes_per_client": 10_000,
    "wrong_codes_alarm": 2_000,
    "starts_per_call": 3,
    "starts_per_caller": 10,
    "starts_per_identifier": 6,
    "codes_per_person": 3,
    "codes_from_record": 2,
    "codes_in_all": 300,
    "signing_codes_per_person": 4,
    "signing_codes_in_all": 150,
    "texts_per_person": 5,
    "texts_in_all": 200,
    "links_per_caller": 3,
    "links_in_all": 120,
    "call_backs_per_caller": 3,
    "call_backs_in_all": 100,
}
"""Of the settings and, the same, of the domain, where what an attacker gets is computed from them."""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings({"CREDITLINE_MODE": "demo", "CREDITLINE_DATA_DIR": str(tmp_path)})


@pytest.mark.parametrize(("name", "number"), BOTH.items())
def test_a_limit_is_the_same_number_for_the_line_and_for_what_is_computed(
    settings: Settings, name: str, number: int
) -> None:
    assert getattr(settings, name) == number
    assert getattr(VerificationLimits(), name) == number


def test_limits_are_counted_by_the_hour_and_by_the_day() -> None:
    assert (timedelta(hours=1), timedelta(hours=24)) == (WINDOW, DAY)


def test_each_web_worker_has_500_places(settings: Settings) -> None:
    assert settings.connections_per_worker == 500


def test_links_stay_in_the_country_of_the_line(tmp_path: Path) -> None:
    env = {"CREDITLINE_MODE": "demo", "CREDITLINE_DATA_DIR": str(tmp_path)}
    assert load_settings(env).text_countries == {"SE"}
    assert load_settings(env | {"CREDITLINE_TIMEZONE": "Europe/Oslo"}).text_countries == {"NO"}


def test_messages_reach_numbers_on_record_in_the_eea_the_united_kingdom_and_switzerland(settings: Settings) -> None:
    assert len(settings.phone_countries) == 33
    assert settings.phone_countries >= {"SE", "IS", "LI", "NO", "GB", "CH"}


def test_what_is_said_of_texts_of_repeats_and_of_the_log_is_so() -> None:
    assert timedelta(seconds=20) == SERVED_WITHIN
    assert (RETRY_SECONDS, WHISPER_SECONDS) == (20, 60)
    assert timedelta(hours=72) == PHONE_SETTLES
    assert LINES_A_MINUTE == 20
