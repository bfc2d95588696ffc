"""200 phone numbers in every field of requests and of data: the line dials the numbers of its queues and no other.

Toll fraud is what an open dial is for: premium and satellite numbers, and numbers that break out of an attribute.
"""

from dataclasses import replace
from random import Random
from urllib.parse import quote
from xml.etree.ElementTree import Element

import pytest
from flask import Flask
from sqlalchemy import update

from domain.identifiers import PhoneNumber
from ivr import wiring
from ivr.config import Settings
from ivr.voice.schema import parse
from storage import demo, tables
from storage.engine import writing
from storage.repositories.people import row_of_person
from tests.voice.twilio import Leg

PREFIXES = ("+46900", "+46939", "+1900", "+44909", "+881", "+882", "+88299", "+870", "+263", "+371")
SHAPES = (
    *("{}", "{}", "{}", "{}", "00{}", "tel:{}", "sip:{}@example.com", "client:{}", "{},,1", "{}#1", " {} ", "{}\n{}"),
    *('{}"/><Number>{}</Number>', "</Number><Number>{}", "&#43;{}", "{}&To={}", "anonymous{}", "$({})"),
)
FIELDS = ("Caller", "Called", "ForwardedFrom", "CallerName", "SpeechResult", "DialCallSid", "SipHeader_X-To", "Number")
ROUTES = ("/voice/incoming?to={}", "/voice/turn?t={}", "/voice/fallback?tried={}", "/voice/fallback?to={}")
REFUSED = 403


def numbers() -> list[str]:
    random = Random(200)  # noqa: S311 - the same ones each time
    plain = [f"{random.choice(PREFIXES)}{random.randrange(10**5, 10**7)}" for _ in range(200)]
    return [SHAPES[nth % len(SHAPES)].replace("{}", number) for nth, number in enumerate(plain)]


class Watched(Leg):
    """Asks for a person, whatever else its requests say, and looks at whom each document dials, and as whom."""

    def __init__(self, app: Flask, settings: Settings, **fields: str) -> None:
        super().__init__(app.test_client())
        self.ours = {*settings.agents_general, *settings.agents_specialist}
        self.own = settings.own_number
        self.fields = fields

    def gets(self, url: str, **more: str) -> Element:
        """The document; an empty one where the request was refused."""
        answer = self.posts(url, **self.fields | more)
        root = parse(answer.data if answer.status_code != REFUSED else "<Response/>")
        assert {number.text for number in root.iter("Number")} <= self.ours
        shown = {dial.get("callerId") for dial in root.iter("Dial")}
        assert shown <= {None, self.own, self.params(**self.fields)["To"]}
        assert {verb.tag for verb in root.iter()} <= {"Response", "Gather", "Say", "Pause", "Dial", "Number", "Hangup"}
        assert not any((dial.text or "").strip() for dial in root.iter("Dial"))
        return root

    def reaches_a_person(self) -> bool:
        """False where the carrier could not have sent such requests."""
        if len(self.gets("/voice/incoming")) == 0:
            return False
        dialled = self.gets(self.action, Digits="0")
        self.gets(self.action, DialCallStatus="busy")
        return dialled.find("Dial/Number") is not None


@pytest.mark.parametrize("field", [*FIELDS, "From"])
def test_a_number_in_a_field_is_never_dialled(app: Flask, settings: Settings, field: str) -> None:
    for number in numbers():
        assert Watched(app, settings, **{field: number}).reaches_a_person()


def test_a_number_that_was_called_is_shown_at_most(app: Flask, settings: Settings) -> None:
    """A withheld caller's transfer shows the number they called, as the carrier has signed it, or one of ours."""
    for number in numbers():
        assert Watched(app, settings, To=number, From="anonymous").reaches_a_person()


def test_a_number_that_is_keyed_is_never_dialled(app: Flask, settings: Settings) -> None:
    for number in numbers():
        keyed = "".join(key for key in number if key in "0123456789*#")
        line = Watched(app, settings)
        line.gets("/voice/incoming")
        for _ in range(4):
            line.gets(line.action, Digits=keyed)


@pytest.mark.parametrize("route", ROUTES)
def test_a_number_in_an_address_is_never_dialled(app: Flask, settings: Settings, route: str) -> None:
    for number in numbers():
        line = Watched(app, settings)
        line.gets("/voice/incoming")
        line.gets(route.format(quote(number)), Digits="0")
        line.gets(route.format(quote(number)), DialCallStatus="busy")


def test_a_number_in_data_is_never_dialled(app: Flask, settings: Settings) -> None:
    """As the title of every offer, and as the telephone on record of whoever calls."""
    parts = wiring.parts(settings)
    for number in numbers():
        person = replace(demo.PEOPLE["customer-open"], phone=PhoneNumber(number), name=number)
        with writing(parts.engine).begin() as connection:
            connection.execute(update(tables.offers).values(title=number))
            mine = tables.people.c.ref == person.ref
            connection.execute(
                update(tables.people).where(mine).values(row_of_person(person, parts.cipher, demo.LEDGER))
            )
        line = Watched(app, settings)
        line.gets("/voice/incoming")
        for keys in ("1", "2", person.national_number.digits, "0"):
            line.gets(line.action, Digits=keys)
        assert "Dial" in line.verbs
