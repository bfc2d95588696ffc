"""A call followed from state to state, and what its caller hears there, by the keys of the catalogue."""

from typing import Any

from ivr.dialogue.events import Event
from ivr.dialogue.flow import CALL_FLOW
from ivr.dialogue.flow.table import step
from ivr.dialogue.present import present
from ivr.dialogue.states import State
from ivr.dialogue.voice import Prompt


def after(state: State, *events: Event) -> Any:
    for event in events:
        state = step(CALL_FLOW, state, event)
    return state


def heard(state: Any) -> list[str]:
    """Before the options."""
    return [each.key for each in present(state).prompts if not _is_option(each)]


def options(state: Any) -> list[str]:
    return [each.key for each in present(state).prompts if _is_option(each)]


def numbered_options(state: Any) -> list[tuple[str, Any]]:
    """With the key."""
    return [(each.key, dict(each.values).get("number")) for each in present(state).prompts if _is_option(each)]


def _is_option(each: Prompt) -> bool:
    return each.key.startswith("option-")
