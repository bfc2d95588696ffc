"""`creditline import`: each line of a core system's file is checked, and all are written or none."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import click.testing
import pytest

from domain.accounts import Account, AccountStatus, ArrearsBucket, Limit, LimitType, Payment
from domain.applications import ApplicationStatus
from domain.identifiers import CustomerNumber, NationalNumber, PhoneNumber
from domain.kyc import KycStatus
from domain.money import Money
from domain.people import Person
from domain.ports import UnitOfWork
from ivr.cli import main
from ivr.config import load_settings
from storage.cipher import Cipher
from storage.engine import open_engine
from storage.migrate import upgrade
from storage.unit_of_work import SqlTransactions
from tests.postgres import DATABASES
from tests.service import environment, run

BERIT = {
    "national_number": "197207049987",
    "customer_number": "30000001",
    "name": "Berit Öberg",
    "phone": "+46701740690",
    "email": "berit@example.com",
    "language": "sv-SE",
    "registered": "true",
}
OLLE = {
    "national_number": "192406079927",
    "customer_number": "30000002",
    "name": "Olle Ek",
    "phone": "",
    "email": "olle@example.com",
    "language": "en-GB",
    "registered": "",
}
BERITS_ACCOUNT = {
    "number": "60000001",
    "national_number": BERIT["national_number"],
    "customer_number": "",
    "profile": "kontotyp-1",
    "status": "Open",
    "currency": "SEK",
    "balance": "12345.60",
    "current_due": "1250",
    "due_date": "2026-12-28",
    "arrears": "150.5",
    "limit_account": "50000.00",
    "available_account": "-37654.40",
    "limit_cash": "10000",
    "available_cash": "9999.99",
    "pending_credits": "10.00",
    "pending_debits": "20.00",
    "previous_billing_period": "-30.00",
    "requested_payment": "40.00",
    "recommended_extra_payment": "0",
    "arrears_buckets": "1-30=100.50;31-60=50",
    "last_payments": "2026-09-28=1250.00;2026-10-28=1300.00",
    "as_of": "2026-11-20T06:00:00+01:00",
}
OLLES_APPLICATION = {
    "id": "core-7",
    "national_number": "",
    "customer_number": OLLE["customer_number"],
    "profile": "kontotyp-1",
    "status": "AwaitingSign",
    "kyc": "authenticated",
    "pep": "false",
    "currency": "SEK",
    "credit_limit": "25000.00",
    "created_at": "2026-11-01T12:00:00+01:00",
    "decided_at": "",
    "in_review": "",
    "approval_expires_at": "2026-12-01T12:00:00+01:00",
    "account": "",
}
GOOD: dict[str, dict[str, str]] = {"people": BERIT, "accounts": BERITS_ACCOUNT, "applications": OLLES_APPLICATION}

Row = Mapping[str, str]


@dataclass(frozen=True)
class Core:
    """The lender's core system, which leaves files and has them imported."""

    folder: Path
    env: dict[str, str]

    def sends(self, kind: str, content: bytes | str, *options: str, name: str = "file.csv") -> click.testing.Result:
        file = self.folder / name
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        words = ["import", kind, str(file), *options]
        return click.testing.CliRunner().invoke(main, words, env=self.env, catch_exceptions=False)

    @contextmanager
    def stored(self, ledger: int = 501) -> Iterator[UnitOfWork]:
        settings = load_settings(self.env)
        engine, cipher = open_engine(settings.database_url), Cipher([key.hex() for key in settings.secret_keys])
        with SqlTransactions(engine, cipher, ledger).reading() as work:
            yield work
        engine.dispose()

    def person(self, row: Row = BERIT, ledger: int = 501) -> Person | None:
        with self.stored(ledger) as work:
            return work.people.find(NationalNumber(row["national_number"]))

    def account(self) -> Account | None:
        with self.stored() as work:
            return work.accounts.numbered(BERITS_ACCOUNT["number"])


@pytest.fixture(params=DATABASES)
def core(request: pytest.FixtureRequest, tmp_path: Path) -> Core:
    url = f"sqlite:///{tmp_path}/creditline.db"
    if request.param == "sqlite":
        upgrade(url)
    else:
        url = request.getfixturevalue("postgresql_url")
    return Core(tmp_path, environment(MODE="demo", DATA_DIR=str(tmp_path / "data"), DATABASE_URL=url))


@pytest.fixture
def peopled(core: Core) -> Core:
    """With Berit and Olle."""
    assert core.sends("people", csv_of(BERIT, OLLE)).exit_code == 0
    return core


def csv_of(*rows: Row) -> str:
    lines = [[*rows[0]], *([*row.values()] for row in rows)]
    return "".join(",".join(line) + "\n" for line in lines)


def json_of(*rows: Mapping[str, object]) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


def verdict(ended: click.testing.Result) -> tuple[int, str]:
    return ended.exit_code, ended.output.splitlines()[-1]


def test_a_person_is_as_the_file_says(core: Core) -> None:
    assert verdict(core.sends("people", csv_of(BERIT))) == (0, "written: 1 added, 0 changed, 0 unchanged, 0 bad")
    person = core.person()
    assert person == Person(
        ref=person.ref if person else "",
        national_number=NationalNumber("197207049987"),
        customer_number=CustomerNumber("30000001"),
        name="Berit Öberg",
        phone=PhoneNumber("+46701740690"),
        email="berit@example.com",
        language="sv-SE",
        registered=True,
    )


def test_every_figure_of_an_account_arrives_exactly(peopled: Core) -> None:
    assert peopled.sends("accounts", csv_of(BERITS_ACCOUNT)).exit_code == 0
    account, person = peopled.account(), peopled.person()
    assert account
    assert person
    assert account == Account(
        ref=account.ref,
        number="60000001",
        person=person.ref,
        profile="kontotyp-1",
        status=AccountStatus.OPEN,
        limits=(
            Limit(LimitType.ACCOUNT, Money.of("50000"), Money.of("-37654.40")),
            Limit(LimitType.CASH, Money.of("10000"), Money.of("9999.99")),
        ),
        balance=Money.of("12345.60"),
        current_due=Money.of("1250"),
        due_date=date(2026, 12, 28),
        arrears=Money.of("150.50"),
        pending_credits=Money.of("10"),
        pending_debits=Money.of("20"),
        previous_billing_period=Money.of("-30"),
        requested_payment=Money.of("40"),
        recommended_extra_payment=Money(0),
        arrears_buckets=(ArrearsBucket("1-30", Money.of("100.50")), ArrearsBucket("31-60", Money.of("50"))),
        last_payments=(Payment(date(2026, 10, 28), Money.of("1300")), Payment(date(2026, 9, 28), Money.of("1250"))),
        as_of=datetime(2026, 11, 20, 5, tzinfo=UTC),
    )


def test_what_an_account_has_no_figure_for_is_not_known(peopled: Core) -> None:
    wanted = {
        "number",
        "national_number",
        "profile",
        "status",
        "currency",
        "balance",
        "current_due",
        "arrears",
        "as_of",
    }
    row = {name: text for name, text in BERITS_ACCOUNT.items() if name in wanted}
    assert peopled.sends("accounts", csv_of(row)).exit_code == 0
    account = peopled.account()
    assert account
    assert (account.limits, account.due_date, account.requested_payment, account.last_payments) == ((), None, None, ())


def test_an_application_is_as_the_file_says_and_its_changes_are_kept(peopled: Core) -> None:
    assert peopled.sends("applications", csv_of(OLLES_APPLICATION)).exit_code == 0
    assert peopled.sends("applications", csv_of(OLLES_APPLICATION | {"kyc": "failed"})).exit_code == 0
    with peopled.stored() as work:
        application = work.applications.get("core-7")
    assert application
    assert (application.status, application.kyc, application.version) == (
        ApplicationStatus.AWAITING_SIGN,
        KycStatus.FAILED,
        2,
    )
    assert (application.credit_limit, application.pep, application.in_review) == (Money.of("25000"), False, False)
    assert application.approval_expires_at == datetime(2026, 12, 1, 11, tzinfo=UTC)


@pytest.mark.parametrize("kind", GOOD)
def test_a_second_import_changes_nothing_and_says_so(kind: str, peopled: Core) -> None:
    peopled.sends(kind, csv_of(GOOD[kind]))
    again = peopled.sends(kind, csv_of(GOOD[kind]))
    assert verdict(again) == (0, "nothing changes: 0 added, 0 changed, 1 unchanged, 0 bad")


@pytest.mark.parametrize("kind", GOOD)
def test_the_same_as_json_is_the_same(kind: str, peopled: Core) -> None:
    peopled.sends(kind, csv_of(GOOD[kind]))
    typed = {name: {"true": True, "false": False, "": None}.get(value, value) for name, value in GOOD[kind].items()}
    again = peopled.sends(kind, json_of(typed), name="file.jsonl")
    assert verdict(again) == (0, "nothing changes: 0 added, 0 changed, 1 unchanged, 0 bad")


def test_an_amount_in_json_keeps_its_last_digit(peopled: Core) -> None:
    line = json_of(BERITS_ACCOUNT).replace('"12345.60"', "9999999999999.99")
    assert peopled.sends("accounts", line, name="a.jsonl").exit_code == 0
    account = peopled.account()
    assert account
    assert account.balance == Money(999999999999999)


def test_an_account_that_changed_has_its_new_figures_and_no_old_limit(peopled: Core) -> None:
    peopled.sends("accounts", csv_of(BERITS_ACCOUNT))
    changed = BERITS_ACCOUNT | {"balance": "1.00", "limit_cash": "", "available_cash": "", "last_payments": ""}
    ended = peopled.sends("accounts", csv_of(changed))
    assert verdict(ended) == (0, "written: 0 added, 1 changed, 0 unchanged, 0 bad")
    account = peopled.account()
    assert account
    assert (account.balance, account.limit(LimitType.CASH), account.last_payments) == (Money.of("1"), None, ())


def test_one_bad_line_and_nothing_is_written(core: Core) -> None:
    ended = core.sends("people", csv_of(BERIT, OLLE | {"email": "olle"}))
    assert ended.exit_code == 1
    assert ended.output.splitlines() == [
        "line 3: email: give an e-mail address of at most 254 characters",
        "nothing is written, mend the bad lines or leave them out with --skip-bad; it would be: "
        "1 added, 0 changed, 0 unchanged, 1 bad",
    ]
    assert core.person() is None


def test_asked_to_skip_the_others_are_written_and_it_is_still_a_failure(core: Core) -> None:
    ended = core.sends("people", csv_of(OLLE | {"email": "olle"}, BERIT), "--skip-bad")
    assert verdict(ended) == (1, "written: 1 added, 0 changed, 0 unchanged, 1 bad")
    assert core.person()
    assert core.person(OLLE) is None


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


def test_a_byte_order_mark_is_no_part_of_a_name(core: Core) -> None:
    assert core.sends("people", b"\xef\xbb\xbf" + csv_of(BERIT).encode()).exit_code == 0
    again = core.sends("people", b"\xef\xbb\xbf" + json_of(BERIT).encode(), name="file.jsonl")
    assert again.output.startswith("nothing changes: 0 added, 0 changed, 1 unchanged")


def test_csv_is_quoted_as_its_standard_says(core: Core) -> None:
    berit = BERIT | {"name": '"Öberg, ""Berit"""'}
    assert core.sends("people", csv_of(berit).replace("\n", "\r\n")).exit_code == 0
    person = core.person()
    assert person
    assert person.name == 'Öberg, "Berit"'


BROKEN_CSV = {
    "the quotes do not pair": csv_of(BERIT | {"name": '"Berit'}).splitlines()[1].encode(),
    "the line has 1 values: give 7": b"Berit",
    "the line is not UTF-8": csv_of(BERIT).splitlines()[1].encode("latin-1"),
    "the line is longer than 65,536 bytes": b"x" * 300_000,
}


@pytest.mark.parametrize("reason", BROKEN_CSV)
def test_a_line_that_is_no_csv_leaves_the_next_ones_alone(reason: str, core: Core) -> None:
    header, *rows = csv_of(BERIT, OLLE).encode().splitlines()
    ended = core.sends("people", b"\n".join([header, BROKEN_CSV[reason], b"", *rows]), "--skip-bad")
    assert ended.output.startswith(f"line 2: {reason}")
    assert verdict(ended) == (1, "written: 2 added, 0 changed, 0 unchanged, 1 bad")


BROKEN_JSON = {
    '{"name": ': "the line is no JSON: write one object",
    "[" * 60_000: "the line is no JSON: write one object",
    '{"name": NaN}': "the line is no JSON: write one object",
    "[1]": "the line is no JSON object",
    '{"197207049987": 1}': "the line has a name that is no column",
    '{"name": "Berit", "name": "Olle"}': "the line has a name twice",
    '{"name": {"first": "Berit"}}': "name: give a text, a number, true, false or null",
    '{"name": "\\ud800"}': "customer_number: give 4 to 15 digits",
}


@pytest.mark.parametrize("line", BROKEN_JSON, ids=BROKEN_JSON.values())
def test_a_line_that_is_no_json_leaves_the_next_ones_alone(line: str, core: Core) -> None:
    ended = core.sends("people", f"{line}\n{json_of(BERIT)}", "--skip-bad", name="file.jsonl")
    assert ended.output.startswith(f"line 1: {BROKEN_JSON[line]}")
    assert verdict(ended) == (1, "written: 1 added, 0 changed, 0 unchanged, 1 bad")


@pytest.mark.parametrize(
    ("content", "faults"),
    [
        ("", ["the file is empty"]),
        ("\n\r\n", ["the file is empty"]),
        ("197207049987,Berit", ["name 1 is no column", "name 2 is no column", *(f"{name} is missing" for name in (
            "national_number", "customer_number", "name", "email", "language"))]),
        (csv_of({**BERIT, "salary": "1"}), ["name 8 is no column"]),
        (csv_of(BERIT).replace("phone", "name", 1), ["name is there twice"]),
        (csv_of(BERIT).encode("utf-16"), ["the line is not UTF-8"]),
    ],
)  # fmt: skip
def test_a_file_without_its_columns_is_not_read_at_all(content: str | bytes, faults: list[str], core: Core) -> None:
    ended = core.sends("people", content)
    assert ended.exit_code == 2
    assert len(ended.output.splitlines()) == len(faults)
    assert all(fault in line for fault, line in zip(faults, ended.output.splitlines(), strict=True))
    assert "Berit" not in ended.output


def test_twenty_faults_are_shown_and_a_file_keeps_all(core: Core) -> None:
    whole = core.folder / "faults.txt"
    content = csv_of(*[BERIT | {"phone": "x"}] * 25)
    shown = core.sends("people", content).output.splitlines()
    assert len(shown) == 22
    assert shown[20] == "… and 5 more: --report FILE keeps them all"
    assert core.sends("people", content, "--report", str(whole)).exit_code == 1
    lines = whole.read_text().splitlines()
    assert [line.partition(":")[0] for line in lines] == [f"line {number}" for number in range(2, 27)]


def test_a_report_does_not_replace_the_file(core: Core) -> None:
    ended = core.sends("people", csv_of(BERIT), "--report", str(core.folder / "file.csv"))
    assert (ended.exit_code, core.person()) == (2, None)
    assert (core.folder / "file.csv").read_text() == csv_of(BERIT)


def test_the_ledger_is_the_lines_own_unless_said_otherwise(core: Core) -> None:
    core.sends("people", csv_of(BERIT), "--ledger", "777")
    assert core.person() is None
    assert core.person(ledger=777)


def test_the_ending_says_the_format_unless_it_is_given(core: Core) -> None:
    assert core.sends("people", csv_of(BERIT), name="people.txt").exit_code == 2
    assert core.sends("people", csv_of(BERIT), "--format", "csv", name="people.txt").exit_code == 0


def test_columns_are_listed_without_a_file_or_a_database() -> None:
    ended = click.testing.CliRunner().invoke(main, ["import", "--columns"])
    assert ended.exit_code == 0
    listed = {line.split()[0] for line in ended.output.splitlines() if line.strip()}
    assert {name for row in GOOD.values() for name in row} <= listed


def test_the_command_by_itself_ends_as_it_says(tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text(csv_of(BERIT))
    env = environment(MODE="demo", DATA_DIR=str(tmp_path / "data"))
    assert run("import", "people", str(file), env=env).returncode == 2  # no tables yet
    assert run("migrate", env=env).returncode == 0
    ended = run("import", "people", str(file), env=env)
    assert (ended.returncode, ended.stdout) == (0, "written: 1 added, 0 changed, 0 unchanged, 0 bad\n")
    assert ended.stderr == ""  # the bar is for terminals
    assert run("import", "people", str(tmp_path / "none.csv"), env=env).returncode == 2
    assert run("import", "debts", str(file), env=env).returncode == 2
