"""What a menu offers: its options, in the order of their keys, with their words and where each leads.

A menu stands in the table as what takes the keys of its states; the words and the linter read the same one.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, TypeVar

from ivr.dialogue.events import Digits
from ivr.dialogue.keys import Key, assigned
from ivr.dialogue.states import State
from ivr.dialogue.voice import Prompt, prompt

S_contra = TypeVar("S_contra", bound=State, contravariant=True)

MOST_OPTIONS = 5
"""Said in one menu, a person among them: more are not remembered."""


def always(_: State) -> bool:
    return True


def never(_: State) -> bool:
    return False


@dataclass(frozen=True, eq=False)
class Option(Generic[S_contra]):
    """`words`: what follows `option-` in the name of its message; or the prompt itself, of the state and the key.

    `leads`: where, as its annotation says. `offered`: whether its key acts. `said`: whether that is told, too.
    """

    words: str | Callable[[S_contra, Key], Prompt]
    leads: Callable[[S_contra], State]
    offered: Callable[[S_contra], bool] = always
    said: Callable[[S_contra], bool] = always

    def prompt(self, state: S_contra, key: Key) -> Prompt:
        return prompt(f"option-{self.words}", number=key) if isinstance(self.words, str) else self.words(state, key)


Keyed = tuple[Key, Option[S_contra]]


@dataclass(frozen=True, eq=False)
class Menu(Generic[S_contra]):
    """`otherwise`: where any other key leads, or an entry: what is keyed up to a hash. `at_hash`: a lone one."""

    options: tuple[Option[S_contra], ...]
    otherwise: Callable[[S_contra, Digits], State]
    at_hash: Option[S_contra] | None = None
    at_star: Option[S_contra] | None = None
    is_entry: bool = False

    def __call__(self, state: S_contra, event: Digits) -> State:
        option = self.acting(state).get(event.entry if self.is_entry else event.keys)
        return option.leads(state) if option else self.otherwise(state, event)

    def acting(self, state: S_contra) -> dict[str, Option[S_contra]]:
        """The keys that have a meaning here."""
        beside = ((key, option) for key, option in self._beside() if option.offered(state))
        return dict((*self._numbered(state), *beside))

    def said(self, state: S_contra) -> tuple[tuple[Key, Prompt], ...]:
        """Where there is no room for saying how to end the call, its key ends it all the same, as hanging up does."""
        told = [(key, option.prompt(state, key)) for key, option in self._numbered(state) if option.said(state)]
        return tuple(told[:MOST_OPTIONS])

    def fixed_key(self, option: Option[S_contra]) -> Key:
        """Of an option in a menu that always offers all it has."""
        return next(key for key, acting in _keyed(self.options) if acting is option)

    @property
    def handlers(self) -> tuple[Callable[..., State], ...]:
        """All that decides where its keys lead."""
        options = (*self.options, *(option for _, option in self._beside()))
        return (*(option.leads for option in options), self.otherwise)

    def keyed(self) -> tuple[Keyed[S_contra], ...]:
        """Every option, with the key that it has where all are offered."""
        return (*_keyed(self.options), *self._beside())

    def _numbered(self, state: S_contra) -> tuple[Keyed[S_contra], ...]:
        return _keyed(tuple(option for option in self.options if option.offered(state)))

    def _beside(self) -> Iterator[Keyed[S_contra]]:
        if self.at_hash:
            yield Key.HASH, self.at_hash
        if self.at_star:
            yield Key.STAR, self.at_star


@cache
def _keyed(options: tuple[Option[Any], ...]) -> tuple[Keyed[Any], ...]:
    names = (option.words if isinstance(option.words, str) else None for option in options)
    return tuple(zip(assigned(names), options, strict=True))
