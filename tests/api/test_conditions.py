"""Headers of single resources: what has not changed is not sent again (RFC 9110, 13.1.2)."""

import pytest

from tests.api.conftest import APPLICATIONS, OFFERS, System, json_of

ACCOUNT = "/ledger/credit-account/v1/501/accounts/50100001"


@pytest.mark.parametrize("address", [f"{OFFERS}/kontotyp-1", f"{APPLICATIONS}/demo-08-kontotyp-1", ACCOUNT])
def test_a_resource_that_is_known_is_not_sent_again(shop: System, address: str) -> None:
    first = shop.get(address)
    tag = first.headers["ETag"]
    again = shop.get(address, If_None_Match=f'"another", {tag}')
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    other = shop.get(address, If_None_Match='"another"')
    assert (other.status_code, other.data) == (200, first.data)


def test_a_changed_resource_has_another_tag(shop: System, applied: str) -> None:
    before = shop.get(applied)
    assert shop.post(f"{applied}/sign-agreement").status_code == 201
    after = shop.get(applied, If_None_Match=before.headers["ETag"])
    assert after.status_code == 200
    assert after.headers["ETag"] != before.headers["ETag"]


def test_head_is_get_without_the_body(shop: System) -> None:
    """RFC 9110, 9.3.2."""
    address = f"{OFFERS}/kontotyp-1"
    shown, headed = shop.get(address), shop.head(address)
    assert (headed.status_code, headed.data) == (200, b"")
    for name in ("ETag", "Content-Type", "Content-Length"):
        assert headed.headers[name] == shown.headers[name]


def test_options_name_the_methods(shop: System) -> None:
    """RFC 9110, 9.3.7."""
    answer = shop.options(APPLICATIONS)
    assert answer.status_code == 200
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}


def test_no_answer_is_kept_or_sniffed(shop: System) -> None:
    for answer in (shop.get(OFFERS), shop.get(f"{OFFERS}/nothing"), shop.post(APPLICATIONS, {})):
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_account_of_a_customer(shop: System) -> None:
    """customer-open of the demo, in the words of the customer journey."""
    account = json_of(shop.get(ACCOUNT))
    due_date = account.pop("paymentDueDate")
    assert due_date.endswith("-28")

    def amount(value: int | str) -> dict[str, object]:
        return {"value": pytest.approx(float(value)), "currencyCode": "SEK"}

    assert account == {
        "accountNumber": "50100001",
        "accountProfile": "kontotyp-1",
        "status": "Open",
        "creditLimits": [{"type": "account", "amount": amount(50000)}, {"type": "cash", "amount": amount(10000)}],
        "availableCreditLimits": [
            {"type": "account", "amount": amount("37654.50")},
            {"type": "cash", "amount": amount(10000)},
        ],
        "balances": {"total": amount("12345.50")},
        "dues": {"currentDue": amount(1250), "totalArrears": amount(0)},
        "@id": ACCOUNT,
    }
