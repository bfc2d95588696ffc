"""Limits as callers meet them, on a line that has the default ones: a person takes over, nobody is shut out."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from ivr.config import load_settings
from ivr.dialogue.voice import prompt
from ivr.phone.carrier import Carrier
from ivr.phone.line import Line
from ivr.prompts.catalogue import spoken
from ivr.voice.schema import parse
from ivr.wiring import seed_demo
from tests.journeys.conftest import ACCOUNT, LINE_NUMBER, Phones
from tests.phone.caller import Person
from tests.service import Service, running_service

pytestmark = pytest.mark.xdist_group("limits")  # one service for all of these

BERIT, BERITS_CUSTOMER_NUMBER, HER_PHONE = "198507099805#", "10000001#", "+46701740605"
NOBODY = "197207049987#"
WITHHELD = "+266696687"  # ANONYMOUS, as a telephone's keys spell it
ENGLISH = "en-GB"


@pytest.fixture(scope="module")
def limited() -> Iterator[Service]:
    """Settings as they are when nobody sets them."""
    with TemporaryDirectory(prefix="limits-") as folder, running_service(Path(folder) / "data") as running:
        yield running


@pytest.fixture
def line(limited: Service) -> Line:
    """With every counter at nought."""
    seed_demo(load_settings(limited.env), fresh=True)
    return Line(limited.url, limited.public_url, limited.auth_token, ACCOUNT, LINE_NUMBER)


@pytest.mark.parametrize("number", [BERIT, NOBODY])
def test_the_seventh_call_of_an_hour_about_one_number_goes_to_a_person(caller: Phones, number: str) -> None:
    for _ in range(6):
        caller(WITHHELD, mailbox=HER_PHONE).dials_in(ENGLISH).enters(number).hears("a six-digit code")
    caller(WITHHELD).dials_in(ENGLISH).enters(number).hears("a person will help you", "thank you for calling")


def test_the_eleventh_start_of_an_hour_from_one_number_goes_to_a_person(caller: Phones) -> None:
    for start in range(10):
        caller().dials_in(ENGLISH).enters(f"{start:08}#").hears("a six-digit code")
    caller().dials_in(ENGLISH).enters(BERIT).hears("a person will help you")
    caller(HER_PHONE).dials_in(ENGLISH).enters(BERIT).enters("{code}").hears("you can spend")


def test_withheld_numbers_are_not_counted_together(caller: Phones) -> None:
    for start in range(12):
        caller(WITHHELD).dials_in(ENGLISH).enters(f"{start:08}#").hears("a six-digit code")


def test_of_a_thousand_parallel_wrong_codes_five_are_evaluated_and_she_still_reaches_a_human(
    line: Line, caller: Phones
) -> None:
    """From all the calls that an hour allows; then the right code, too late, and a person for whoever asks."""
    berit = caller(HER_PHONE).dials_in(ENGLISH).enters(BERIT)
    code = berit.newest_code()
    numbers = [BERIT] * 5 + [BERITS_CUSTOMER_NUMBER] * 6
    thieves = [caller(WITHHELD).dials_in(ENGLISH).enters(number) for number in numbers]
    documents, carrier = [thief.documents[-1].xml for thief in thieves], Carrier(line)
    tries_left = 0
    with ThreadPoolExecutor(8) as pool:
        for _ in range(3):
            volleys = [
                partial(guesses_at_once, carrier, thief, xml) for thief, xml in zip(thieves, documents, strict=True)
            ]
            documents = list(pool.map(lambda volley: volley(), volleys))
            tries_left += sum(has_a_try_left(document) for document in documents)
    assert tries_left == 2 * 4, "and the fifth on either number was refused"
    berit.enters(code).hears("we could not match what you keyed")
    berit.presses("0").hears("connecting you to a person", "thank you for calling")
    caller(HER_PHONE).dials_in(ENGLISH).enters(BERIT).hears("a person will help you", "thank you for calling")


def guesses_at_once(carrier: Carrier, thief: Person, document: bytes) -> bytes:
    """31 wrong codes to the one question of `document`; what the line says after the last of them."""
    action = next(verb.attrib["action"] for verb in parse(document) if "action" in verb.attrib)
    params = thief.requests[-1].params
    with ThreadPoolExecutor(4) as pool:
        guesses = [{**params, "Digits": f"{guess:06}"} for guess in range(31)]
        return list(pool.map(lambda guess: carrier.fetch(action, guess).xml, guesses))[-1]


def has_a_try_left(document: bytes) -> bool:
    """Whether it answers a wrong code that was compared, and asks for another."""
    words = "".join(parse(document).itertext())
    return any(spoken(prompt(f"code-wrong-{wrong}"), ENGLISH) in words for wrong in (1, 2))
