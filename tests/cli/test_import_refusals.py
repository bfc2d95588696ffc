"""`creditline import`: each reason to refuse a row names its column and what to do, never the value."""

import pytest

from tests.cli.core_system import BERIT, BERITS_ACCOUNT, GOOD, OLLE, OLLES_APPLICATION, Core, Row, csv_of, json_of

UNREADABLE = {
    "people": {
        "national_number": "197207049980", "customer_number": "12a4", "name": "\x07", "phone": "0701740690",
        "email": "a@b c", "language": "swedish", "registered": "ja",
    },
    "accounts": {
        "number": "6000/1", "national_number": "7207049987", "customer_number": "1", "profile": "x" * 51,
        "status": "open", "currency": "USD", "balance": "1e3", "current_due": "-1", "due_date": "28/12/2026",
        "arrears": "1.005", "limit_account": "1 000", "available_account": "NaN", "limit_cash": "-1",
        "available_cash": "1,5", "pending_credits": "x", "pending_debits": "-0.01", "previous_billing_period": "--1",
        "requested_payment": ".5", "recommended_extra_payment": "5.", "arrears_buckets": "1-30:5",
        "last_payments": "2026-13-01=1", "as_of": "2026-11-20T06:00:00",
    },
    "applications": {
        "id": "a/b", "national_number": "x", "customer_number": "x", "profile": "\u202e", "status": "Waiting",
        "kyc": "yes", "pep": "", "currency": "", "credit_limit": "-5", "created_at": "", "decided_at": "today",
        "in_review": "no", "approval_expires_at": "2026-12-01", "account": "6 0",
    },
}  # fmt: skip


@pytest.mark.parametrize("kind", GOOD)
def test_each_column_says_what_to_give_and_never_what_was_given(kind: str, core: Core) -> None:
    assert UNREADABLE[kind].keys() == GOOD[kind].keys()
    faults = core.folder / "faults.txt"
    rows = [GOOD[kind] | {column: value} for column, value in UNREADABLE[kind].items()]
    assert core.sends(kind, json_of(*rows), "--report", str(faults), name="file.jsonl").exit_code == 1
    reasons = [line for line in faults.read_text().splitlines() if "nobody has it" not in line]
    for place, (column, value) in enumerate(UNREADABLE[kind].items()):
        assert reasons[place].startswith(f"line {place + 1}: {column}: give ")
        assert len(value) < 3 or value not in reasons[place]


CONTRADICTIONS: list[tuple[str, dict[str, str], str]] = [
    ("accounts", {"national_number": ""}, "national_number: give it, or a customer_number"),
    ("accounts", {"national_number": "198507099805"}, "national_number: nobody has it"),
    ("accounts", {"customer_number": "99999999"}, "customer_number: nobody has it"),
    ("accounts", {"customer_number": "30000002"}, "customer_number: the national_number is another person's"),
    ("accounts", {"available_cash": ""}, "available_cash: give it with limit_cash, or neither"),
    ("applications", {"status": "Rejected"}, "decided_at: give it"),
    ("applications", {"decided_at": "2026-11-02T12:00:00Z"}, "decided_at: leave it empty"),
    ("applications", {"status": "Approved", "decided_at": "2026-11-02T12:00:00Z"}, "account: give the number"),
    ("applications", {"account": "60000001"}, "account: leave it empty"),
    ("applications", {"status": "SigningFailed", "in_review": "1", "approval_expires_at": ""}, "in_review: give true"),
    ("applications", {"in_review": "true"}, "approval_expires_at: leave it empty while in_review"),
]


@pytest.mark.parametrize(("kind", "change", "reason"), CONTRADICTIONS, ids=[one[2] for one in CONTRADICTIONS])
def test_what_does_not_go_together_is_told(kind: str, change: dict[str, str], reason: str, peopled: Core) -> None:
    ended = peopled.sends(kind, csv_of(GOOD[kind] | change))
    assert ended.exit_code == 1
    assert ended.output.startswith(f"line 2: {reason}")


def test_what_is_stored_already_can_refuse_a_line(peopled: Core) -> None:
    peopled.sends("accounts", csv_of(BERITS_ACCOUNT))
    peopled.sends("applications", csv_of(OLLES_APPLICATION))
    others = {"national_number": OLLE["national_number"]}
    for kind, row, reason in [
        ("people", OLLE | {"customer_number": "30000001"}, "customer_number: another person has it"),
        ("accounts", BERITS_ACCOUNT | others, "number: this account is another person's"),
        ("accounts", BERITS_ACCOUNT | {"profile": "kontotyp-3"}, "profile: this account has another one"),
        ("accounts", BERITS_ACCOUNT | {"number": "60000002"}, "profile: the holder has another account of it"),
        ("applications", OLLES_APPLICATION | {"customer_number": "30000001"}, "id: another person's application"),
    ]:
        ended = peopled.sends(kind, csv_of(row))
        assert (ended.exit_code, ended.output.startswith(f"line 2: {reason}")) == (1, True), ended.output


@pytest.mark.parametrize(
    ("kind", "rows", "reason"),
    [
        ("people", (BERIT, OLLE, BERIT | {"customer_number": "1234"}), "line 4: national_number: line 2 has it"),
        ("people", (BERIT, OLLE | {"customer_number": "30000001"}), "line 3: customer_number: line 2 has it"),
        ("accounts", (BERITS_ACCOUNT, BERITS_ACCOUNT), "line 3: number: line 2 has it"),
        ("accounts", (BERITS_ACCOUNT, BERITS_ACCOUNT | {"number": "6"}), "line 3: profile: line 2 has it"),
        ("applications", (OLLES_APPLICATION, OLLES_APPLICATION), "line 3: id: line 2 has it"),
    ],
)
def test_what_may_be_there_once_is_refused_the_second_time(
    kind: str, rows: tuple[Row, ...], reason: str, peopled: Core
) -> None:
    ended = peopled.sends(kind, csv_of(*rows))
    assert ended.exit_code == 1
    assert reason in ended.output


def test_an_application_that_is_approved_stays_so(peopled: Core) -> None:
    approved = OLLES_APPLICATION | {
        "status": "Approved", "decided_at": "2026-11-02T12:00:00Z", "account": "60000009"
    }  # fmt: skip
    peopled.sends("applications", csv_of(approved))
    assert peopled.sends("applications", csv_of(approved | {"kyc": "failed"})).output.startswith("nothing changes")
    for change in ({"account": "60000008"}, OLLES_APPLICATION):
        ended = peopled.sends("applications", csv_of(approved | change))
        assert ended.output.startswith("line 2: status: this application is approved")
