"""Two requests of calls at the same moment, on either database: one after the other, and the second on what the first
has made of it. Each test lets the other one come in the middle of the first one's transaction.
"""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import Engine, select

from domain.call_backs import CallBack
from domain.identifiers import PhoneNumber
from domain.people import Person
from domain.requests import (
    AskCallBack,
    CallBackAsked,
    CheckCode,
    CodeAccepted,
    CodeSent,
    CodeWrong,
    DomainAnswer,
    DomainRequest,
    LinkSent,
    NoCodes,
    Origin,
    Refused,
    ResendCode,
    ResendTooSoon,
    SendLink,
    StartVerification,
    TurnKey,
)
from domain.services.verify_online import OnlineVerification
from domain.verification import Challenge, Level, VerificationLimits
from storage import demo, tables
from storage.cipher import Cipher
from storage.unit_of_work import SqlTransactions
from tests.domain.line import NOON, Caller, Line
from tests.storage.between import in_between

BERIT, OLLE = demo.PEOPLE["customer-open"], demo.PEOPLE["customer-arrears"]
HOME = "+46701740680"
CALLER = Origin(HOME, is_inbound=True)
MANY = 10**6
FREE = VerificationLimits(
    starts_per_caller=MANY,
    starts_per_identifier=MANY,
    wrong_codes_per_person=MANY,
    codes_per_person=MANY,
    links_per_caller=MANY,
    codes_in_all=MANY,
)

Asks = Callable[[Engine], DomainAnswer]


def on(line: Line, engine: Engine) -> Line:
    """The same line in another process."""
    return replace(line, transactions=SqlTransactions(engine, line.cipher, demo.LEDGER))


def asks(line: Line, request: DomainRequest, call: str, turn: int) -> Asks:
    return lambda engine: on(line, engine).desk.answer(request, TurnKey(call, turn), "en-GB", CALLER)


@pytest.fixture
def berit(sql_line: Line) -> Caller:
    """In turn 1 of her call, with a code on its way."""
    caller = sql_line.call("berit", HOME)
    caller.asks(StartVerification(BERIT.national_number))
    return caller


def wrong_codes(line: Line, call: str = "berit") -> int:
    return line.desk.checkpoint(call).wrong_codes


def test_a_wrong_code_delivered_twice_at_once_is_one(sql_line: Line, seeded: Engine, berit: Caller) -> None:
    wrong = CheckCode(berit.challenge, berit.wrong_code)
    with in_between(seeded, "UPDATE challenges", asks(sql_line, wrong, "berit", 2)) as other:
        assert berit.asks(wrong) == CodeWrong()
    assert (other.answer, other.has_waited) == (CodeWrong(), True)
    assert wrong_codes(sql_line) == 1


def test_two_guesses_at_once_are_two(sql_line: Line, seeded: Engine, berit: Caller) -> None:
    wrong = CheckCode(berit.challenge, berit.wrong_code)
    with in_between(seeded, "UPDATE challenges", asks(sql_line, wrong, "berit", 3)) as other:
        assert berit.asks(wrong) == CodeWrong()
    assert other.answer == CodeWrong()
    assert wrong_codes(sql_line) == 2


def test_a_right_code_delivered_twice_at_once_tells_once(sql_line: Line, seeded: Engine, berit: Caller) -> None:
    right = CheckCode(berit.challenge, berit.newest_code)
    with in_between(seeded, "UPDATE challenges", asks(sql_line, right, "berit", 2)) as other:
        answer = berit.asks(right)
    assert isinstance(answer, CodeAccepted)
    assert other.answer == answer
    assert len(sql_line.disclosures()) == 1


def test_a_right_code_in_two_turns_at_once_is_good_once(sql_line: Line, seeded: Engine, berit: Caller) -> None:
    right = CheckCode(berit.challenge, berit.newest_code)
    with in_between(seeded, "UPDATE challenges", asks(sql_line, right, "berit", 3)) as other:
        assert isinstance(berit.asks(right), CodeAccepted)
    assert other.answer == Refused()
    assert len(sql_line.disclosures()) == 1


def test_two_wishes_for_another_code_at_once_send_one(sql_line: Line, seeded: Engine, berit: Caller) -> None:
    sql_line.clock.advance(sql_line.limits.resend_after)
    wish = ResendCode(berit.challenge)
    with in_between(seeded, "UPDATE challenges", asks(sql_line, wish, "berit", 3)) as other:
        assert isinstance(berit.asks(wish), CodeSent)
    assert other.answer == ResendTooSoon()
    assert len(sql_line.messages()) == 2


def test_a_start_delivered_twice_at_once_sends_one_code(sql_line: Line, seeded: Engine) -> None:
    """Of a call that nobody knows yet."""
    start = StartVerification(BERIT.national_number)
    with in_between(seeded, "INSERT INTO challenges", asks(sql_line, start, "new", 1)) as other:
        answer = sql_line.call("new", HOME).asks(start)
    assert other.answer == answer
    assert (len(sql_line.messages()), sql_line.desk.checkpoint("new").starts) == (1, 1)


def test_an_older_turn_that_comes_while_a_newer_one_is_answered_is_refused(
    sql_line: Line, seeded: Engine, berit: Caller
) -> None:
    berit.asks(CheckCode(berit.challenge, berit.wrong_code))
    wrong = CheckCode(berit.challenge, berit.wrong_code)
    with in_between(seeded, "UPDATE challenges", asks(sql_line, wrong, "berit", 1)) as other:
        berit.asks(wrong)
    assert other.answer == Refused()
    assert wrong_codes(sql_line) == 2


@pytest.fixture
def online(sql_line: Line) -> OnlineVerification:
    verification = OnlineVerification.of(sql_line.desk, demo.LEDGER, "a shop", "one")
    assert isinstance(verification.begin(BERIT.national_number), CodeSent)
    sql_line.hand_over()
    return verification


def test_two_wrong_codes_online_at_once_are_two(sql_line: Line, seeded: Engine, online: OnlineVerification) -> None:
    code = str(sql_line.messages()[-1].values["code"])
    wrong = "000000" if code != "000000" else "111111"
    with in_between(
        seeded, "UPDATE challenges", lambda engine: replace(online, desk=on(sql_line, engine).desk).check(wrong)
    ) as other:
        assert online.check(wrong) == CodeWrong()
    assert (other.answer, wrong_codes(sql_line, online.refs[0])) == (CodeWrong(), 2)


def test_a_right_code_online_at_once_grants_once(sql_line: Line, seeded: Engine, online: OnlineVerification) -> None:
    code = str(sql_line.messages()[-1].values["code"])
    with in_between(
        seeded, "UPDATE challenges", lambda engine: replace(online, desk=on(sql_line, engine).desk).check(code)
    ) as other:
        assert online.check(code) not in (CodeWrong(), Refused())
    assert other.answer == Refused()


@pytest.mark.parametrize(
    "limits",
    [
        replace(FREE, starts_per_caller=1),
        replace(FREE, starts_per_identifier=1),
    ],
    ids=["from one number", "for one identifier"],
)
def test_of_two_starts_at_once_the_last_one_left_begins_one(
    sql_line: Line, seeded: Engine, limits: VerificationLimits
) -> None:
    line, start = replace(sql_line, limits=limits), StartVerification(BERIT.national_number)
    with in_between(seeded, "INSERT INTO challenges", asks(line, start, "other", 1)) as other:
        assert isinstance(line.call("one", HOME).asks(start), CodeSent)
    assert (other.answer, other.has_waited) == (Refused(), True)


@pytest.mark.parametrize(
    ("limits", "who", "heard"),
    [
        (replace(FREE, codes_per_person=1), BERIT, CodeSent),  # the same as before
        (replace(FREE, codes_in_all=1), OLLE, NoCodes),
    ],
    ids=["of one person", "in all"],
)
def test_of_two_messages_at_once_the_last_one_left_leaves(
    sql_line: Line, seeded: Engine, limits: VerificationLimits, who: Person, heard: type
) -> None:
    line = replace(sql_line, limits=limits)
    other_start = asks(line, StartVerification(who.national_number), "other", 1)
    with in_between(seeded, "INSERT INTO challenges", other_start) as other:
        line.call("one", HOME).asks(StartVerification(BERIT.national_number))
    assert isinstance(other.answer, heard)
    assert sum(message.recipient is not None for message in line.messages()) == 1


def test_of_two_guesses_in_two_calls_at_once_the_last_try_left_is_one(sql_line: Line, seeded: Engine) -> None:
    line = replace(sql_line, limits=replace(FREE, wrong_codes_per_person=2))
    callers = [line.call(name, HOME) for name in ("one", "other")]
    for caller in callers:
        caller.asks(StartVerification(BERIT.national_number))
    first, second = (CheckCode(caller.challenge, caller.wrong_code) for caller in callers)
    with in_between(seeded, "UPDATE challenges", asks(line, second, "other", 2)) as other:
        assert callers[0].asks(first) == CodeWrong()
    assert other.answer == Refused()


ASKING = AskCallBack(None, "general", "asked")


def test_two_wishes_of_one_call_at_once_are_one_call_back(sql_line: Line, seeded: Engine) -> None:
    with in_between(seeded, "INSERT INTO call_backs", asks(sql_line, ASKING, "call", 2)) as other:
        assert sql_line.call("call", HOME).asks(ASKING) == CallBackAsked()
    assert other.answer == CallBackAsked()
    with sql_line.transactions.reading() as work:
        assert len(work.call_backs.open()) == 1


def test_a_call_back_that_two_note_at_once_is_noted_once(sql_line: Line, seeded: Engine, cipher: Cipher) -> None:
    """Whoever asks: the table itself has one for each call."""
    noted = CallBack("call", PhoneNumber(HOME), "general", "asked", "en-GB", Level.NONE, None, NOON)

    def notes(engine: Engine) -> None:
        with SqlTransactions(engine, cipher, demo.LEDGER).begin() as work:
            work.call_backs.add(noted)

    with in_between(seeded, "COMMIT", notes) as other:
        notes(seeded)
    assert other.has_waited
    with sql_line.transactions.reading() as work:
        assert work.call_backs.open() == [noted]


@pytest.mark.parametrize(
    "limits",
    [replace(FREE, call_backs_per_caller=1), replace(FREE, call_backs_in_all=1)],
    ids=["to one number", "in all"],
)
def test_of_two_call_backs_at_once_the_last_one_left_is_one(
    sql_line: Line, seeded: Engine, limits: VerificationLimits
) -> None:
    line = replace(sql_line, limits=limits)
    with in_between(seeded, "INSERT INTO call_backs", asks(line, ASKING, "other", 1)) as other:
        assert line.call("one", HOME).asks(ASKING) == CallBackAsked()
    assert other.answer == Refused()


def test_two_who_have_called_back_at_once_are_one(sql_line: Line, seeded: Engine) -> None:
    sql_line.call("call", HOME).asks(ASKING)

    def done(transactions: SqlTransactions, by: str) -> bool:
        with transactions.begin() as work:
            return work.call_backs.done("call", by, NOON)

    def olle_has(engine: Engine) -> bool:
        return done(SqlTransactions(engine, sql_line.cipher, demo.LEDGER), "olle")

    with in_between(seeded, "COMMIT", olle_has) as other:
        assert done(SqlTransactions(seeded, sql_line.cipher, demo.LEDGER), "anna")
    assert other.answer is False
    with seeded.connect() as connection:
        assert connection.execute(select(tables.call_backs.c.done_by)).scalar_one() == "anna"


def test_two_wishes_of_one_call_at_once_send_one_link_and_count_once(sql_line: Line, seeded: Engine) -> None:
    line = replace(sql_line, limits=replace(FREE, links_per_caller=2))
    with in_between(seeded, "INSERT INTO outbox", asks(line, SendLink(), "call", 2)) as other:
        assert line.call("call", HOME).asks(SendLink()) == LinkSent()
    assert other.answer == LinkSent()
    assert [message.number for message in line.messages()] == [PhoneNumber(HOME)]
    assert line.call("next", HOME).asks(SendLink()) == LinkSent()


def test_of_two_links_to_one_number_at_once_the_last_one_left_leaves(sql_line: Line, seeded: Engine) -> None:
    line = replace(sql_line, limits=replace(FREE, links_per_caller=1))
    with in_between(seeded, "INSERT INTO outbox", asks(line, SendLink(), "other", 1)) as other:
        assert line.call("one", HOME).asks(SendLink()) == LinkSent()
    assert other.answer == Refused()
    assert len(line.messages()) == 1


def test_who_looks_at_a_code_waits_for_whoever_judges_it(sql_line: Line, seeded: Engine, cipher: Cipher) -> None:
    """And sees what became of it: the row itself is locked, whichever call asks."""
    challenge = Challenge("call.1", "call", BERIT.ref, b"claimed", b"proof", NOON)
    with sql_line.transactions.begin() as work:
        work.challenges.add(challenge)

    def looks(engine: Engine) -> Challenge | None:
        with SqlTransactions(engine, cipher, demo.LEDGER).begin() as work:
            return work.challenges.lock("call.1")

    with in_between(seeded, "UPDATE challenges", looks) as other, sql_line.transactions.begin() as work:
        assert work.challenges.lock("call.1") == challenge
        work.challenges.save(replace(challenge, is_used=True))
    assert other.answer == replace(challenge, is_used=True)
