"""Wrong codes are bounded for the number that calls, also in calls that had begun before."""

from dataclasses import replace

from domain.requests import CodeSent, CodeWrong, Refused
from domain.verification import VerificationLimits
from storage import demo
from tests.domain.line import Line

HOME = "+46701740680"
BERIT, OLLE = (demo.PEOPLE[key].national_number.digits for key in ("customer-open", "customer-arrears"))


def test_a_call_that_has_begun_has_no_try_left_once_its_number_has_none(line: Line) -> None:
    line = replace(line, limits=VerificationLimits(wrong_codes_per_caller=2))
    first, second = line.call("first", HOME), line.call("second", HOME)
    assert isinstance(first.identifies_as(BERIT), CodeSent)
    assert isinstance(second.identifies_as(OLLE), CodeSent)
    code = second.newest_code
    assert [first.keys(first.wrong_code), first.keys(first.wrong_code)] == [CodeWrong(), Refused()]
    assert second.keys(code) == Refused()
