"""The Fluent files themselves. The parser skips what it cannot read; a translator must hear of it."""

import re
from collections import Counter
from collections.abc import Iterator
from importlib.resources import files

import pytest
from fluent.syntax import FluentParser, FluentSerializer, ast

from ivr.prompts.catalogue import LANGUAGES

FORM = re.compile("-(?:count|common|number)$")


def entries(language: str) -> list[ast.EntryType]:
    folder = files("ivr.prompts").joinpath(language)
    sources = [file.read_text(encoding="utf-8") for file in folder.iterdir() if file.name.endswith(".ftl")]
    return [entry for source in sources for entry in FluentParser().parse(source).body]


def messages(language: str) -> Iterator[ast.Message]:
    return (entry for entry in entries(language) if isinstance(entry, ast.Message))


def keys(language: str) -> list[str]:
    return [message.id.name for message in messages(language)]


def variables(language: str) -> dict[str, set[str]]:
    """What each message is told; a number is one variable, however it is given: words of either gender, a count."""
    return {message.id.name: {FORM.sub("", name) for name in names_in(message)} for message in messages(language)}


def names_in(message: ast.Message) -> list[str]:
    return re.findall(r"\$([\w-]+)", FluentSerializer().serialize_entry(message))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_is_understood(language: str) -> None:
    assert [entry.content for entry in entries(language) if isinstance(entry, ast.Junk)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_is_there_twice(language: str) -> None:
    assert [key for key, count in Counter(keys(language)).items() if count > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_messages(language: str) -> None:
    assert set(keys(language)) == set(keys("en-GB"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_says_the_same_values_in_every_language(language: str) -> None:
    assert variables(language) == variables("en-GB")
