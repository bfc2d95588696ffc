"""`creditline offers`: imported whole or not at all, with the documents that they promise."""

import csv
import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from domain.unit_of_work import Transactions
from ivr.config import load_settings
from ivr.wiring import parts
from storage.unit_of_work import SqlTransactions
from tests.cli.conftest import Run

INFORMATION, TERMS = b"%PDF-1.7 information", b"%PDF-1.7 terms"
CARD: dict[str, Any] = {
    "profile": "kort-1",
    "title": "Kortet, större",
    "currency": "SEK",
    "max_credit_limit": "75000.50",
    "monthly_admin_fee": "29",
    "reminder_fee": "60.00",
    "interest": "18.55",
    "interest_free_purchase_month": "true",
    "standard_european_agreements": "https://lender.example/information.pdf",
    "standard_european_agreements_file": "information.pdf",
    "account_terms": "https://lender.example/terms.pdf",
    "account_terms_file": "terms.pdf",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """With both documents in it."""
    (tmp_path / "information.pdf").write_bytes(INFORMATION)
    (tmp_path / "terms.pdf").write_bytes(TERMS)
    return tmp_path


@pytest.fixture
def books(env: dict[str, str]) -> Transactions:
    settings = load_settings(env)
    shared = parts(settings)
    return SqlTransactions(shared.engine, shared.cipher, settings.ledger)


def json_lines(folder: Path, *offers: object) -> str:
    file = folder / "offers.jsonl"
    file.write_text("\n".join(json.dumps(offer) for offer in offers))
    return str(file)


def as_csv(folder: Path, *offers: dict[str, Any]) -> str:
    file = folder / "offers.csv"
    with file.open("w", encoding="utf-8-sig", newline="") as opened:
        writer = csv.DictWriter(opened, list(offers[0]))
        writer.writeheader()
        writer.writerows(offers)
    return str(file)


def test_the_demo_offers_are_listed(creditline: Run) -> None:
    head, *lines = creditline("offers", "list").stdout.splitlines()
    assert head.split()[0] == "profile"
    assert [line.split()[0] for line in lines] == ["kontotyp-1", "kontotyp-2", "kontotyp-3"]
    assert "50,000.00 SEK" in lines[0]
    assert "no credit" in lines[1]


@pytest.mark.parametrize("written", [json_lines, as_csv])
def test_an_offer_comes_in_with_its_documents(creditline: Run, folder: Path, books: Transactions, written: Any) -> None:
    ended = creditline("offers", "import", written(folder, CARD))
    assert (ended.exit_code, ended.stdout.split()) == (0, ["kort-1", "new"]), ended.stderr
    with books.reading() as work:
        offer = work.offers.get("kort-1")
        assert offer is not None
        assert (offer.title, str(offer.max_credit_limit.amount), str(offer.interest)) == (
            "Kortet, större",
            "75000.50",
            "18.55",
        )
        assert offer.interest_free_purchase_month
        assert offer.standard_european_agreements_sha256 == sha256(INFORMATION).hexdigest()
        stored = work.documents.get(offer.account_terms_sha256 or "")
    assert stored is not None
    assert (stored.content, stored.url) == (TERMS, CARD["account_terms"])


def test_numbers_of_json_are_exact(creditline: Run, folder: Path, books: Transactions) -> None:
    numbers = CARD | {"max_credit_limit": 70000.10, "interest": None, "interest_free_purchase_month": False}
    assert creditline("offers", "import", json_lines(folder, numbers)).exit_code == 0
    with books.reading() as work:
        offer = work.offers.get("kort-1")
    assert offer is not None
    assert (offer.max_credit_limit.minor, offer.interest) == (7000010, None)


def test_a_repetition_changes_nothing_and_a_change_says_so(creditline: Run, folder: Path) -> None:
    outcomes = [
        creditline("offers", "import", json_lines(folder, offer)).stdout.split()[1]
        for offer in (CARD, CARD, CARD | {"title": "Kortet"})
    ]
    assert outcomes == ["new", "unchanged", "changed"]


def test_new_terms_are_a_change_too(creditline: Run, folder: Path) -> None:
    creditline("offers", "import", json_lines(folder, CARD))
    (folder / "terms.pdf").write_bytes(b"%PDF-1.7 new terms")
    assert "changed" in creditline("offers", "import", json_lines(folder, CARD)).stdout


def test_every_fault_is_listed_and_nothing_is_written(creditline: Run, folder: Path) -> None:
    (folder / "page.html").write_text("<html>")
    bad = [
        CARD,
        CARD | {"profile": "kort 2", "max_credit_limit": "1.005", "currency": "XTS"},
        {name: value for name, value in CARD.items() if name != "title"} | {"profile": "kort-3", "colour": "red"},
        CARD | {"profile": "kort-4", "reminder_fee": "-1", "interest": "lots", "account_terms": "javascript:alert(1)"},
        CARD
        | {"profile": "kort-5", "account_terms_file": "none.pdf", "standard_european_agreements_file": "page.html"},
        ["kort-6"],
    ]
    ended = creditline("offers", "import", json_lines(folder, *bad))
    assert (ended.exit_code, ended.stdout) == (1, "")
    found = {":".join(line.split(":")[1:3]).strip() for line in ended.stderr.splitlines()}
    assert found == {
        *("line 2: profile", "line 2: max_credit_limit", "line 2: currency"),
        *("line 3: title", "line 3: colour"),
        *("line 4: reminder_fee", "line 4: interest", "line 4: account_terms"),
        *("line 5: account_terms_file", "line 5: standard_european_agreements_file"),
        "line 6: the line",
    }
    assert "kort-1" not in creditline("offers", "list").stdout


@pytest.mark.parametrize(
    ("content", "why"),
    [("", "no offer"), ("{", "line 1"), (f"{json.dumps(CARD)}\n{json.dumps(CARD)}", "more than once")],
)
def test_a_file_without_offers_or_with_one_twice_is_refused(
    creditline: Run, folder: Path, content: str, why: str
) -> None:
    (folder / "offers.jsonl").write_text(content)
    ended = creditline("offers", "import", str(folder / "offers.jsonl"))
    assert ended.exit_code == 1
    assert why in ended.stderr


def test_what_is_no_text_is_refused(creditline: Run, folder: Path) -> None:
    (folder / "offers.csv").write_bytes(b"profile\n\xff\xfe")
    assert creditline("offers", "import", str(folder / "offers.csv")).exit_code == 1


def test_a_closed_offer_stays_listed_and_stays_closed(creditline: Run, folder: Path) -> None:
    creditline("offers", "import", json_lines(folder, CARD))
    assert creditline("offers", "close", "kort-1").exit_code == 0
    assert creditline("offers", "close", "kort-1").exit_code == 0
    assert "unchanged" in creditline("offers", "import", json_lines(folder, CARD)).stdout
    [line] = [line for line in creditline("offers", "list").stdout.splitlines() if line.startswith("kort-1")]
    assert "closed" in line


def test_an_offer_that_there_is_not_cannot_be_closed(creditline: Run) -> None:
    ended = creditline("offers", "close", "kort-1")
    assert (ended.exit_code, ended.stderr.count("\n")) == (1, 1)
