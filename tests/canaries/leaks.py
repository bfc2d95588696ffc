"""Leaks to be planted: made-up values of every kind, in every form people and programs write them in."""

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from tests.canaries.scanner import Canaries


@dataclass(frozen=True)
class Leak:
    """A made-up value of somebody's, its spelling and its place; `number` makes it differ from all others."""

    number: int
    kind: str
    spelling: str
    place: str

    @property
    def written(self) -> bytes:
        forms = FORMS[self.kind](self.number)
        return SPELLINGS[self.spelling](forms[self.number % len(forms)])

    @property
    def canaries(self) -> Canaries:
        """It alone."""
        first = FORMS[self.kind](self.number)[0].lower().encode()
        match self.kind:
            case "code":
                return Canaries({}, {}, frozenset({first}))
            case "name" | "e-mail address" | "figure":
                return Canaries({}, {self.kind: frozenset({first})})
        return Canaries({self.kind: frozenset({first})}, {})


def national_number(n: int) -> tuple[str, ...]:
    digits = f"8507{100000 + n}"
    day, serial = digits[:6], digits[6:]
    return digits, f"19{digits}", f"{day}-{serial}", f"19{day} {serial}", f"{day}+{serial}", f"19{day}-{serial}"


def phone_number(n: int) -> tuple[str, ...]:
    digits = f"70175{n:04}"
    spoken = f"{digits[:2]}-{digits[2:5]} {digits[5:7]} {digits[7:]}"
    return digits, f"+46{digits}", f"0{digits}", f"0{spoken}", f"+46 (0){spoken}"


# The first form is what the scan looks for.
FORMS: dict[str, Callable[[int], tuple[str, ...]]] = {
    "national number": national_number,
    "customer number": lambda n: (f"{20000000 + n}",),
    "phone number": phone_number,
    "name": lambda n: (f"Test Person {n:03}", f"TEST PERSON {n:03}"),
    "e-mail address": lambda n: (f"test.person.{n:03}@example.com", f"Test.Person.{n:03}@Example.com"),
    "code": lambda n: (f"{482913 + n}", f"{(482913 + n) // 1000} {(482913 + n) % 1000:03}"),
    "figure": lambda n: (f"{n + 30} 654,50",),
}


def as_is(text: str) -> bytes:
    return text.encode()


SPELLINGS: dict[str, Callable[[str], bytes]] = {
    "plain": as_is,
    "in a sentence": lambda text: f"the caller said {text}, twice".encode(),
    "in a query string": lambda text: f"GET /voice/turn?who={quote(text, safe='')}&t=1".encode(),
    "quoted twice": lambda text: quote(quote(text, safe=""), safe="").encode(),
    "with every byte quoted": lambda text: "".join(f"%{byte:02x}" for byte in text.encode()).encode(),
    "in JSON": lambda text: json.dumps({"to": text, "n": 1}).encode(),
    "escaped in JSON": lambda text: "".join(f"\\u{ord(character):04x}" for character in text).encode(),
    "as entities": lambda text: "".join(f"&#x{ord(character):x};" for character in text).encode(),
    "in hexadecimal digits": lambda text: text.encode().hex().encode(),
    "in capital hexadecimal digits": lambda text: b"0x" + text.encode().hex().upper().encode(),
    "in base64": lambda text: base64.b64encode(text.encode()),
    "in the middle of base64": lambda text: base64.b64encode(f"id={text};".encode()),
    "further in the middle of base64": lambda text: base64.urlsafe_b64encode(f"to={text};!".encode()).rstrip(b"="),
    "in UTF-16": lambda text: text.encode("utf-16-le"),
    "in UTF-16, big end first": lambda text: text.encode("utf-16-be"),
    "in base64 of UTF-16": lambda text: base64.b64encode(text.encode("utf-16-le")),
}
