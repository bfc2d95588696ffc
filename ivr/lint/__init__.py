"""The prompt linter: what a caller should hear, as rules with numbers, over every document of the call."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ivr.lint.heard import Heard
from ivr.lint.rules import RULES


@dataclass(frozen=True)
class Finding:
    """`where`: language, state and variant; `words`: what offends."""

    rule: str
    where: str
    words: str


def findings(documents: Iterable[Heard]) -> Iterator[Finding]:
    for document in documents:
        for rule in RULES:
            for words in rule(document):
                yield Finding(rule.__name__.replace("_", " "), document.where, words)
