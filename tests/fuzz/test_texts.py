"""100,000 fuzzed names and free texts, through every message that can hold one: nothing but words ever comes of them.

The characters of a document are those of XML 1.0, 2.2: https://www.w3.org/TR/xml/#charsets
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import cycle
from xml.etree.ElementTree import Element

import pytest

from ivr.dialogue.voice import Gather, Hangup, Queue, Say, VoiceDocument, prompt
from ivr.prompts.catalogue import written
from ivr.prompts.languages import LANGUAGES
from ivr.voice.schema import CALL, SAY_LENGTH, faults, parse
from ivr.voice.twiml import Links, render
from tests.fuzz.texts import texts
from tests.properties import examples

TEXTS = examples(100_000)
WRITTEN = examples(5_000)
LONGEST_TEXT = 320  # characters: five text messages
LINKS = Links("https://line.example/voice/turn?t=t", {Queue.GENERAL: (), Queue.SPECIALIST: ()})


def messages(language: str, file: str) -> dict[str, tuple[str, ...]]:
    """Every message with values → their names."""
    source = files("ivr.prompts").joinpath(language, file).read_text(encoding="utf-8")
    blocks = re.findall(r"^([\w-]+) =(.*(?:\n[ ].*)*)", source, re.MULTILINE)
    found = {key: tuple(sorted(set(re.findall(r"\$([\w-]+)", body)))) for key, body in blocks}
    return {key: names for key, names in found.items() if names}


def document(language: str, key: str, names: tuple[str, ...], fuzzed: Iterator[str]) -> VoiceDocument:
    """Said, asked and offered as an option."""
    say, ask, offer = (prompt(key, **{name: next(fuzzed) for name in names}) for _ in range(3))
    return VoiceDocument(language, (Say((say,)), Gather((ask,), (offer,), 6, "", 1), Hangup()))


def skeleton(element: Element) -> list[object]:
    return [element.tag, sorted(element.attrib.items()), [skeleton(child) for child in element]]


@cache
def spotless(language: str, key: str, names: tuple[str, ...]) -> list[object]:
    """What such a document is made of, whatever is said in it."""
    return skeleton(parse(render(document(language, key, names, cycle(["name"])), LINKS)))


def unspeakable(text: str) -> set[str]:
    """Controls, format characters, surrogates, what is not assigned: nobody can hear them, and XML takes few."""
    return {char for char in set(text) if unicodedata.category(char).startswith("C")}


class Counted:
    """The fuzzed texts, and how many were taken."""

    def __init__(self, seed: int) -> None:
        self._texts = texts(seed)
        self.taken = 0

    def __iter__(self) -> "Counted":
        return self

    def __next__(self) -> str:
        self.taken += 1
        return next(self._texts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_a_text_is_the_document_stays_what_it_is(language: str) -> None:
    fuzzed = Counted(1)
    for key, names in cycle(messages(language, "call.ftl").items()):
        root = parse(render(document(language, key, names, fuzzed), LINKS))
        assert skeleton(root) == spotless(language, key, names)
        for say in root.iter("Say"):
            assert not unspeakable(say.text or "")
            assert 0 < len(say.text or "") <= SAY_LENGTH
        if fuzzed.taken >= TEXTS / len(LANGUAGES):
            break


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_document_of_every_message_is_one_that_a_carrier_executes(language: str) -> None:
    """With the fuzz below, which holds every other document against these."""
    for key, names in messages(language, "call.ftl").items():
        assert faults(render(document(language, key, names, cycle(["name"])), LINKS), CALL) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", ["{ $limit }", "{ speech-money }", "</Say><Hangup/>", "a & b", "{0.__class__}", "%s"])
def test_a_text_is_said_as_it_stands(language: str, text: str) -> None:
    """It is neither markup nor wording."""
    root = parse(render(VoiceDocument(language, (Say((prompt("offer", title=text, limit="x", fee="y"),)),)), LINKS))
    assert [(say.text or "").split(":")[0] for say in root.iter("Say")] == [text]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_is_written_on_one_line_of_bounded_length(language: str) -> None:
    fuzzed = texts(2)
    for _ in range(WRITTEN):
        text = written("text-code", language, {"code": next(fuzzed)})
        assert not unspeakable(text)
        assert len(text) <= LONGEST_TEXT
