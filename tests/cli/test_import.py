"""`creditline import`: what a file says is stored exactly, as a whole or not at all, and again without harm."""

import os
import pty
import subprocess
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
from ivr.cli import main
from tests.cli.core_system import (
    BERIT,
    BERITS_ACCOUNT,
    GOOD,
    OLLE,
    OLLES_APPLICATION,
    Core,
    csv_of,
    json_of,
    verdict,
)
from tests.service import CREDITLINE, environment, run


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
        phone_since=person.phone_since if person else datetime.now(UTC),
        registered=True,
    )


@pytest.mark.parametrize("number", ["191500722390", "191500882392", "198502609806"])
def test_a_person_whose_birthday_the_tax_agency_does_not_know_is_taken(number: str, core: Core) -> None:
    row = BERIT | {"national_number": number}
    assert verdict(core.sends("people", csv_of(row))) == (0, "written: 1 added, 0 changed, 0 unchanged, 0 bad")
    assert core.person(row) is not None


def test_a_phone_number_is_kept_and_found_in_its_one_form(core: Core) -> None:
    """The zero after the country's code is dialled at home only."""
    core.sends("people", csv_of(BERIT | {"phone": "+460701740690"}))
    with core.stored() as work:
        (found,) = work.people.with_phone(PhoneNumber("+46701740690"))
    assert found.phone == PhoneNumber("+46701740690")
    again = core.sends("people", csv_of(BERIT))
    assert verdict(again) == (0, "nothing changes: 0 added, 0 changed, 1 unchanged, 0 bad")


def test_a_phone_on_record_is_confirmed_by_a_later_file_and_stays_so(peopled: Core) -> None:
    for row in (BERIT | {"phone_confirmed_at": "2026-11-20T13:00:00+01:00"}, BERIT):
        peopled.sends("people", csv_of(row))
        person = peopled.person()
        assert person
        assert person.phone_confirmed_at == datetime(2026, 11, 20, 12, tzinfo=UTC)


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


def test_what_is_started_becomes_what_was_applied_for(peopled: Core) -> None:
    started = OLLES_APPLICATION | {"status": "Started", "kyc": "initiated", "approval_expires_at": ""}
    assert peopled.sends("applications", csv_of(started)).exit_code == 0
    with peopled.stored() as work:
        assert not [one for one in work.applications.of_profile("kontotyp-1", limit=99, skip=0) if one.ref == "core-7"]
    assert peopled.sends("applications", csv_of(OLLES_APPLICATION)).exit_code == 0
    with peopled.stored() as work:
        assert [one for one in work.applications.of_profile("kontotyp-1", limit=99, skip=0) if one.ref == "core-7"]


@pytest.mark.parametrize("kind", GOOD)
def test_a_second_import_changes_nothing_and_says_so(kind: str, peopled: Core) -> None:
    peopled.sends(kind, csv_of(GOOD[kind]))
    again = peopled.sends(kind, csv_of(GOOD[kind]))
    assert verdict(again) == (0, "nothing changes: 0 added, 0 changed, 1 unchanged, 0 bad")


@pytest.mark.parametrize("kind", GOOD)
def test_a_row_as_json_is_the_same_as_in_csv(kind: str, peopled: Core) -> None:
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


def test_an_import_in_a_process_of_its_own_ends_as_it_says(tmp_path: Path) -> None:
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


def test_on_a_terminal_an_import_shows_how_far_it_is(core: Core) -> None:
    file = core.folder / "people.csv"
    file.write_text(csv_of(BERIT))
    terminal, its_side = pty.openpty()
    subprocess.run([*CREDITLINE, "import", "people", str(file)], env=core.env, stderr=its_side, check=True)
    os.close(its_side)
    shown = os.read(terminal, 10_000).decode()
    os.close(terminal)
    assert "reading" in shown
    assert "100%" in shown
