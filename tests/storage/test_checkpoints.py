"""What is left of a call when its session is lost: on memory and on SQL alike."""

import pytest

from domain.checkpoint import Checkpoint
from domain.disclosure import Grant
from domain.requests import CheckCode, CodeAccepted, ReadSummary, Refused, StartVerification
from domain.verification import Level
from storage import demo
from tests.domain.line import Caller, Line

BERIT = demo.PEOPLE["customer-open"]


@pytest.fixture
def berit(line: Line) -> Caller:
    caller = line.call("berit")
    caller.asks(StartVerification(BERIT.national_number))
    return caller


def test_a_call_that_never_asked_is_at_its_beginning(line: Line) -> None:
    assert line.desk.checkpoint("nobody") == Checkpoint()


def test_to_look_leaves_nothing(line: Line) -> None:
    line.desk.checkpoint("nobody")
    with line.transactions.begin() as work:
        assert work.calls.find("nobody") is None


def test_whoever_waits_for_a_code_is_nobody_yet(line: Line, berit: Caller) -> None:
    assert line.desk.checkpoint("berit") == Checkpoint(None, berit.challenge, starts=1, last_asked=1)


def test_the_known_and_the_unknown_leave_the_same(line: Line, berit: Caller) -> None:
    nobody = line.call("other")
    nobody.asks(StartVerification(demo.IN_NO_TABLE))
    for caller in (berit, nobody):
        caller.keys(caller.wrong_code)
    known, unknown = line.desk.checkpoint("berit"), line.desk.checkpoint("other")
    assert (known.grant, known.starts, known.wrong_codes, known.last_asked) == (None, 1, 1, 2)
    assert (unknown.grant, unknown.starts, unknown.wrong_codes, unknown.last_asked) == (None, 1, 1, 2)


def test_whoever_is_verified_stays_verified(line: Line, berit: Caller) -> None:
    berit.keys(berit.newest_code)
    assert line.desk.checkpoint("berit").grant == Grant(BERIT.ref, Level.VERIFIED)


def test_whoever_identifies_anew_is_nobody_again(line: Line, berit: Caller) -> None:
    berit.keys(berit.newest_code)
    berit.asks(StartVerification(demo.IN_NO_TABLE))
    assert line.desk.checkpoint("berit").grant is None


def test_a_stored_yes_is_for_the_same_code_only(berit: Caller) -> None:
    """Where a call began anew after the loss of its session, its turns are counted from the start once more."""
    right = berit.newest_code
    assert isinstance(berit.keys(right), CodeAccepted)
    assert berit.asks_again(CheckCode(berit.challenge, berit.wrong_code)) == Refused()
    assert berit.asks_again(ReadSummary(Grant(BERIT.ref, Level.VERIFIED))) == Refused()
    assert isinstance(berit.asks_again(CheckCode(berit.challenge, right)), CodeAccepted)


def test_an_older_turn_is_refused_and_changes_nothing(line: Line, berit: Caller) -> None:
    """Delivered late, or by a call that began anew: its answer is not kept any more."""
    berit.keys(berit.wrong_code)
    before = line.desk.checkpoint("berit")
    assert line.call("berit").asks(StartVerification(BERIT.national_number)) == Refused()
    assert line.desk.checkpoint("berit") == before
    assert len(line.messages()) == 1
