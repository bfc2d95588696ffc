"""How questions are put: entries end with hash, in menus one key acts. Lengths of silence in seconds."""

from collections.abc import Iterable

from domain.verification import CODE_LENGTH
from ivr.dialogue.context import CallContext, Hint
from ivr.dialogue.flow import menu_of
from ivr.dialogue.states import Speaking
from ivr.dialogue.voice import Gather, Prompt, Say, VoiceDocument, prompt


def options(state: Speaking) -> tuple[Prompt, ...]:
    """What the menu of `state` offers."""
    menu = menu_of(state)
    return tuple(words for _, words in menu.said(state)) if menu else ()


def entry(*prompts: Prompt, options: Iterable[Prompt]) -> Gather:
    """People look an identifier up: ten seconds."""
    return Gather(prompts, tuple(options), timeout=10, finish_on_key="#", num_digits=None)


def code_entry(*prompts: Prompt, options: Iterable[Prompt]) -> Gather:
    """Six digits end it by themselves; a text message takes its time."""
    return Gather(prompts, tuple(options), timeout=20, finish_on_key="#", num_digits=CODE_LENGTH)


def menu(*prompts: Prompt, options: Iterable[Prompt]) -> Gather:
    return Gather(prompts, tuple(options), timeout=6, finish_on_key="", num_digits=1)


def after_error(context: CallContext, words: Prompt, question: Gather) -> VoiceDocument:
    """The first words after an error stand before the question, where a key does not cut them off."""
    return VoiceDocument(context.language, (Say((words,)), question))


def menu_again(context: CallContext, name: str, hint: Hint, tries: int, options: Iterable[Prompt]) -> VoiceDocument:
    """A menu asked again: each time its words are fuller."""
    return after_error(context, prompt(f"{name}-{hint}-{tries}"), menu(options=options))


def asking(context: CallContext, question: Gather) -> VoiceDocument:
    return VoiceDocument(context.language, (question,))


def telling(context: CallContext, told: Iterable[Prompt], options: tuple[Prompt, ...]) -> VoiceDocument:
    return asking(context, menu(*told, options=options))
