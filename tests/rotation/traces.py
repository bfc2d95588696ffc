"""What a secret key leaves behind: indexes and counters of people, and whatever it has sealed."""

from collections.abc import Iterable, Iterator, Mapping

from domain.people import Person
from domain.services.counting import SUBJECT_LENGTH
from storage.cipher import Cipher

WIDTH = 4  # bytes; no trace is shorter


def traces(cipher: Cipher, people: Iterable[Person]) -> Mapping[bytes, str]:
    """What was made with the first key, and what it is."""
    [key] = cipher.key_ids
    hashes = {cipher.blind_index(kind, text): kind for person in people for kind, text in _indexed(person)}
    return {**hashes, key: "sealed value"}


class Place:
    """Bytes in which many traces are looked for: first among all its runs of four bytes."""

    def __init__(self, held: bytes) -> None:
        self._held = held
        self._runs = {run for start in range(WIDTH) for run in _runs_of(held[start:])}

    def holds(self, trace: bytes) -> bool:
        return _runs_of(trace)[0] in self._runs and trace in self._held


def _indexed(person: Person) -> Iterator[tuple[str, str]]:
    national, customer = person.national_number.digits, person.customer_number.digits
    yield "national_number", national
    yield "customer_number", customer
    yield "identifier", f"NationalNumber:{national}"
    yield "identifier", f"CustomerNumber:{customer}"
    yield "claimed", f"person:{person.ref}".ljust(SUBJECT_LENGTH)
    yield "call-back", f"person:{person.ref}"
    if person.phone:
        number = person.phone.e164
        yield from ((kind, number) for kind in ("phone", "caller", "recipient", "link-caller"))
        yield "wrong-codes", f"caller:{number}"
        yield "call-back", f"number:{number}"
    yield "recipient", person.email


def _runs_of(held: bytes) -> "memoryview[int]":
    return memoryview(held[: len(held) // WIDTH * WIDTH]).cast("I")
