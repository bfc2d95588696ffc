"""The settings of a start: read from the environment, judged as a whole, then frozen.

Every setting is an environment variable `CREDITLINE_<NAME>`; an empty one counts as not set. In demo mode presets fill
what is missing, in production what is missing or weak is refused.
"""

import base64
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    FilePath,
    ValidationError,
)
from pydantic import StringConstraints as Shape

from ivr import presets
from ivr.faults import BadStart
from ivr.prompts.wording import LANGUAGES

__all__ = ["BadStart", "Reading", "Settings", "load_settings", "read_settings"]

PREFIX = "CREDITLINE_"
SECRET_LENGTH = 32  # bytes of a key, characters of a Twilio auth token
RANDOM_BYTES = 16  # 32 random bytes have about 30 different values among them; what people make up has fewer
RANDOM_CHARACTERS = 8  # 32 random hexadecimal digits have about 14
REQUIRED = (
    *("PUBLIC_URL", "REDIS_URL", "SECRET_KEYS", "TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "SMS_FROM"),
    *("LENDER", "SMTP_URL", "MAIL_FROM", "AGENTS_GENERAL", "AGENTS_SPECIALIST"),
)
ALWAYS_OF_A_LEDGER = ("LEDGER_TOKEN_FILE",)
"""Without it a line that was meant to ask a ledger would answer from its own tables."""


def _listed(value: object) -> object:
    return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value


def _key(value: object) -> object:
    if not isinstance(value, str):
        return value
    if re.fullmatch(r"([0-9a-fA-F]{2})+", value):
        return bytes.fromhex(value)
    return base64.b64decode(value + "=" * (-len(value) % 4), altchars=b"-_", validate=True)


def _spoken(language: str) -> str:
    if language not in LANGUAGES:
        raise ValueError("no such language")
    return language


def _address(bind: str) -> str:
    if not 0 < int(bind.rpartition(":")[2]) < 2**16:
        raise ValueError("no such port")
    return bind


def _mail_server(url: str) -> str:
    if urlsplit(url).port == 0:
        raise ValueError("no such port")
    return url


def _without_code(url: str) -> str:
    """Six bare digits in a text are a one-time code."""
    if re.search(r"(?<!\d)\d{6}(?!\d)", url):
        raise ValueError("taken for a code")
    return url


Listed = BeforeValidator(_listed)
Key = Annotated[bytes, BeforeValidator(_key), Field(min_length=SECRET_LENGTH)]
Numbers = Annotated[tuple[Annotated[str, Shape(pattern=r"^\+[1-9]\d{6,14}$")], ...], Listed, Field(max_length=5)]
Bind = Annotated[str, Shape(pattern=r"^(\[[0-9a-fA-F:]+\]|[\w.-]+):\d{1,5}$"), AfterValidator(_address)]
PublicUrl = Annotated[str, Shape(pattern=r"^https?://[^\s?#]+[^\s?#/]$|^$")]
LedgerUrl = Annotated[str, Shape(pattern=r"^https?://[^\s?#/@]+$|^$")]
RedisUrl = Annotated[str, Shape(pattern=r"^(embedded|(rediss?|unix)://.+|)$")]
DatabaseUrl = Annotated[str, Shape(pattern=r"^\w+(\+\w+)?://.+$")]
AccountSid = Annotated[str, Shape(pattern=r"^AC[0-9a-f]{32}$")]
Sender = Annotated[str, Shape(pattern=r"^(\+[1-9]\d{6,14}|[A-Za-z0-9 ]{1,11}|)$")]
SmtpUrl = Annotated[
    str,
    Shape(pattern=r"^(smtp|smtps|smtp\+starttls)://([^\s/@]+:[^\s/@]+@)?(\[[0-9a-fA-F:]+\]|[\w.-]+)(:\d{1,5})?$|^$"),
    AfterValidator(_mail_server),
]
MailAddress = Annotated[str, Shape(pattern=r"^[\w.+-]+@([a-zA-Z0-9-]+\.)+[a-zA-Z0-9-]+$|^$")]
Name = Annotated[str, Shape(pattern=r"^[^\x00-\x1f\x7f\u2028\u2029]*$", strip_whitespace=True, max_length=40)]
Bankgiro = Annotated[str, Shape(pattern=r"^(\d{3,4}-\d{4}|)$")]
ApplyUrl = Annotated[str, Shape(pattern=r"^https://\S+$|^$", max_length=100), AfterValidator(_without_code)]
Count = Annotated[int, Field(ge=1)]


class Settings(BaseModel):
    """One start's settings. A field's description completes the sentence "set it to …"; secrets are not in the repr."""

    model_config = ConfigDict(
        frozen=True, extra="ignore", alias_generator=str.upper, validate_by_name=True, hide_input_in_errors=True
    )

    mode: Literal["demo", "production"] = Field("production", description="demo or production")
    bind: Bind = Field(presets.BIND, description="the address and port to listen on, such as 127.0.0.1:8080")
    public_url: PublicUrl = Field("", description="the https address at which Twilio reaches the line, without a path")
    data_dir: Path = Field(description="a folder that only this service writes to")
    database_url: DatabaseUrl = Field(repr=False, description="an SQLAlchemy address, such as sqlite:////srv/credit.db")
    redis_url: RedisUrl = Field("", repr=False, description="a redis://, rediss:// or unix:// address, or embedded")
    twilio_account_sid: AccountSid | None = Field(
        None, description="AC and 32 hexadecimal digits, from Twilio's console"
    )
    twilio_auth_tokens: Annotated[tuple[str, ...], Listed] = Field(
        (),
        alias="TWILIO_AUTH_TOKEN",
        repr=False,
        description="the auth token from Twilio's console, 32 characters; while rotating: new one, comma, old one",
    )
    sms_from: Sender = Field("", description="the number (+46…) or name that text messages come from")
    lender: Name = Field("", description="the name of the lender as agreements have it, up to 40 characters")
    payment_account: Bankgiro = Field("", description="the bankgiro number that customers pay to, such as 5050-1055")
    apply_url: ApplyUrl = Field("", description="the https address where one applies, up to 100 characters")
    smtp_url: SmtpUrl = Field(
        "",
        repr=False,
        description="a mail server: smtp://, smtps:// or smtp+starttls://, then user:password@host:port",
    )
    mail_from: MailAddress = Field("", description="the address that e-mails come from")
    secret_keys: Annotated[tuple[Key, ...], Listed] = Field(
        (), repr=False, description="32 random bytes (`openssl rand -hex 32`); several with commas, the newest first"
    )
    languages: Annotated[tuple[Annotated[str, AfterValidator(_spoken)], ...], Listed, Field(min_length=1)] = Field(
        LANGUAGES, description=f"languages of this line with commas, of {', '.join(LANGUAGES)}"
    )
    timezone: ZoneInfo = Field(ZoneInfo("Europe/Stockholm"), description="a time zone, such as Europe/Stockholm")
    ledger: Count = Field(501, description="the number of this line's ledger")
    ledger_url: LedgerUrl = Field(
        "", description="the https address of the ledger that keeps the books, without a path"
    )
    ledger_token_file: FilePath | None = Field(None, description="a file with the bearer token for LEDGER_URL")
    ledger_certificate: FilePath | None = Field(None, description="a PEM file with our certificate for LEDGER_URL")
    ledger_key: FilePath | None = Field(None, description="a PEM file with the key of LEDGER_CERTIFICATE")
    ledger_ca: FilePath | None = Field(None, description="a PEM file with the authorities that vouch for LEDGER_URL")
    agents_general: Numbers = Field((), description="one to five phone numbers (+46…) with commas, tried in order")
    agents_specialist: Numbers = Field((), description="one to five phone numbers (+46…) with commas, tried in order")
    clock: AwareDatetime | None = Field(
        None, description="an instant with its offset, such as 2026-11-20T12:00:00+01:00"
    )
    allow_keyed_signing: bool = Field(
        False, description="true where a one-time code may sign an agreement in production, else false"
    )
    wrong_codes_per_call: Count = Field(3, description="a whole number from 1")
    wrong_codes_per_code: Count = Field(5, description="a whole number from 1")
    wrong_codes_per_person: Count = Field(5, description="a whole number from 1, for each hour")
    starts_per_call: Count = Field(3, description="a whole number from 1")
    starts_per_caller: Count = Field(10, description="a whole number from 1, for each hour")
    starts_per_identifier: Count = Field(6, description="a whole number from 1, for each hour")
    messages_per_person: Count = Field(3, description="a whole number from 1, for each hour")
    messages_in_all: Count = Field(300, description="a whole number from 1, for each hour")
    call_backs_per_caller: Count = Field(3, description="a whole number from 1, for each hour")
    call_backs_in_all: Count = Field(100, description="a whole number from 1, for each hour")
    api_requests_per_minute: Count = Field(600, description="a whole number from 1, for each subject of tokens")
    code_minutes: Annotated[int, Field(ge=1, le=10)] = Field(10, description="minutes from 1 to 10")
    resend_seconds: Count = Field(30, description="seconds from 1")

    @property
    def host(self) -> str:
        return self.bind.rpartition(":")[0].strip("[]")

    @property
    def port(self) -> int:
        return int(self.bind.rpartition(":")[2])


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


def read_settings(environ: Mapping[str, str] | None = None) -> Reading:
    """The same for a caller that has more to check before it lists the faults."""
    environ = os.environ if environ is None else environ
    given = {name.removeprefix(PREFIX): value for name, value in environ.items() if name.startswith(PREFIX) and value}
    data_dir = presets.data_dir(given)
    given = given | {"MODE": presets.mode(given, data_dir), "DATA_DIR": str(data_dir)}
    try:
        presets.make(data_dir)
        return _judged(given, presets.demo(given, data_dir) if given["MODE"] == "demo" else {})
    except OSError:
        reading = _judged(given, {})
        fault = f"{PREFIX}DATA_DIR cannot be written to: {data_dir}"
        return Reading(reading.settings, {**reading.faults, "DATA_DIR": fault})


def _judged(given: dict[str, str], preset: dict[str, str]) -> Reading:
    values = preset | given
    fallback = {"DATABASE_URL": f"sqlite:///{given['DATA_DIR']}/creditline.db"}
    try:
        settings, unreadable = Settings.model_validate(fallback | values), {}
    except ValidationError as error:
        names = {str(fault["loc"][0]) for fault in error.errors(include_input=False)}
        unreadable = {
            name: f"{PREFIX}{name} cannot be read: set it to {_meaning(name)}" for name in names & given.keys()
        }
        readable = {name: value for name, value in values.items() if name not in names}
        settings = Settings.model_validate(fallback | readable)
    refused = _refused(settings) if settings.mode == "production" else _missing(settings, ALWAYS_OF_A_LEDGER)
    return Reading(settings, refused | unreadable)


def _missing(settings: Settings, of_a_ledger: tuple[str, ...], always: tuple[str, ...] = ()) -> dict[str, str]:
    values = settings.model_dump(by_alias=True)
    required = (*always, *(of_a_ledger if settings.ledger_url else ()))
    return {name: f"{PREFIX}{name} is missing: set it to {_meaning(name)}" for name in required if not values[name]}


def _refused(settings: Settings) -> dict[str, str]:
    """What a production refuses although each value by itself can be read."""
    weak = {name: f"{PREFIX}{name} {why}" for name, why in _weaknesses(settings)}
    return _missing(settings, (*ALWAYS_OF_A_LEDGER, "LEDGER_CERTIFICATE", "LEDGER_KEY"), REQUIRED) | weak


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
        (not _adds_up(settings.payment_account), "PAYMENT_ACCOUNT", "is no bankgiro number: its check digit is wrong"),
        (
            any(len(set(key)) < RANDOM_BYTES for key in keys),
            "SECRET_KEYS",
            f"is weak: set it to {_meaning('SECRET_KEYS')}",
        ),
        (
            any(len(token) < SECRET_LENGTH or len(set(token)) < RANDOM_CHARACTERS for token in tokens),
            "TWILIO_AUTH_TOKEN",
            f"is weak: set it to {_meaning('TWILIO_AUTH_TOKEN')}",
        ),
    ]
    return [(name, why) for is_weak, name, why in weak if is_weak]


def _adds_up(number: str) -> bool:
    """Luhn's sum, whose last digit makes it a multiple of ten."""
    digits = [int(digit) for digit in reversed(number) if digit.isdigit()]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def _meaning(name: str) -> Any:
    return next(field.description for field in Settings.model_fields.values() if field.alias == name)
