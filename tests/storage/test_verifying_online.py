"""A verification for a system, on every store: once, in time, and bounded also where codes come all at once."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from domain.disclosure import Grant
from domain.errors import Unavailable
from domain.identifiers import NationalNumber
from domain.requests import CodeSent, CodeWrong, Refused
from domain.services.verify_online import OnlineVerification
from domain.verification import Level
from storage import demo
from tests.domain.line import Line
from tests.statements import sizes_of, statements

BERIT = demo.PEOPLE["customer-open"]
GUESSES = 40


def verification(line: Line, name: str = "one") -> OnlineVerification:
    return OnlineVerification.of(line.desk, demo.LEDGER, "a website", name)


def begun(line: Line, number: NationalNumber = BERIT.national_number, name: str = "one") -> OnlineVerification:
    new = verification(line, name)
    assert isinstance(new.begin(number), CodeSent)
    line.hand_over()
    return new


def newest_code(line: Line) -> str:
    return str(line.messages()[-1].values["code"])


def test_the_code_grants_once(line: Line) -> None:
    verification = begun(line)
    assert verification.check(newest_code(line)) == Grant(BERIT.ref, Level.VERIFIED)
    assert verification.check(newest_code(line)) == Refused()


def test_a_verification_may_begin_anew_and_then_takes_the_newest_code(line: Line) -> None:
    begun(line)
    again = begun(line)
    assert again.check(newest_code(line)) == Grant(BERIT.ref, Level.VERIFIED)
    assert len(line.messages()) == 2


def test_a_wrong_code_is_counted_and_the_third_ends_it(line: Line) -> None:
    verification = begun(line)
    wrong = "000000" if newest_code(line) != "000000" else "111111"
    assert [verification.check(wrong) for _ in range(3)] == [CodeWrong(), CodeWrong(), Refused()]
    assert verification.check(newest_code(line)) == Refused()


def test_what_never_began_takes_no_code(line: Line) -> None:
    assert OnlineVerification.of(line.desk, demo.LEDGER, "a website", "none").check("123456") == Refused()


def test_a_code_that_came_too_late_is_none(line: Line) -> None:
    verification = begun(line)
    line.clock.advance(timedelta(minutes=11))
    assert verification.check(newest_code(line)) == Refused()


def test_a_verification_tells_nothing_so_the_audit_has_nothing(line: Line) -> None:
    begun(line).check(newest_code(line))
    assert line.disclosures() == []


def test_codes_that_come_at_once_are_judged_up_to_the_limit(line: Line) -> None:
    """Where a database lets some wait too long, they were not judged either."""
    verification = begun(line)
    wrong = "000000" if newest_code(line) != "000000" else "111111"

    def guess(_: int) -> object:
        try:
            return verification.check(wrong)
        except Unavailable:
            return Unavailable

    with ThreadPoolExecutor(8) as pool:
        found = Counter(pool.map(guess, range(GUESSES)))
    assert found[CodeWrong()] == 2
    assert found[CodeWrong()] + found[Refused()] + found[Unavailable] == GUESSES


@pytest.mark.parametrize("number", [demo.IN_NO_TABLE, BERIT.national_number])
def test_the_right_code_grants_nothing_to_somebody_unknown(number: NationalNumber, line: Line) -> None:
    verification = begun(line, number)
    is_known = number != demo.IN_NO_TABLE
    assert isinstance(verification.check(newest_code(line)), Grant) is is_known


def test_known_and_unknown_cost_the_same_statements(sql_line: Line, seeded: Engine) -> None:
    def cost(number: NationalNumber, name: str) -> list[str]:
        with statements(seeded) as seen:
            verification = begun(sql_line, number, name)
            asked = len(seen)
        wrong = "000000" if newest_code(sql_line) != "000000" else "111111"
        with statements(seeded) as checking:
            verification.check(wrong)
        return [sizes_of(one, BERIT.ref) for one in [*seen[:asked], *checking]]

    begun(sql_line, NationalNumber("196203149817"), "first")  # whoever comes first makes the row that all share
    assert cost(BERIT.national_number, "known") == cost(demo.IN_NO_TABLE, "unknown")
