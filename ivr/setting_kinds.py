"""What single settings are made of, and how their words are read."""

import base64
import re
from datetime import datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

from babel.core import get_global
from phonenumbers import SUPPORTED_REGIONS
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BeforeValidator,
    Field,
)
from pydantic import StringConstraints as Shape

from domain.errors import InvalidIdentifier
from domain.identifiers import PhoneNumber
from ivr import addresses
from ivr.addresses import read_by
from ivr.prompts.languages import LANGUAGES

HOME = "SE"  # where national numbers and the currency are from
YEARS = range(2000, 9000)
SECRET_LENGTH = 32  # bytes of a key, characters of a Twilio auth token


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


def _country(code: str) -> str:
    """One whose numbers are known: a satellite network is none."""
    country = code.upper()
    if country not in SUPPORTED_REGIONS:
        raise ValueError("no such country")
    return country


def country_of(timezone: ZoneInfo) -> str:
    """Where the line is."""
    return str(get_global("zone_territories").get(timezone.key, HOME))


def _folder(path: Path) -> Path:
    """The database's address ends at a question mark."""
    if "?" in str(path):
        raise ValueError("no folder for a database")
    return path


def _file(path: Path) -> Path:
    try:
        path.open("rb").close()
    except OSError:
        raise ValueError("no file that we may read") from None
    return path


def _instant(instant: datetime) -> datetime:
    """With room for what is counted from it."""
    if instant.year not in YEARS:
        raise ValueError("no such year")
    return instant


def encoded(value: object) -> object:
    """What is no UTF-8 in the environment cannot be stored, shown or sent. Raises ValueError."""
    if isinstance(value, str):
        value.encode()
    return value


def _phone(text: str) -> str:
    try:
        return PhoneNumber.parse(text).e164
    except InvalidIdentifier as refusal:
        raise ValueError(str(refusal)) from None


def _sender(text: str) -> str:
    return _phone(text) if text.startswith("+") else text


def _without_code(url: str) -> str:
    """Six bare digits in a text are a one-time code."""
    if re.search(r"(?<!\d)\d{6}(?!\d)", url):
        raise ValueError("taken for a code")
    return url


Listed = BeforeValidator(_listed)
Key = Annotated[bytes, BeforeValidator(_key), Field(min_length=SECRET_LENGTH)]
Phone = Annotated[str, AfterValidator(_phone)]
Numbers = Annotated[tuple[Phone, ...], Listed, Field(min_length=1, max_length=5)]
Keys = Annotated[tuple[Key, ...], Listed, Field(min_length=1)]
Secrets = Annotated[tuple[str, ...], Listed, Field(min_length=1)]
File = Annotated[Path, AfterValidator(_file)]
Clock = Annotated[AwareDatetime, AfterValidator(_instant)]
DataDir = Annotated[Path, AfterValidator(_folder)]
Bind = Annotated[str, Shape(pattern=r"^[^\s/?#@]+:\d{1,5}$"), AfterValidator(read_by(addresses.host_and_port))]
PublicUrl = Annotated[str, Shape(pattern=r"^https?://[^\s?#/@]+$|^$"), AfterValidator(read_by(addresses.web))]
LedgerUrl = Annotated[str, Shape(pattern=r"^https?://[^\s?#/@]+$|^$"), AfterValidator(read_by(addresses.ledger))]
RedisUrl = Annotated[
    str,
    Shape(pattern=r"^(embedded|(rediss?(\+sentinel|\+cluster)?|unix)://.+|)$"),
    AfterValidator(read_by(addresses.redis)),
]
DatabaseUrl = Annotated[str, Shape(pattern=r"^\w+(\+\w+)?://.+$"), AfterValidator(read_by(addresses.database))]
AccountSid = Annotated[str, Shape(pattern=r"^AC[0-9a-f]{32}$")]
Sender = Annotated[str, Shape(pattern=r"^(\+\d+|[A-Za-z0-9 ]{1,11}|)$"), AfterValidator(_sender)]
SmtpUrl = Annotated[
    str,
    Shape(pattern=r"^(smtp|smtps|smtp\+starttls)://([^\s/?#@]+:[^\s/?#@]+@)?[^\s/?#@]+$|^$"),
    AfterValidator(read_by(addresses.mail_server)),
]
MailAddress = Annotated[
    str,
    Shape(pattern=r"^[\w.+-]+@([a-zA-Z0-9-]+\.)+[a-zA-Z0-9-]+$|^$"),
    AfterValidator(read_by(addresses.mail)),
]
Name = Annotated[str, Shape(pattern=r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029]*$", strip_whitespace=True, max_length=40)]
Bankgiro = Annotated[str, Shape(pattern=r"^(\d{3,4}-\d{4}|)$")]
ApplyUrl = Annotated[str, Shape(pattern=r"^https://\S+$|^$", max_length=100), AfterValidator(_without_code)]
Count = Annotated[int, Field(ge=1, le=1_000_000_000)]  # what a column of numbers and a span of seconds take
Workers = Annotated[int, Field(ge=1, le=256)]
Threads = Annotated[int, Field(ge=1, le=8)]  # a process has as many connections to SQL (`storage.engine`)
Countries = Annotated[frozenset[Annotated[str, AfterValidator(_country)]], Listed, Field(min_length=1)]
Languages = Annotated[tuple[Annotated[str, AfterValidator(_spoken)], ...], Listed, Field(min_length=1)]
