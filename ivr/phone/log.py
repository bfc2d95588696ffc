"""What happened in a call and when: the words of the line, the keys of the caller."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from ivr.phone.clock import Clock

WORDS_PER_MINUTE = 150


class Who(StrEnum):
    LINE = "line"  # to the caller
    WHISPER = "whisper"  # to the agent, before the two are connected
    CALLER = "you"  # keys, or nothing when silent
    CARRIER = "call"  # what is neither said nor keyed: dialled, failed, over


@dataclass(frozen=True)
class Entry:
    """`at` and `seconds` on the call's own clock; speech takes time at 150 words a minute, keys take none."""

    at: float
    who: Who
    text: str = field(repr=False)
    seconds: float = 0.0


@dataclass
class Log:
    clock: Clock
    listener: Callable[[Entry], None] | None = None
    entries: list[Entry] = field(default_factory=list)

    def spoken(self, who: Who, text: str) -> None:
        """Words that are said to their end."""
        seconds = len(text.split()) * 60 / WORDS_PER_MINUTE
        self._note(Entry(self.clock.now, who, text, seconds))
        self.clock.wait(seconds)

    def noted(self, who: Who, text: str) -> None:
        self._note(Entry(self.clock.now, who, text))

    def words(self) -> str:
        """Everything the line said to the caller."""
        return _words(self.entries)

    def words_since_input(self) -> str:
        """What the line said since the caller last pressed keys or let a silence pass."""
        inputs = [place for place, entry in enumerate(self.entries) if entry.who is Who.CALLER]
        return _words(self.entries[inputs[-1] :] if inputs else self.entries)

    def _note(self, entry: Entry) -> None:
        self.entries.append(entry)
        if self.listener:
            self.listener(entry)


def _words(entries: list[Entry]) -> str:
    return " ".join(entry.text for entry in entries if entry.who is Who.LINE)
