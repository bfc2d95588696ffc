"""A file of offers: CSV with a head line, or JSON lines, read as a whole and judged line by line.

| column | what it holds |
|---|---|
| profile | 1 to 50 letters, digits, dots, hyphens, underscores |
| title | what people are told, up to 50 characters |
| currency | ISO 4217, one that the line has words for |
| max_credit_limit, monthly_admin_fee, reminder_fee | amounts with at most two decimals |
| interest | nominal percent a year; empty (CSV) or null where none is stated |
| interest_free_purchase_month | true or false |
| standard_european_agreements, account_terms | where the document is published |
| standard_european_agreements_file, account_terms_file | the same document as a PDF, beside the file of offers |
"""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, HttpUrl, ValidationError
from pydantic import StringConstraints as Shape

from domain.documents import PDF, Document
from domain.money import Money
from domain.offers import Offer
from ivr.prompts.languages import LANGUAGES
from ivr.prompts.wording import has

PDF_MARK = b"%PDF-"
LARGEST_DOCUMENT = 5_000_000  # bytes: two of them go with an e-mail


class UnreadableOffers(Exception):
    """`faults`: one line each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class OfferedTerms:
    offer: Offer
    documents: tuple[Document, Document]


def _sayable(currency: str) -> str:
    if not all(has(f"speech-major-{currency}", language) for language in LANGUAGES):
        raise ValueError("the line has no words for this currency")
    return currency


def _published(url: str) -> str:
    HttpUrl(url)
    return url


Amount = Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=2)]
Rate = Annotated[Decimal, Field(ge=0, lt=1000, decimal_places=2)]
Url = Annotated[str, Shape(max_length=2048, pattern=r"^https?://[^\s]+$"), AfterValidator(_published)]


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    profile: Annotated[str, Shape(pattern=r"^[A-Za-z0-9._-]{1,50}$")]
    title: Annotated[str, Shape(pattern=r"^[^\x00-\x1f\x7f]{1,50}$", strip_whitespace=True)]
    currency: Annotated[str, Shape(pattern=r"^[A-Z]{3}$"), AfterValidator(_sayable)]
    max_credit_limit: Amount
    monthly_admin_fee: Amount
    reminder_fee: Amount
    interest: Annotated[Rate | None, BeforeValidator(lambda given: None if given == "" else given)]
    interest_free_purchase_month: bool
    standard_european_agreements: Url
    standard_european_agreements_file: Path
    account_terms: Url
    account_terms_file: Path


@dataclass(frozen=True)
class _Numbered:
    """A line's number, and what is wrong with it or what it says."""

    number: int
    faults: tuple[str, ...] = ()
    terms: OfferedTerms | None = None


def read_offers(file: Path) -> list[OfferedTerms]:
    """Raises UnreadableOffers with every fault of every line, OSError and UnicodeDecodeError."""
    lines = [_judged(number, values, file.parent) for number, values in _values(file)]
    profiles = [line.terms.offer.profile for line in lines if line.terms]
    twice = [f"{profile} is there more than once" for profile in sorted({p for p in profiles if profiles.count(p) > 1})]
    faults = [f"line {line.number}: {fault}" for line in lines for fault in line.faults] + twice
    if faults or not lines:
        raise UnreadableOffers(faults or ["there is no offer in it"])
    return [line.terms for line in lines if line.terms]


def _values(file: Path) -> Iterator[tuple[int, object]]:
    """What each line says, with its number."""
    with file.open(encoding="utf-8-sig", newline="") as opened:
        yield from _csv_values(opened) if file.suffix.lower() == ".csv" else _json_values(opened)


def _csv_values(opened: Iterable[str]) -> Iterator[tuple[int, object]]:
    reader = csv.DictReader(opened, restkey="too many columns")
    for values in reader:
        yield reader.line_num, {name: value for name, value in values.items() if value is not None}


def _json_values(opened: Iterable[str]) -> Iterator[tuple[int, object]]:
    for number, line in enumerate(opened, start=1):
        if line.strip():
            try:
                yield number, json.loads(line, parse_float=Decimal)
            except ValueError:
                yield number, None


def _judged(number: int, values: object, folder: Path) -> _Numbered:
    try:
        line = _Line.model_validate(values)
    except ValidationError as error:
        return _Numbered(number, tuple(_told(fault) for fault in error.errors(include_url=False)))
    faults = [fault for name, path in _files(line).items() if (fault := _file_fault(name, folder / path))]
    return _Numbered(number, tuple(faults)) if faults else _Numbered(number, terms=_terms(line, folder))


def _told(fault: Any) -> str:
    column = ".".join(str(part) for part in fault["loc"]) or "the line"
    return f"{column}: {fault['msg'][0].lower()}{fault['msg'][1:]}"


def _files(line: _Line) -> Mapping[str, Path]:
    names = ("standard_european_agreements_file", "account_terms_file")
    return {name: getattr(line, name) for name in names}


def _file_fault(name: str, path: Path) -> str | None:
    try:
        with path.open("rb") as opened:
            content = opened.read(LARGEST_DOCUMENT + 1)
    except OSError as error:
        return f"{name}: cannot be read ({error.strerror})"
    if len(content) > LARGEST_DOCUMENT:
        return f"{name}: is larger than {LARGEST_DOCUMENT:,} bytes"
    return None if content.startswith(PDF_MARK) else f"{name}: is no PDF"


def _terms(line: _Line, folder: Path) -> OfferedTerms:
    information, terms = (
        Document(url, PDF, (folder / path).read_bytes())
        for url, path in zip(
            (line.standard_european_agreements, line.account_terms), _files(line).values(), strict=True
        )
    )
    offer = Offer(
        profile=line.profile,
        title=line.title,
        max_credit_limit=Money.of(line.max_credit_limit, line.currency),
        monthly_admin_fee=Money.of(line.monthly_admin_fee, line.currency),
        reminder_fee=Money.of(line.reminder_fee, line.currency),
        interest=line.interest,
        interest_free_purchase_month=line.interest_free_purchase_month,
        standard_european_agreements=information.url,
        account_terms=terms.url,
        standard_european_agreements_sha256=information.sha256,
        account_terms_sha256=terms.sha256,
    )
    return OfferedTerms(offer, (information, terms))
