"""The settings of a start: read from the environment, judged as a whole, then frozen.

Every setting is an environment variable `CREDITLINE_<NAME>`; an empty one counts as not set. In demo mode presets fill
what is missing, in production what is missing or weak is refused.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from domain.check_digit import adds_up
from ivr import presets
from ivr.faults import BadStart
from ivr.setting_kinds import SECRET_LENGTH
from ivr.settings import Settings

__all__ = ["BadStart", "Reading", "Settings", "load_settings", "read_settings", "unknown_settings"]

PREFIX = "CREDITLINE_"
RANDOM_BYTES = 16  # 32 random bytes have about 30 different values among them; what people make up has fewer
SHARED_KEY_LENGTH = 16  # characters; Twilio does not say how many its own have
RANDOM_CHARACTERS = 8  # 32 random hexadecimal digits have about 14
REQUIRED = (
    *("PUBLIC_URL", "REDIS_URL", "SECRET_KEYS", "TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "SMS_FROM"),
    *("LENDER", "SMTP_URL", "MAIL_FROM", "AGENTS_GENERAL", "AGENTS_SPECIALIST"),
)
ALWAYS_OF_A_LEDGER = ("LEDGER_TOKEN_FILE",)
"""Without it a line that was meant to ask a ledger would answer from its own tables."""


@dataclass(frozen=True)
class Reading:
    """What the environment says: settings in which unreadable values are left out, and the faults by setting."""

    settings: Settings
    faults: Mapping[str, str]


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """The settings in `environ` (the process's own by default); raises BadStart with every fault in one list."""
    reading = read_settings(environ)
    if reading.faults:
        raise BadStart(list(reading.faults.values()))
    return reading.settings


def read_settings(environ: Mapping[str, str] | None = None, *, default_mode: str | None = None) -> Reading:
    """The same for a caller that has more to check before it lists the faults.

    `default_mode`: where none is set; without it, a command finds the demo of its data folder.
    """
    environ = os.environ if environ is None else environ
    given = {name.removeprefix(PREFIX): value for name, value in environ.items() if name.startswith(PREFIX) and value}
    data_dir = presets.data_dir(given)
    mode = given.get("MODE") or default_mode or presets.mode(given, data_dir)
    given = given | {"MODE": mode, "DATA_DIR": str(data_dir)}
    preset, faults = _preset(given, data_dir)
    reading = _judged(given, preset)
    return Reading(reading.settings, {**reading.faults, **faults})


def _preset(given: Mapping[str, str], data_dir: Path) -> tuple[dict[str, str], dict[str, str]]:
    """What a demo presets, and what is wrong with its folder."""
    try:
        presets.make(data_dir)
        return presets.demo(given, data_dir) if given["MODE"] == "demo" else {}, {}
    except OSError as error:
        return {}, {"DATA_DIR": f"{PREFIX}DATA_DIR cannot be used ({error.strerror}): set it to {_meaning('DATA_DIR')}"}
    except ValueError:
        lost = f"{presets.SECRETS_FILE} in it cannot be read: bring it back, or set another folder"
        return {}, {"DATA_DIR": f"{PREFIX}DATA_DIR cannot be used: {lost}"}


def unknown_settings(environ: Mapping[str, str]) -> list[str]:
    """Variables with our prefix that are no setting: misspelt, or one that there is no more. Each says what is near."""
    known = [str(field.alias or name.upper()) for name, field in Settings.model_fields.items()]
    names = sorted(name.removeprefix(PREFIX) for name in environ if name.startswith(PREFIX))
    return [f"{PREFIX}{name}: {_nearest(name, known)}" for name in names if name not in known]


def _nearest(name: str, known: list[str]) -> str:
    near = get_close_matches(name, known, n=1)
    return f"do you mean {near[0]}?" if near else "there is no such setting"


def _judged(given: dict[str, str], preset: dict[str, str]) -> Reading:
    values = preset | given
    try:
        settings, unreadable = Settings.model_validate(values), {}
    except ValidationError as error:
        names = {str(fault["loc"][0]) for fault in error.errors(include_input=False)}
        unreadable = {
            name: f"{PREFIX}{name} cannot be read: set it to {_meaning(name)}" for name in names & given.keys()
        }
        readable = {name: value for name, value in values.items() if name not in names}
        settings = Settings.model_validate({"DATA_DIR": presets.data_dir({})} | readable)
    refused = _refused(settings) if settings.mode == "production" else _missing(settings, ALWAYS_OF_A_LEDGER)
    return Reading(settings, refused | unreadable)


def _missing(settings: Settings, of_a_ledger: tuple[str, ...], always: tuple[str, ...] = ()) -> dict[str, str]:
    values = settings.model_dump(by_alias=True)
    required = (*always, *(of_a_ledger if settings.ledger_url else ()))
    return {name: f"{PREFIX}{name} is missing: set it to {_meaning(name)}" for name in required if not values[name]}


def _refused(settings: Settings) -> dict[str, str]:
    """What a production refuses although each value by itself can be read."""
    weak = {name: f"{PREFIX}{name} {why}" for name, why in _weaknesses(settings)}
    required = REQUIRED if settings.own_number or not settings.sms_from else (*REQUIRED, "CALLER_ID")
    return _missing(settings, (*ALWAYS_OF_A_LEDGER, "LEDGER_CERTIFICATE", "LEDGER_KEY"), required) | weak


def _weaknesses(settings: Settings) -> list[tuple[str, str]]:
    tokens, keys = settings.twilio_auth_tokens, settings.secret_keys
    weak: list[tuple[bool, str, str]] = [
        (settings.clock is not None, "CLOCK", "is for the demo and for tests: unset it"),
        (settings.public_url.startswith("http:"), "PUBLIC_URL", "must be an https address"),
        (settings.ledger_url.startswith("http:"), "LEDGER_URL", "must be an https address"),
        (
            settings.smtp_url.startswith("smtp:") and "@" in settings.smtp_url,
            "SMTP_URL",
            "would send its password in the clear: set it to smtps:// or smtp+starttls://",
        ),
        (not adds_up(settings.payment_account), "PAYMENT_ACCOUNT", "is no bankgiro number: its check digit is wrong"),
        (
            any(len(set(key)) < RANDOM_BYTES for key in keys),
            "SECRET_KEYS",
            f"is weak: set it to {_meaning('SECRET_KEYS')}",
        ),
        (
            any(_is_weak(token, SECRET_LENGTH) for token in tokens),
            "TWILIO_AUTH_TOKEN",
            f"is weak: set it to {_meaning('TWILIO_AUTH_TOKEN')}",
        ),
        (
            any(_is_weak(key, SHARED_KEY_LENGTH) for key in settings.twilio_shared_keys),
            "TWILIO_SHARED_KEY",
            f"is weak: set it to {_meaning('TWILIO_SHARED_KEY')}",
        ),
    ]
    return [(name, why) for is_weak, name, why in weak if is_weak]


def _is_weak(secret: str, length: int) -> bool:
    return len(secret) < length or len(set(secret)) < RANDOM_CHARACTERS


def _meaning(name: str) -> Any:
    return next(field.description for field in Settings.model_fields.values() if field.alias == name)
