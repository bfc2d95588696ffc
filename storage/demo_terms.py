"""The documents of the demo's offers: kept beside this file, so that nothing has to be made at a start."""

from functools import cache
from pathlib import Path

from domain.documents import PDF, Document

URL = "https://www.payex.com/term-and-conditions/no/-----.pdf"
FOLDER = Path(__file__).with_name("demo_documents")
NAMES = ("information", "terms")


@cache
def terms_of(profile: str) -> tuple[Document, Document]:
    """The standard European information and the account terms of an offer."""
    information, terms = (Document(URL, PDF, (FOLDER / f"{profile}-{name}.pdf").read_bytes()) for name in NAMES)
    return information, terms
