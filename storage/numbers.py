"""Names and numbers for what is new; implements `domain.ports.Numbers`."""

from uuid import uuid4

from storage.cipher import Cipher

FIRST, LAST = 100_000_000, 999_999_999  # nine digits: keyed, no national number is as long


class KeyedNumbers:
    """Derived with a key, so that no number tells how many there are, and a repetition finds the same one."""

    def __init__(self, cipher: Cipher) -> None:
        self._cipher = cipher

    def reference(self) -> str:
        return str(uuid4())

    def account_number(self, application: str, attempt: int) -> str:
        return self._number("account-number", f"{application}:{attempt}")

    def customer_number(self, person: str, attempt: int) -> str:
        return self._number("customer-number", f"{person}:{attempt}")

    def _number(self, kind: str, text: str) -> str:
        return str(FIRST + int.from_bytes(self._cipher.mac(kind, text)) % (LAST - FIRST + 1))
