"""The bearer token of the ledger, from a file that somebody else renews."""

from pathlib import Path

from domain.errors import Unavailable


class TokenFile:
    """Read when it is first needed, and again when the ledger does not take it any more."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._token: str | None = None

    @property
    def header(self) -> str:
        """Raises Unavailable."""
        if self._token is None:
            self.renew()
        return f"Bearer {self._token}"

    def renew(self) -> None:
        try:
            self._token = self._file.read_text(encoding="ascii").strip()
        except (OSError, ValueError) as error:
            raise Unavailable(f"the ledger's token cannot be read: {type(error).__name__}") from None
