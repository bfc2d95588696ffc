"""A caller whose ears are assertions: `person.dials().hears("welcome").enters("198507099805#")`."""

from typing import Self

from domain.money import Money
from ivr.phone.caller import Caller
from ivr.phone.mailbox import Message
from ivr.prompts.catalogue import LANGUAGES
from ivr.prompts.speech import said
from tests.service import until
from tests.wording import words_of


def _plain(text: str) -> str:
    return " ".join(text.lower().split())


class Person(Caller):
    """Words are compared without regard to case, in what the line said since the last input."""

    language = LANGUAGES[0]

    def dials_in(self, language: str) -> Self:
        """A line with all languages."""
        self.language = language
        return self.dials().presses(str(LANGUAGES.index(language) + 1))

    def hears_prompt(self, *keys: str) -> Self:
        """By the catalogue's keys, in the language of the call; their wording is the samples' business."""
        return self.hears(*(words_of(key, self.language) for key in keys))

    def hears_amount(self, amount: str) -> Self:
        return self.hears(said(Money.of(amount), self.language))

    def newest_text(self) -> str:
        """Waited for."""
        found: list[Message] = []

        def has_come() -> bool:
            found.extend(self._mailbox.new())
            return bool(found)

        until(has_come)
        return found[0].text

    def hears(self, *phrases: str) -> Self:
        missing = [phrase for phrase in phrases if _plain(phrase) not in _plain(self.heard)]
        assert not missing, f"not heard: {missing}; the line said: {self.heard!r}"
        return self

    def does_not_hear(self, *phrases: str) -> Self:
        leaked = [phrase for phrase in phrases if _plain(phrase) in _plain(self.heard)]
        assert not leaked, f"heard: {leaked}; the line said: {self.heard!r}"
        return self
