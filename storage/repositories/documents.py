"""Documents by what is in them."""

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert

from domain.documents import Document
from storage.statements import Prepared
from storage.tables import documents
from storage.transactions import Transaction

ADD = Prepared(insert(documents).on_conflict_do_nothing())
GET = Prepared(
    select(documents.c.url, documents.c.media_type, documents.c.content).where(
        documents.c.sha256 == bindparam("wanted")
    )
)


class SqlDocuments:
    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add(self, document: Document) -> None:
        ADD.run(self._transaction, **row_of_document(document))

    def get(self, sha256: str) -> Document | None:
        row = GET.first(self._transaction, wanted=sha256)
        return Document(*row) if row else None


def row_of_document(document: Document) -> dict[str, str | bytes]:
    return {**vars(document), "sha256": document.sha256}
