"""Which of several applications is meant, by the keys in the order of their telling."""

from collections.abc import Sequence

from domain.journey import ApplicationSummary
from domain.requests import WhichApplication
from ivr.dialogue.application_states import ChooseApplication, ReadingApplication, Wish
from ivr.dialogue.events import Digits, NoInput
from ivr.dialogue.flow.application_details import read_application
from ivr.dialogue.flow.menus import END, PERSON, misunderstood, silent
from ivr.dialogue.flow.table import Flow, flow, on
from ivr.dialogue.flow.terms import read_terms
from ivr.dialogue.keys import Key
from ivr.dialogue.menu import MOST_OPTIONS, Menu, Option
from ivr.dialogue.signing_states import ReadingTerms
from ivr.dialogue.states import Transferring
from ivr.dialogue.voice import Prompt, prompt

MOST_CHOICES = MOST_OPTIONS - 2
"""Beside a person and the end. Newest first; of those that are left over a person tells."""


def ask_which(state: ReadingTerms | ReadingApplication, event: WhichApplication) -> ChooseApplication:
    wish = Wish.SIGN if isinstance(state, ReadingTerms) else Wish.HEAR
    return ChooseApplication(state.context, event.applications, wish)


def read(state: ChooseApplication, application: str | None = None) -> ReadingTerms | ReadingApplication | Transferring:
    if state.wish is Wish.SIGN:
        return read_terms(state.context, application)
    return read_application(state.menu(), application)


def ask_afresh(state: ChooseApplication) -> ReadingTerms | ReadingApplication | Transferring:
    return read(state)


def _application(place: int) -> Option[ChooseApplication]:
    def choose(state: ChooseApplication) -> ReadingTerms | ReadingApplication | Transferring:
        return read(state, _told(state)[place].ref)

    def words(state: ChooseApplication, key: Key) -> Prompt:
        return prompt("option-this-application", amount=_told(state)[place].credit_limit, number=key)

    return Option(words, choose, offered=lambda state: place < len(_told(state)))


def _told(state: ChooseApplication) -> Sequence[ApplicationSummary]:
    return state.figures.open(state.context.grant).applications


WHICH: Menu[ChooseApplication] = Menu(
    (*map(_application, range(MOST_CHOICES)), PERSON, END),
    otherwise=misunderstood,
    at_hash=Option("again", ask_afresh),
)

CHOOSING: Flow = flow(
    on(ReadingTerms, WhichApplication, ask_which),
    on(ReadingApplication, WhichApplication, ask_which),
    on(ChooseApplication, Digits, WHICH),
    on(ChooseApplication, NoInput, silent),
)
