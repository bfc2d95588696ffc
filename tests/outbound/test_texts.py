"""What a message of the outbox becomes on a telephone."""

from dataclasses import dataclass, field, replace
from datetime import datetime

import pytest

from domain.errors import MessageRefused
from domain.identifiers import PhoneNumber
from domain.messages import Message
from domain.reach import Reach
from ivr.outbound.texts import TextMessages
from storage import demo
from tests.domain.line import NOON

BERIT, EDITH = demo.PEOPLE["customer-open"], demo.PEOPLE["customer-over-100"]
CODE = Message("code:call:1", BERIT.ref, "en-GB", "text-code", {"code": "123456"}, NOON)


@dataclass
class Phones:
    """`texts`: recipient, text."""

    texts: list[tuple[str, str]] = field(default_factory=list)

    def send(self, recipient: str, text: str, until: datetime | None = None) -> None:  # noqa: ARG002 - at once
        self.texts.append((recipient, text))


@pytest.fixture
def phones() -> Phones:
    return Phones()


def test_everybody_is_written_to_in_their_own_language(phones: Phones) -> None:
    for person in (BERIT, EDITH):
        TextMessages(phones, Reach()).send(person, CODE)
    assert [recipient for recipient, _ in phones.texts] == ["+46701740605", "+46701740621"]
    swedish, english = (text for _, text in phones.texts)
    assert "Din kod" in swedish
    assert "Key it in" in english


def test_in_the_language_of_the_call_where_we_do_not_write_theirs(phones: Phones) -> None:
    TextMessages(phones, Reach()).send(replace(BERIT, language="fi-FI"), replace(CODE, language="sv-SE"))
    assert "Din kod" in phones.texts[0][1]


def test_whoever_has_no_telephone_is_sent_nothing(phones: Phones) -> None:
    TextMessages(phones, Reach()).send(replace(BERIT, phone=None), CODE)
    assert phones.texts == []


def test_a_number_that_is_nobodys_is_written_to_in_the_language_of_the_call(phones: Phones) -> None:
    number, words = PhoneNumber("+46701740680"), {"lender": "Demo Credit", "url": "https://apply.example/"}
    for language in ("en-GB", "sv-SE"):
        link = Message("link:call", None, language, "text-link", words, NOON, number=number)
        TextMessages(phones, Reach()).send(number, link)
    assert phones.texts == [
        (number.e164, "Demo Credit: here you can apply for an account: https://apply.example/"),
        (number.e164, "Demo Credit: här kan du ansöka om ett konto: https://apply.example/"),
    ]


@pytest.mark.parametrize("number", ["+46900123456", "+881612345678", "+12025550123"])
def test_a_number_on_record_that_is_out_of_reach_is_refused_like_one_that_the_carrier_refuses(
    phones: Phones, number: str
) -> None:
    with pytest.raises(MessageRefused):
        TextMessages(phones, Reach()).send(replace(BERIT, phone=PhoneNumber(number)), CODE)
    assert phones.texts == []


def test_a_number_that_is_nobodys_is_written_to_at_home_only(phones: Phones) -> None:
    """On record it may be a neighbour's."""
    norwegian = PhoneNumber("+4740612345")
    TextMessages(phones, Reach()).send(replace(BERIT, phone=norwegian), CODE)
    with pytest.raises(MessageRefused):
        TextMessages(phones, Reach()).send(norwegian, CODE)
    assert [recipient for recipient, _ in phones.texts] == [norwegian.e164]
