"""Documents, named by what is in them: the SHA-256 of their bytes."""

from dataclasses import dataclass, field
from hashlib import sha256

PDF, AGREEMENT = "application/pdf", "application/vnd.creditline.agreement+json"


@dataclass(frozen=True)
class Document:
    """`url`: where it was published, "" for an agreement that we made."""

    url: str
    media_type: str
    content: bytes = field(repr=False)

    @property
    def sha256(self) -> str:
        """Lower-case hexadecimal."""
        return sha256(self.content).hexdigest()
