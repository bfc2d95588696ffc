"""How questions are put: entries end with hash, in menus one key acts. Lengths of silence in seconds."""

from collections.abc import Iterable

from domain.verification import CODE_LENGTH
from ivr.dialogue.choices import MOST_OPTIONS, Choice, Choices
from ivr.dialogue.context import CallContext, Hint
from ivr.dialogue.voice import Gather, Prompt, Say, VoiceDocument, prompt

PERSON = prompt("option-person")
PERSON_IN_ENTRY = prompt("option-person-entry")
END = prompt("option-end")
IDENTIFIER_OPTIONS = (
    *(prompt("option-new-entry"), prompt("option-wrong-entry"), prompt("option-another-entry")),
    PERSON_IN_ENTRY,
)
NOBODY_OPTIONS = (prompt("option-try-again"), prompt("option-call-back", number="2"), END)
WITH_KEY_OF_THEIR_OWN = frozenset({Choice.AGAIN, Choice.WRONG, Choice.SIGN, Choice.GO_ON, Choice.IDENTIFY, Choice.LINK})


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


def options(choices: Choices) -> tuple[Prompt, ...]:
    """Where there is no room for saying how to end the call, its key ends it all the same, as hanging up does."""
    numbered = tuple(_option(choice, number) for number, choice in enumerate(choices, start=1))
    return (*numbered, PERSON, END)[:MOST_OPTIONS]


def _option(choice: Choice, number: int) -> Prompt:
    if choice in WITH_KEY_OF_THEIR_OWN:
        return prompt(f"option-{choice}")
    return prompt(f"option-{choice}", number=str(number))


def asking(context: CallContext, question: Gather) -> VoiceDocument:
    return VoiceDocument(context.language, (question,))


def telling(context: CallContext, told: Iterable[Prompt], options: tuple[Prompt, ...]) -> VoiceDocument:
    return asking(context, menu(*told, options=options))
