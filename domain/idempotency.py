"""Requests of an API that may be repeated under a key of the client's."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class StoredAnswer:
    """What is answered to each repetition."""

    status: int
    body: bytes = field(repr=False)
    location: str | None = None


@dataclass(frozen=True)
class Mismatch:
    """The key was used for another request."""
