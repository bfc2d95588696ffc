"""What was answered to requests that may be repeated; bodies are sealed, keys are keyed hashes."""

from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects.postgresql import insert

from domain.errors import Fault
from domain.idempotency import Mismatch, StoredAnswer
from storage.cipher import Cipher
from storage.statements import Prepared
from storage.tables import idempotent_answers
from storage.transactions import Transaction

_THIS = (idempotent_answers.c.ledger == bindparam("of_ledger"), idempotent_answers.c.key == bindparam("of_key"))
CLAIM = Prepared(insert(idempotent_answers).on_conflict_do_nothing(), "ledger", "key", "fingerprint", "created_at")
FIND = Prepared(select(idempotent_answers).where(*_THIS))
STORE = Prepared(update(idempotent_answers).where(*_THIS), "status", "location", "body")


class SqlIdempotency:
    def __init__(self, transaction: Transaction, cipher: Cipher, ledger: int) -> None:
        self._transaction = transaction
        self._cipher = cipher
        self._ledger = ledger

    def claim(self, key: str, fingerprint: bytes, at: datetime) -> StoredAnswer | Mismatch | None:
        """Waits for whoever has claimed it and is not at its end."""
        hidden = self._stored(key)
        claimed = CLAIM.run(self._transaction, ledger=self._ledger, key=hidden, fingerprint=fingerprint, created_at=at)
        if claimed:
            return None
        row = FIND.first(self._transaction, of_ledger=self._ledger, of_key=hidden)
        if row is None:  # forgotten just now: it was too old
            return self.claim(key, fingerprint, at)
        if row.status is None:
            raise Fault("a claim is stored together with its answer")
        if row.fingerprint != fingerprint:
            return Mismatch()
        return StoredAnswer(row.status, self._cipher.open(row.body, self._context(hidden)), row.location)

    def store(self, key: str, answer: StoredAnswer) -> None:
        hidden = self._stored(key)
        STORE.run(
            self._transaction,
            of_ledger=self._ledger,
            of_key=hidden,
            status=answer.status,
            location=answer.location,
            body=self._cipher.seal(answer.body, self._context(hidden)),
        )

    def _stored(self, key: str) -> bytes:
        """As it was claimed under another key, else as it is hidden under the first."""
        first, *others = self._cipher.blind_indexes("idempotency-key", key)
        stored = (FIND.first(self._transaction, of_ledger=self._ledger, of_key=other) for other in others)
        return next((row.key for row in stored if row), first)

    def _context(self, hidden: bytes) -> str:
        return f"idempotent_answers:{self._ledger}:{hidden.hex()}"
