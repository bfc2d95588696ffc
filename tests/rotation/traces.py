"""What a secret key leaves behind: indexes and counters of people, and whatever it has sealed."""

from collections.abc import Iterable, Iterator, Mapping

from domain.people import Person
from domain.services.counting import SUBJECT_LENGTH
from storage.cipher import KEY_ID_LENGTH, Cipher

WIDTH = KEY_ID_LENGTH


def traces(cipher: Cipher, people: Iterable[Person]) -> Mapping[bytes, str]:
    """What was made with the first key, and what it is."""
    [key] = cipher.key_ids
    hashes = {cipher.blind_index(kind, text): kind for person in people for kind, text in _indexed(person)}
    return {**hashes, key: "sealed value"}


class Place:
    """Values in which many traces are looked for: hashes anywhere, first among all runs of four bytes; a key's id at
    the beginning of a value, as elsewhere so few bytes stand by chance."""

    def __init__(self, values: Iterable[bytes]) -> None:
        values = list(values)
        self._held, self._beginnings = b"\n".join(values), {value[:WIDTH] for value in values}
        self._runs = {run for start in range(WIDTH) for run in _runs_of(self._held[start:])}

    def holds(self, trace: bytes) -> bool:
        if len(trace) == WIDTH:
            return trace in self._beginnings
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
