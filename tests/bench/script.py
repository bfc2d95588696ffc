"""Whole calls as they are made, and how often each kind is among twenty of them."""

from dataclasses import dataclass
from itertools import chain

Acts = tuple[str, ...]
"""Keys, `-` for silence, `{customer}`, `{applicant}`, `{nobody}` for an identifier, `{code}` for the one that was sent,
or how a dial ended."""

CODE = "{code}"
IDENTIFIERS = ("{customer}", "{applicant}", "{nobody}")


@dataclass(frozen=True)
class Script:
    name: str
    acts: Acts
    states: Acts
    """Where the call is after the greeting and after each act, as its tokens have it: a telling is its menu."""


CUSTOMER = Script(
    "customer",
    ("{customer}", "{code}", "1", "9"),
    ("AskIdentifier", "AwaitCode", "CustomerMenu", "CustomerMenu", "Goodbye"),
)
APPLICANT = Script(
    "applicant",
    ("{applicant}", "{code}", "1", "9"),
    ("AskIdentifier", "AwaitCode", "ApplicantMenu", "ApplicantMenu", "Goodbye"),
)
UNKNOWN = Script(
    "unknown, with wrong codes",
    ("{nobody}", "123456", "234567", "345678", "2", "9"),
    ("AskIdentifier", "AwaitCode", "AwaitCode", "AwaitCode", "NotVerified", "OffersMenu", "Goodbye"),
)
OFFERS = Script(
    "offers",
    ("1", "1", "9"),
    ("AskIdentifier", "OffersMenu", "OffersMenu", "Goodbye"),
)
SILENT = Script(
    "silent at first",
    ("-", "{customer}", "-", "{code}", "9"),
    ("AskIdentifier", "AskIdentifier", "AwaitCode", "AwaitCode", "CustomerMenu", "Goodbye"),
)
TRANSFER = Script(
    "transfer that nobody takes",
    ("{customer}", "{code}", "0", "no-answer", "busy", "9"),
    (
        *("AskIdentifier", "AwaitCode", "CustomerMenu"),
        *("Transferring", "Transferring", "NobodyAnswered", "Goodbye"),
    ),
)

TALKATIVE = Script(
    "customer of eight turns",
    ("{customer}", "{code}", "1", "4", "*", "3", "9"),
    (
        *("AskIdentifier", "AwaitCode", "CustomerMenu", "CustomerMenu"),
        *("DetailsMenu", "CustomerMenu", "CustomerMenu", "Goodbye"),
    ),
)

SCRIPTS = (CUSTOMER, APPLICANT, UNKNOWN, OFFERS, SILENT, TRANSFER)
MIX = tuple(
    chain(
        *((script,) * times for script, times in zip(SCRIPTS, (8, 3, 3, 3, 1, 2), strict=True)),
    )
)
