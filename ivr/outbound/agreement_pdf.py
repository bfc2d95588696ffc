"""An agreement as a document to keep: PDF, one for each language, the same bytes whenever it is made.

`reportlab` is slow to import, so this module is imported only where agreements are sent.
"""

from collections.abc import Sequence
from functools import cache, partial
from io import BytesIO
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, KeepTogether, Paragraph, SimpleDocTemplate, Spacer, Table

from domain.agreements import Agreement, TermsDocument
from ivr.dialogue.voice import Value
from ivr.prompts.catalogue import written
from ivr.prompts.plain import plain
from ivr.prompts.speech import VALUE_LIMIT
from ivr.prompts.writing import in_writing

MARGIN, LABEL_WIDTH = 22 * mm, 72 * mm
VALUE_WIDTH = A4[0] - 2 * MARGIN - LABEL_WIDTH
INK, GREY, RULE = HexColor("#1a1a1a"), HexColor("#595959"), HexColor("#c8c8c8")
REGULAR, BOLD = "Vera", "VeraBd"  # they come with reportlab and are embedded: it looks the same everywhere

BODY = ParagraphStyle("body", fontName=REGULAR, bulletFontName=REGULAR, fontSize=9, leading=13, textColor=INK)
LABEL = ParagraphStyle("label", BODY, textColor=GREY)
SMALL = ParagraphStyle("small", BODY, fontSize=7.5, leading=10.5, textColor=GREY)
TITLE = ParagraphStyle("title", BODY, fontName=BOLD, fontSize=20, leading=26, spaceAfter=2 * mm)
PART = ParagraphStyle("part", BODY, fontName=BOLD, fontSize=11, leading=15, spaceBefore=6 * mm, spaceAfter=1.5 * mm)
DOCUMENT_NAMES = ("agreement-standard-information", "agreement-account-terms")

Row = tuple[str, Value]
"""The wording of its label, and the value beside it."""


def agreement_pdf(agreement: Agreement, language: str) -> bytes:
    """`language` is one of LANGUAGES."""
    _load_fonts()
    file = BytesIO()
    title = f"{written('agreement-title', language, {})} · {agreement.product}"
    document = SimpleDocTemplate(
        file,
        pagesize=A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=MARGIN,
        title=title,
        subject=title,
        author=agreement.lender,
        creator=agreement.lender,
        lang=language,
        displayDocTitle=True,
        initialFontName=REGULAR,
        invariant=True,
    )
    foot = partial(_foot, agreement=agreement, language=language)
    document.build(_content(agreement, language), onFirstPage=foot, onLaterPages=foot)
    return file.getvalue()


def _content(agreement: Agreement, language: str) -> list[Flowable]:
    return [
        Paragraph(_text("agreement-title", language), TITLE),
        *_part("agreement-part-credit", language, _table(_credit_rows(agreement, language), language)),
        *_part(
            "agreement-part-cost",
            language,
            _table(_cost_rows(agreement), language),
            Spacer(0, 2 * mm),
            Paragraph(_text("agreement-example", language), SMALL),
        ),
        *_part("agreement-part-withdrawal", language, Paragraph(_withdrawal(agreement, language), BODY)),
        *_part("agreement-part-documents", language, *_documents(agreement.documents, language)),
        *_part(
            "agreement-part-signing",
            language,
            Paragraph(_text("agreement-signing", language), BODY),
            _checksum(agreement.hash, language),
        ),
    ]


def _credit_rows(agreement: Agreement, language: str) -> Sequence[Row]:
    return (
        ("agreement-lender", agreement.lender),
        ("agreement-borrower", written("agreement-borrower-text", language, {})),
        ("agreement-product", agreement.product),
        ("agreement-kind", written("agreement-kind-text", language, {})),
        ("agreement-credit-limit", agreement.credit_limit),
        ("agreement-application", agreement.application),
    )


def _cost_rows(agreement: Agreement) -> Sequence[Row]:
    return (
        ("agreement-nominal-rate", agreement.nominal_rate),
        ("agreement-effective-rate", agreement.effective_rate),
        ("agreement-monthly-fee", agreement.monthly_fee),
        ("agreement-reminder-fee", agreement.reminder_fee),
        ("agreement-total-cost", agreement.total_cost),
        ("agreement-total-payable", agreement.total_payable),
    )


def _withdrawal(agreement: Agreement, language: str) -> str:
    values: dict[str, Value] = {"withdrawal-days": agreement.withdrawal_days, "lender": agreement.lender}
    return escape(written("agreement-withdrawal", language, values))


def _documents(documents: Sequence[TermsDocument], language: str) -> list[Flowable]:
    shown: list[Flowable] = []
    for name, document in zip(DOCUMENT_NAMES, documents, strict=True):
        shown += [Paragraph(_text(name, language), BODY), Paragraph(escape(document.url), SMALL)]
        if document.sha256:
            shown += [_checksum(document.sha256, language), Spacer(0, 1.5 * mm)]
    return shown


def _part(heading: str, language: str, *content: Flowable) -> list[Flowable]:
    return [KeepTogether([Paragraph(_text(heading, language), PART), *content])]


def _table(rows: Sequence[Row], language: str) -> Table:
    cells = [
        [
            Paragraph(_text(label, language), LABEL),
            Paragraph(escape(plain(in_writing(value, language), VALUE_LIMIT)), BODY),
        ]
        for label, value in rows
    ]
    everywhere = ((0, 0), (-1, -1))
    look = [
        ("FONTNAME", *everywhere, REGULAR),
        ("LINEBELOW", *everywhere, 0.4, RULE),
        ("LEFTPADDING", *everywhere, 0),
        ("VALIGN", *everywhere, "TOP"),
    ]
    return Table(cells, (LABEL_WIDTH, VALUE_WIDTH), style=look, hAlign="LEFT")


def _checksum(sha256: str, language: str) -> Paragraph:
    return Paragraph(written("agreement-checksum", language, {"checksum": sha256}), SMALL)


def _text(key: str, language: str) -> str:
    return escape(written(key, language, {}))


def _foot(canvas: Canvas, _document: object, agreement: Agreement, language: str) -> None:
    values: dict[str, Value] = {"lender": agreement.lender, "page": canvas.getPageNumber()}
    canvas.setFont(REGULAR, SMALL.fontSize)
    canvas.setFillColor(GREY)
    text = written("agreement-page", language, values)
    canvas.drawString(A4[0] - MARGIN - stringWidth(text, REGULAR, SMALL.fontSize), MARGIN / 2, text)


@cache
def _load_fonts() -> None:
    for name in (REGULAR, BOLD):
        registerFont(TTFont(name, f"{name}.ttf"))
