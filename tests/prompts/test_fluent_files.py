"""The Fluent files themselves. The parser skips what it cannot read; a translator must hear of it."""

from collections import Counter
from importlib.resources import files

import pytest
from fluent.syntax import FluentParser, ast

from ivr.prompts.catalogue import LANGUAGES


def entries(language: str) -> list[ast.EntryType]:
    folder = files("ivr.prompts").joinpath(language)
    sources = [file.read_text(encoding="utf-8") for file in folder.iterdir()]
    return [entry for source in sources for entry in FluentParser().parse(source).body]


def keys(language: str) -> list[str]:
    return [entry.id.name for entry in entries(language) if isinstance(entry, ast.Message)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_is_understood(language: str) -> None:
    assert [entry.content for entry in entries(language) if isinstance(entry, ast.Junk)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_is_there_twice(language: str) -> None:
    assert [key for key, count in Counter(keys(language)).items() if count > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_messages(language: str) -> None:
    assert set(keys(language)) == set(keys("en-GB"))
