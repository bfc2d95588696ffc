"""`creditline keys`: an operator changes the key of a line that has people, and nobody is lost or doubled."""

import re
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner, Result

from domain.limits import DAY
from ivr.cli import main
from tests.cli.core_system import BERIT, OLLE, Core, csv_of, verdict

ADDED = [
    OLLE | {"national_number": digits, "customer_number": f"4000000{place}"}
    for place, digits in enumerate(("196203149817", "199111309820", "197802219837", "200106059843"))
]
OLD, NEW, FOREIGN = ("0123456789abcdef" * 4, "89abcdef01234567" * 4, "456789abcdef0123" * 4)


def under(core: Core, *keys: str) -> Core:
    return Core(core.folder, core.env | {"CREDITLINE_SECRET_KEYS": ",".join(keys)})


def run(core: Core, *words: str) -> Result:
    return CliRunner(env=core.env).invoke(main, words)


@pytest.fixture
def filled(core: Core) -> Core:
    """A line under the old key, with Berit and Olle."""
    line = under(core, OLD)
    assert line.sends("people", csv_of(BERIT, OLLE)).exit_code == 0
    return line


def old_key(core: Core) -> str:
    found = re.search(r"^([0-9a-f]{8})  older", run(under(core, NEW, OLD), "keys", "status").stdout, re.M)
    assert found
    return found[1]


@pytest.mark.parametrize("keys", [(OLD, NEW), (NEW, OLD)])
def test_an_import_doubles_nobody_while_two_keys_are_listed(filled: Core, keys: tuple[str, ...]) -> None:
    again = under(filled, *keys).sends("people", csv_of(BERIT, OLLE))
    assert verdict(again) == (0, "nothing changes: 0 added, 0 changed, 2 unchanged, 0 bad")


def test_an_import_after_a_rotation_doubles_nobody(filled: Core) -> None:
    assert run(under(filled, NEW, OLD), "keys", "rotate").stdout == "2 rows sealed anew\n"
    again = under(filled, NEW, OLD).sends("people", csv_of(BERIT, OLLE))
    assert verdict(again) == (0, "written: 0 added, 2 changed, 0 unchanged, 0 bad")


def test_a_customer_number_is_one_persons_under_both_keys(filled: Core) -> None:
    new = OLLE | {"national_number": "196203149817", "customer_number": BERIT["customer_number"]}
    refused = under(filled, NEW, OLD).sends("people", csv_of(new))
    assert refused.exit_code == 1
    assert "another person has it" in refused.output


def test_a_key_that_does_not_fit_the_data_is_refused_in_one_line(filled: Core) -> None:
    refused = run(under(filled, FOREIGN), "keys", "status")
    assert refused.exit_code == 2
    assert re.fullmatch(r"creditline: the data is sealed with key [0-9a-f]{8}: .*\n", refused.output)


def test_a_key_is_given_up_after_its_rotation_and_not_before(filled: Core) -> None:
    both, old = under(filled, NEW, OLD), old_key(filled)
    early = run(both, "keys", "retire", old)
    assert (early.exit_code, "2 rows need it" in early.output) == (1, True)
    assert run(both, "keys", "rotate").exit_code == 0
    assert re.search(rf"^{old}  older  0 ", run(both, "keys", "status").stdout, re.M)
    early = run(both, "keys", "retire", old)
    assert (early.exit_code, "the last day" in early.output) == (1, True)
    assert run(under(filled, NEW), "keys", "status").exit_code == 2


def test_imports_between_all_steps_of_a_rotation_double_and_lose_nobody(filled: Core) -> None:
    steps = [(OLD, NEW), (NEW, OLD), (NEW, OLD), (NEW,)]
    for number, (keys, row) in enumerate(zip(steps, ADDED, strict=True)):
        line = under(filled, *keys)
        if number == 2:
            assert run(line, "keys", "rotate").exit_code == 0
        if number == 3:
            retire(under(filled, NEW, OLD), old_key(filled))
        sent = line.sends("people", csv_of(BERIT, *ADDED[:number], row))
        assert re.match(r"written: 1 added, ", verdict(sent)[1])
    assert [line.person(row) is not None for row in (BERIT, OLLE, *ADDED)] == [True] * 6
    again = line.sends("people", csv_of(BERIT, OLLE, *ADDED))
    assert ", 0 bad" in verdict(again)[1]
    assert "0 added" in verdict(again)[1]


def retire(line: Core, key: str) -> None:
    """When a day is over; what the imports wrote is sealed anew."""
    tomorrow = (datetime.now(UTC) + DAY).isoformat()
    assert run(line, "keys", "rotate").exit_code == 0
    assert CliRunner(env=line.env | {"CREDITLINE_CLOCK": tomorrow}).invoke(main, ["keys", "retire", key]).exit_code == 0
