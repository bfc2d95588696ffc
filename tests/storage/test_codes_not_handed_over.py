"""A code that was never handed to a carrier is never accepted, on every store: who keys it has guessed it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from domain.errors import AnswerLost, MessageRefused, Unavailable
from domain.messages import Message
from domain.people import Addressee
from domain.requests import CodeAccepted, CodeSent, CodeWrong, DomainAnswer, Refused
from domain.services.verify_online import OnlineVerification
from storage import demo
from storage.delivery import deliver_due
from storage.outbox import EXPIRED, SENT
from storage.tables import outbox
from tests.domain.line import NOON, Caller, Line, SettableClock

BERIT = demo.PEOPLE["customer-open"]


def started(line: Line) -> Caller:
    caller = line.call("berit")
    assert isinstance(caller.identifies_as(BERIT.national_number.digits), CodeSent)
    return caller


def test_a_code_that_no_carrier_took_is_wrong(line: Line) -> None:
    caller = started(replace(line, is_carrier_down=True))
    assert caller.keys(caller.newest_code) == CodeWrong()


def test_a_code_that_was_not_handed_over_counts_like_any_other_wrong_code(line: Line) -> None:
    caller = started(replace(line, is_carrier_down=True))
    answers = [caller.keys(caller.newest_code) for _ in range(3)]
    assert answers == [CodeWrong(), CodeWrong(), Refused()]


def test_the_same_code_is_right_once_it_has_left(line: Line) -> None:
    caller = started(replace(line, is_carrier_down=True))
    line.hand_over()
    assert isinstance(caller.keys(caller.newest_code), CodeAccepted)


def test_a_new_code_is_not_taken_for_handed_over_because_the_one_before_was(line: Line, clock: SettableClock) -> None:
    caller = started(line)
    clock.advance(timedelta(seconds=30))
    mute = replace(line, is_carrier_down=True)
    later = Caller(mute, "berit", caller._origin)
    later._turn, later.challenge = caller._turn, caller.challenge
    assert isinstance(later.asks_for_another_code(), CodeSent)
    assert later.keys(later.newest_code) == CodeWrong()


def test_a_code_over_the_limit_of_messages_is_never_right(line: Line) -> None:
    """It is written all the same, to nobody, and leaves like a decoy's."""
    few = replace(line, limits=replace(line.limits, codes_per_person=1))
    started(few)
    again = few.call("berit-again")
    again.identifies_as(BERIT.national_number.digits)
    assert few.messages()[-1].recipient is None
    assert again.keys(again.newest_code) == CodeWrong()


def test_a_website_is_answered_alike(line: Line) -> None:
    verification = OnlineVerification.of(line.desk, demo.LEDGER, "a website", "one")
    verification.begin(BERIT.national_number)
    assert verification.check(str(line.messages()[-1].values["code"])) == CodeWrong()


class Carrier:
    """Raises what it is given, else takes the text; between the two the caller keys the code."""

    def __init__(self, fault: Exception | None, keys: "Caller | None" = None) -> None:
        self.fault, self.keys = fault, keys
        self.answers: list[DomainAnswer] = []

    def send(self, _to: Addressee, message: Message) -> None:
        if self.keys:
            self.answers.append(self.keys.keys(str(message.values["code"])))
        if self.fault:
            raise self.fault


@pytest.mark.parametrize(
    ("fault", "is_accepted"),
    [
        (None, True),
        (AnswerLost("no answer"), True),
        (Unavailable("no connection"), False),
        (MessageRefused("a landline"), False),
    ],
)
def test_what_the_carrier_said_decides(
    sql_line: Line, seeded: Engine, fault: Exception | None, is_accepted: bool
) -> None:
    """A code whose fate is unknown may have arrived, so it counts; one that was not taken does not."""
    caller = started(replace(sql_line, is_carrier_down=True))
    code = caller.newest_code
    deliver_due(seeded, sql_line.cipher, Carrier(fault).send, lambda: NOON)
    assert isinstance(caller.keys(code), CodeAccepted) is is_accepted


def test_a_caller_may_be_faster_than_the_worker_notes_it(sql_line: Line, seeded: Engine) -> None:
    """The text is there before the carrier's answer is."""
    caller = started(replace(sql_line, is_carrier_down=True))
    carrier = Carrier(None, keys=caller)
    deliver_due(seeded, sql_line.cipher, carrier.send, lambda: NOON)
    assert [type(answer) for answer in carrier.answers] == [CodeAccepted]


@pytest.mark.parametrize(("minutes", "is_handed_over"), [(2, True), (3, False)])
@pytest.mark.parametrize("digits", [BERIT.national_number.digits, "99999999"])
def test_a_code_waits_no_longer_than_it_is_good_for(
    sql_line: Line, seeded: Engine, digits: str, minutes: int, is_handed_over: bool
) -> None:
    """A decoy's row is marked in the same way."""
    line = replace(sql_line, is_carrier_down=True, limits=replace(sql_line.limits, code_lifetime=timedelta(minutes=3)))
    line.call("berit").identifies_as(digits)
    deliver_due(seeded, line.cipher, Carrier(None).send, lambda: NOON + timedelta(minutes=minutes))
    with seeded.connect() as connection:
        assert connection.execute(select(outbox.c.outcome)).scalar() == (SENT if is_handed_over else EXPIRED)
