"""What somebody gets to keep: read back with another library than the one that wrote it."""

import subprocess
import sys
from decimal import Decimal
from hashlib import sha256
from io import BytesIO

import pytest
from pypdf import PdfReader

from domain.agreements import Agreement, TermsDocument
from domain.money import Money
from ivr.outbound.agreement_pdf import agreement_pdf
from ivr.prompts.languages import LANGUAGES

TERMS_URL = "https://lender.example/terms.pdf"
AGREEMENT = Agreement(
    ledger=501,
    lender="Sparbanken Ärlig & Co <b>",
    application="a-5f1d7a3c",
    profile="kontotyp-1",
    product="kontotyp 1",
    credit_limit=Money.of(25000),
    nominal_rate=Decimal("18.50"),
    effective_rate=Decimal("23.7"),
    monthly_fee=Money.of("35.50"),
    reminder_fee=Money.of(60),
    total_cost=Money.of("2931.04"),
    total_payable=Money.of("27931.04"),
    withdrawal_days=14,
    documents=(TermsDocument(TERMS_URL, "5f" * 32), TermsDocument(f"{TERMS_URL}?v=2&l=sv", None)),
)


def read(language: str, agreement: Agreement = AGREEMENT) -> PdfReader:
    return PdfReader(BytesIO(agreement_pdf(agreement, language)))


def text(language: str, agreement: Agreement = AGREEMENT) -> str:
    """All of it, on one line."""
    return " ".join(" ".join(page.extract_text() for page in read(language, agreement).pages).split())


@pytest.mark.parametrize(
    ("language", "figures"),
    [
        ("en-GB", ["25,000.00 kr", "18.5%", "23.7%", "35.50 kr", "60.00 kr", "2,931.04 kr", "27,931.04 kr", "14 days"]),
        (
            "sv-SE",
            ["25 000,00 kr", "18,5 %", "23,7 %", "35,50 kr", "60,00 kr", "2 931,04 kr", "27 931,04 kr", "14 dagar"],
        ),
    ],
)
def test_every_figure_is_in_the_agreement_as_its_language_writes_it(language: str, figures: list[str]) -> None:
    written = text(language)
    assert [figure for figure in figures if figure not in written] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_agreement_names_what_it_binds(language: str) -> None:
    written = text(language)
    named = [
        AGREEMENT.lender,
        "kontotyp 1",
        "a-5f1d7a3c",
        AGREEMENT.hash,
        TERMS_URL,
        "5f" * 32,
        f"{TERMS_URL}?v=2&l=sv",
    ]
    assert [name for name in named if name not in written] == []


def test_the_agreement_is_in_the_language_that_it_says_it_is_in() -> None:
    """ISO 32000-1, 14.9.2: what reads it aloud goes by this."""
    for language, title in (("sv-SE", "Kreditavtal"), ("en-GB", "Credit agreement")):
        pdf = read(language)
        assert str(pdf.root_object["/Lang"]) == language
        assert pdf.metadata is not None
        assert pdf.metadata.title == f"{title} · kontotyp 1"
        assert title in text(language)


def test_a_lenders_name_puts_no_markup_into_the_agreement() -> None:
    assert "Sparbanken Ärlig & Co <b>" in text("sv-SE")


def test_the_agreement_is_the_same_bytes_in_every_process() -> None:
    """Whoever gets it twice has one document."""
    script = (
        "import hashlib; from tests.outbound.test_agreement_pdf import *; "
        "print(hashlib.sha256(agreement_pdf(AGREEMENT, 'sv-SE')).hexdigest())"
    )
    elsewhere = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert elsewhere.strip() == sha256(agreement_pdf(AGREEMENT, "sv-SE")).hexdigest()


def test_no_font_is_left_to_the_reader() -> None:
    """It looks the same everywhere, and its text can be found."""
    page = read("sv-SE").pages[0]
    fonts = [font.get_object() for font in page.raw_get("/Resources").get_object()["/Font"].values()]
    assert len(fonts) >= 2
    assert all("/FontFile2" in font["/FontDescriptor"] and "/ToUnicode" in font for font in fonts)
