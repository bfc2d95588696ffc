"""Where people's applications and accounts are really kept. What is told is always read from the tables here."""

from typing import Protocol


class Books(Protocol):
    def refresh(self, person: str) -> bool:
        """Bring what the tables here say of this person up to date; False where they are the books themselves.

        Never inside a transaction. Raises Unavailable.
        """


class OwnTables:
    """Nothing is kept elsewhere."""

    def refresh(self, person: str) -> bool:  # noqa: ARG002 - the port has it
        return False
