"""What is wrong with a request, in the seed's way: every parameter by its PascalCase path, and a sentence for each."""

from collections.abc import Sequence

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ivr.api.schemas.fields import PATTERN_WORDS

LONGEST_NAME = 50  # of an unknown property, which is whatever a client sends

WORDS = {
    "missing": "is required.",
    "extra_forbidden": "is unknown.",
    "string_too_long": "must have at most {max_length} characters.",
    "too_long": "must have at most {max_length} items.",
    "list_type": "must be a list.",
    "model_type": "must be an object.",
    "greater_than": "must be greater than {gt}.",
    "greater_than_equal": "must be at least {ge}.",
    "less_than_equal": "must be at most {le}.",
}
AMOUNT = "must be a number with at most two decimals and no exponent."

Fault = tuple[str, str]
"""A parameter's path and its sentence."""


def faults_of(error: ValidationError) -> list[Fault]:
    """One for each fault, in the order of their names."""
    return sorted(fault(_path(found["loc"]), _words(found)) for found in error.errors(include_url=False))


def fault(path: str, words: str) -> Fault:
    """`words` end the sentence that begins with the last name of `path`."""
    return path, f"The {path.rpartition('.')[2]} field {words}"


def _words(found: ErrorDetails) -> str:
    given, kind, context = found["input"], found["type"], found.get("ctx", {})
    if kind != "extra_forbidden" and (given is None or (isinstance(given, str) and not given.strip())):
        return WORDS["missing"]
    if kind == "value_error":
        return str(context["error"])
    if kind == "string_pattern_mismatch":
        return PATTERN_WORDS[context["pattern"]]
    if kind == "is_instance_of" or kind.startswith("decimal_"):
        return AMOUNT
    return WORDS.get(kind, "must be text.").format(**context)


def _path(steps: Sequence[str | int]) -> str:
    """`Kyc.Questions[0].Answer.Code`."""
    path = ""
    for step in steps:
        path += f"[{step}]" if isinstance(step, int) else f".{_name(step)}"
    return path.removeprefix(".") or "Body"


def _name(property_name: str) -> str:
    shown = "".join(letter for letter in property_name[:LONGEST_NAME] if letter.isprintable())
    return shown[:1].upper() + shown[1:]
