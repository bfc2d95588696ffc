"""What a caller hears in a document and where that puts the call, read from the TwiML alone."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from xml.etree.ElementTree import Element

from domain.signing import Obstacle
from ivr.dialogue.voice import prompt
from ivr.prompts.catalogue import spoken
from ivr.prompts.languages import LANGUAGES
from ivr.voice.schema import parse
from tests.wording import words_of


class Place(StrEnum):
    LANGUAGE = "choosing a language"
    IDENTIFIER = "asked who is calling"
    CODE = "asked for the code"
    NOT_VERIFIED = "not verified"
    OFFERS = "hearing offers"
    OWN = "hearing where they stand"
    WHICH = "asked which application it is about"
    TERMS = "hearing the terms"
    CONSENT = "asked whether they agree"
    SIGNED = "hearing that it is signed"
    OBSTACLE = "hearing why it cannot be signed"
    RINGING = "an agent's telephone rings"
    NOBODY = "nobody answered"
    ELSEWHERE = "sent on by a document without words"
    OVER = "over"


MENUS = {
    "option-language": Place.LANGUAGE,
    "option-offers": Place.NOT_VERIFIED,
    "option-identify": Place.OFFERS,
    "option-agree": Place.CONSENT,
    "option-terms-again": Place.TERMS,
}


@dataclass(frozen=True)
class Heard:
    """`action`: where the question or the dial leads. `rings`: the telephone. `whisper`: where its agent is asked."""

    place: Place
    words: str
    action: str = ""
    rings: str | None = None
    whisper: str = ""

    @property
    def is_without_state(self) -> bool:
        """The apology that is all a call gets where nothing else works."""
        return "/voice/fallback" in self.action


def hear(document: bytes) -> Heard:
    root = parse(document)
    words = " ".join("".join(say.itertext()) for say in root.iter("Say"))
    dial, number, gather = root.find("Dial"), root.find("Dial/Number"), root.find("Gather")
    onward = root.find("Redirect")
    if onward is not None:
        return Heard(Place.ELSEWHERE, words, onward.text or "")
    if dial is not None and number is not None:
        return Heard(Place.RINGING, words, dial.attrib["action"], number.text, number.attrib.get("url", ""))
    if gather is not None:
        return Heard(_asked(gather, words), words, gather.attrib["action"])
    return Heard(Place.OVER, words)


def _asked(gather: Element, words: str) -> Place:
    if gather.attrib["finishOnKey"] == "#":
        return Place.CODE if "numDigits" in gather.attrib else Place.IDENTIFIER
    for place, news in _news().items():
        if any(told in words for told in news):
            return place
    for option, place in MENUS.items():
        if any(phrase in words for phrase in _option(option)):
            return place
    return Place.OWN if any(phrase in words for phrase in _option("option-again")) else Place.NOBODY


@cache
def _news() -> dict[Place, tuple[str, ...]]:
    """What is told in these places and in no other. The demo people have confirmed their numbers."""
    keys = {
        Place.WHICH: ["which-application"],
        Place.SIGNED: ["signed"],
        Place.OBSTACLE: [f"cannot-sign-{obstacle}" for obstacle in Obstacle if obstacle is not Obstacle.PHONE_CHANGED],
    }
    return {place: tuple(spoken(prompt(key), own) for key in told for own in LANGUAGES) for place, told in keys.items()}


@cache
def _option(key: str) -> tuple[str, ...]:
    """In every language, without the key it ends with."""
    return tuple(words_of(key, language) for language in LANGUAGES)
