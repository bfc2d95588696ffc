"""How the documents of the demo's offers were made: `python -m tests.storage.demo_documents` makes them again."""

from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate

from domain.agreements import CreditTerms, cost_example
from domain.money import Money
from domain.offers import Offer
from ivr.prompts.plain import plain
from ivr.prompts.writing import in_writing
from storage import demo, demo_terms

LANGUAGE = "sv-SE"
NOTE = "Ett påhittat exempel för demonstration. Här erbjuds ingen kredit."
TITLES = {"information": "Standardiserad europeisk konsumentkreditinformation", "terms": "Kontovillkor"}
BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=10, leading=15, spaceAfter=6)
TITLE = ParagraphStyle("title", BODY, fontName="Helvetica-Bold", fontSize=16, leading=22, spaceAfter=12)


def documents() -> dict[str, bytes]:
    """File name → the document."""
    return {
        f"{offer.profile}-{name}.pdf": _pdf(f"{TITLES[name]}, {offer.title}", lines)
        for offer in demo.offers()
        for name, lines in (("information", _information(offer)), ("terms", _terms(offer)))
    }


def _pdf(title: str, lines: Iterator[str]) -> bytes:
    file = BytesIO()
    content: list[Flowable] = [Paragraph(title, TITLE), *(Paragraph(line, BODY) for line in (*lines, NOTE))]
    SimpleDocTemplate(file, pagesize=A4, title=title, author="Demo Credit", lang=LANGUAGE, invariant=True).build(
        content
    )
    return file.getvalue()


def _information(offer: Offer) -> Iterator[str]:
    """By the headings of directive (EU) 2023/2225, annex I."""
    yield f"Typ av kredit: kontokredit utan bestämd löptid, {offer.title}."
    yield f"Högsta kredit: {_written(offer.max_credit_limit)}."
    yield f"Kreditränta per år: {_written(offer.interest or Decimal(0))}."
    yield f"Månadsavgift: {_written(offer.monthly_admin_fee)}."
    yield f"Påminnelseavgift: {_written(offer.reminder_fee)}."
    if offer.is_open and offer.interest is not None:
        example = cost_example(CreditTerms(offer.max_credit_limit, offer.interest, offer.monthly_admin_fee))
        yield (
            f"Exempel: hela krediten, {_written(offer.max_credit_limit)}, används på en gång och betalas tillbaka med "
            f"lika stora delar varje månad under ett år. Effektiv ränta: {_written(example.effective_rate)}. "
            f"Sammanlagt belopp att betala: {_written(example.total_payable)}."
        )
    yield "Ångerrätt: 14 dagar från den dag då avtalet signeras. Inget skäl behöver anges."


def _terms(offer: Offer) -> Iterator[str]:
    yield f"1. Kontot {offer.title} kan användas upp till den kreditgräns som står i kreditavtalet."
    yield "2. Månadens belopp förfaller den 28:e i varje månad."
    if offer.interest_free_purchase_month:
        yield "3. Köp är räntefria fram till förfallodagen i månaden efter köpet."
    yield f"4. För påminnelse om försenad betalning tas {_written(offer.reminder_fee)} ut."
    yield "5. Kontot kan sägas upp utan kostnad. Det som då är skyldigt betalas enligt avtalet."


def _written(value: Money | Decimal) -> str:
    return plain(in_writing(value, LANGUAGE), 40)


if __name__ == "__main__":
    for name, content in documents().items():
        demo_terms.FOLDER.joinpath(name).write_bytes(content)
