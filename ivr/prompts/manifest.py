"""`language.toml`: what a language brings besides its wording. Every key has to be there."""

import re
import tomllib
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

Replacement = tuple[re.Pattern[str], str]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Numbers(_Table):
    """How the words of num2words are corrected, one replacement after the other.

    `spelling`: wherever they are spelt in another way. `common`: before a noun of the common gender (en krona).
    """

    spelling: tuple[Replacement, ...]
    common: tuple[Replacement, ...]


class Manner(_Table):
    """How options, keys and errors are worded; the linter holds every prompt to it.

    `option`, `entry_option`: function first, then the key, after the last comma; in an entry hash ends it.
    `press`: a key that is named. `blaming`: no words for somebody's mistake. `odd_names`: what nobody calls the keys.
    """

    option: re.Pattern[str]
    entry_option: re.Pattern[str]
    press: re.Pattern[str]
    blaming: re.Pattern[str]
    odd_names: re.Pattern[str]


class Manifest(_Table):
    """`place`: where the language is offered unless a line sets an order of its own. `voice`: one that Twilio has."""

    place: int
    voice: Annotated[str, Field(min_length=1)]
    numbers: Numbers
    manner: Manner


def read_manifest(text: str) -> Manifest:
    """Raises ValueError, which says on one line what is missing or cannot be read."""
    try:
        return Manifest.model_validate(tomllib.loads(text))
    except ValidationError as error:
        raise ValueError("; ".join(map(_told, error.errors(include_url=False)))) from None


def _told(fault: Mapping[str, Any]) -> str:
    key = ".".join(map(str, fault["loc"]))
    return f"{key} is missing" if fault["type"] == "missing" else f"{key}: {fault['msg']}"
