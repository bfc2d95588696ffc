"""Each limit, set by its name in the environment, bounds what its name says and nothing else.

One of them is low in each test, and no other one limits anything: where two are exchanged, nothing stops what is asked.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import select

from domain.messages import Message
from domain.requests import (
    AskCallBack,
    CallBackAsked,
    CodeAccepted,
    CodeSent,
    CodeWrong,
    DomainAnswer,
    LinkSent,
    Refused,
    ResendTooSoon,
    SendLink,
    SendText,
    TextSent,
    Topic,
)
from domain.services.answering import Desk
from ivr import wiring
from storage import demo
from storage.outbox import opened
from storage.seeding import seed
from storage.tables import outbox
from tests.domain.line import NOON, Line, SettableClock
from tests.domain.signing import verified
from tests.storage.conftest import mark_handed_over
from tests.test_composed_settings import NUMBERS, desk_of, settings_of

MANY = str(10**6)
OPEN = {"APPLY_URL": "https://apply.lender.test/now", "ALLOW_KEYED_SIGNING": "true"}
HOME, *ELSEWHERE = "+46701740680", "+46701740681", "+46701740682"
names = count()


@dataclass(frozen=True)
class ComposedLine(Line):
    """Its desk is the one that settings have made."""

    as_wired: Desk | None = None

    @property
    def desk(self) -> Desk:
        assert self.as_wired
        return self.as_wired


@pytest.fixture
def line_with(tmp_path: Path, sqlite_url: str) -> Callable[..., Line]:
    """A line with the demo people, of which one setting is 2 or what is given, and nothing else limits it."""

    def line(**settings: str) -> Line:
        free = {name: MANY for name in NUMBERS if name.partition("_")[0] not in ("CODE", "RESEND", "LEDGER")}
        found = settings_of(tmp_path, sqlite_url, **free | OPEN | settings)
        clock = SettableClock()
        parts = replace(wiring.parts(found), clock=clock)
        seed(parts.engine, parts.cipher, NOON, fresh=False)
        desk = desk_of(found, parts)
        hand_over = partial(mark_handed_over, parts.engine)
        return ComposedLine(
            desk.transactions, partial(messages, parts), list, hand_over, clock, parts.cipher, as_wired=desk
        )

    return line


def messages(parts: wiring.Parts) -> list[Message]:
    with parts.engine.connect() as connection:
        rows = connection.execute(select(outbox).order_by(outbox.c.id)).all()
    return [opened(row.dedupe, row.body, parts.cipher) for row in rows]


PEOPLE = [demo.PEOPLE[key] for key in ("customer-open", "customer-arrears", "customer-new")]
BERIT = PEOPLE[0].national_number.digits


def starts(line: Line, identifiers: list[str], number: str | None = None) -> list[bool]:
    """Each in a call of its own: whether it began."""
    calls = [line.call(f"call-{next(names)}", number) for _ in identifiers]
    return [isinstance(call.identifies_as(one), CodeSent) for call, one in zip(calls, identifiers, strict=True)]


def test_starts_of_one_call(line_with: Callable[..., Line]) -> None:
    caller = line_with(STARTS_PER_CALL="2").call("call")
    answers = [caller.identifies_as(person.national_number.digits) for person in PEOPLE]
    assert [isinstance(answer, CodeSent) for answer in answers] == [True, True, False]


def test_starts_from_one_number(line_with: Callable[..., Line]) -> None:
    line = line_with(STARTS_PER_CALLER="2")
    assert starts(line, [person.national_number.digits for person in PEOPLE], HOME) == [True, True, False]


def test_starts_for_one_identifier(line_with: Callable[..., Line]) -> None:
    assert starts(line_with(STARTS_PER_IDENTIFIER="2"), [BERIT] * 3) == [True, True, False]


def test_wrong_codes_of_one_call_whichever_code_it_is(line_with: Callable[..., Line]) -> None:
    caller = line_with(WRONG_CODES_PER_CALL="2").call("call")
    answers = []
    for person in PEOPLE[:2]:
        caller.identifies_as(person.national_number.digits)
        answers.append(caller.keys(caller.wrong_code))
    assert answers == [CodeWrong(), Refused()]


def test_wrong_tries_of_one_code_and_of_no_other(line_with: Callable[..., Line]) -> None:
    caller = line_with(WRONG_CODES_PER_CODE="2").call("call")
    answers = []
    for person in PEOPLE[:2]:
        caller.identifies_as(person.national_number.digits)
        answers += [caller.keys(caller.wrong_code), caller.keys(caller.wrong_code)]
    assert answers == [CodeWrong(), Refused()] * 2


def test_wrong_codes_for_one_person_in_all_calls(line_with: Callable[..., Line]) -> None:
    line, answers = line_with(WRONG_CODES_PER_PERSON="2"), []
    for call in ("one", "another"):
        caller = line.call(call)
        caller.identifies_as(BERIT)
        answers.append(caller.keys(caller.wrong_code))
    assert answers == [CodeWrong(), Refused()]


def test_the_right_code_of_a_person_whose_tries_were_used_up_meanwhile_by_another_number(
    line_with: Callable[..., Line],
) -> None:
    line = line_with(WRONG_CODES_PER_PERSON="2")
    late = line.call("late")
    late.identifies_as(BERIT)
    for call in ("one", "another"):
        caller = line.call(call)
        caller.identifies_as(PEOPLE[0].customer_number.digits)
        caller.keys(caller.wrong_code)
    assert late.keys(late.newest_code) == CodeWrong()


def test_wrong_codes_of_one_who_signs(line_with: Callable[..., Line]) -> None:
    ready = verified(line_with(WRONG_CODES_PER_PERSON="2"), "applicant-ready")
    ready.gets_a_code()
    assert [ready.keys(ready.caller.wrong_code) for _ in range(2)] == [CodeWrong(), Refused()]


def test_a_link_that_is_refused_takes_none_of_its_number(line_with: Callable[..., Line]) -> None:
    line = line_with(LINKS_IN_ALL="1")
    assert [line.call(number, number).asks(SendLink()) for number in (HOME, ELSEWHERE[0])] == [LinkSent(), Refused()]
    assert line_with(LINKS_PER_CALLER="1").call("later", ELSEWHERE[0]).asks(SendLink()) == LinkSent()


def sent(line: Line) -> int:
    return sum(message.recipient is not None for message in line.messages())


def test_codes_to_one_person(line_with: Callable[..., Line]) -> None:
    line = line_with(CODES_PER_PERSON="2")
    starts(line, [BERIT] * 3)
    assert sent(line) == 2
    starts(line, [PEOPLE[1].national_number.digits])
    assert sent(line) == 3


def test_codes_to_one_person_whose_phone_on_record_calls(line_with: Callable[..., Line]) -> None:
    """So many more than to calls from elsewhere."""
    line = line_with(CODES_PER_PERSON="1", CODES_FROM_RECORD="2")
    starts(line, [BERIT] * 3)
    assert sent(line) == 1
    starts(line, [BERIT] * 3, PEOPLE[0].phone.e164 if PEOPLE[0].phone else None)
    assert sent(line) == 3


def test_codes_in_all(line_with: Callable[..., Line]) -> None:
    line = line_with(CODES_IN_ALL="2")
    starts(line, [person.national_number.digits for person in PEOPLE])
    assert sent(line) == 2


SIGNERS = ["applicant-ready", "applicant-signing-failed"]


def yeses(line: Line, who: list[str]) -> list[bool]:
    """Each in a call of its own: whether a code to sign with was sent."""
    applicants = [verified(line, one, f"call-{next(names)}") for one in who]
    for applicant in applicants:
        applicant.hears_terms()
    return [isinstance(applicant.says_yes(), CodeSent) for applicant in applicants]


def test_signing_codes_to_one_person(line_with: Callable[..., Line]) -> None:
    line = line_with(SIGNING_CODES_PER_PERSON="2")
    assert yeses(line, [SIGNERS[0]] * 3 + [SIGNERS[1]]) == [True, True, False, True]


def test_signing_codes_in_all(line_with: Callable[..., Line]) -> None:
    assert yeses(line_with(SIGNING_CODES_IN_ALL="2"), [*SIGNERS, SIGNERS[0]]) == [True, True, False]


def texts(line: Line, who: list[str]) -> list[bool]:
    """Each in a call of its own: whether the summary was texted."""
    callers = [verified(line, one, f"call-{next(names)}") for one in who]
    return [one.caller.asks(SendText(one.grant, Topic.SUMMARY)) == TextSent() for one in callers]


def test_texts_to_one_person(line_with: Callable[..., Line]) -> None:
    line = line_with(TEXTS_PER_PERSON="2")
    assert texts(line, ["customer-open"] * 3 + ["customer-arrears"]) == [True, True, False, True]


def test_texts_in_all(line_with: Callable[..., Line]) -> None:
    line = line_with(TEXTS_IN_ALL="2")
    assert texts(line, ["customer-open", "customer-arrears", "customer-new"]) == [True, True, False]


def links(line: Line, numbers: list[str]) -> list[bool]:
    return [line.call(f"call-{next(names)}", number).asks(SendLink()) == LinkSent() for number in numbers]


def test_links_to_one_number(line_with: Callable[..., Line]) -> None:
    assert links(line_with(LINKS_PER_CALLER="2"), [HOME, HOME, HOME, *ELSEWHERE]) == [True, True, False, True, True]


def test_links_in_all(line_with: Callable[..., Line]) -> None:
    assert links(line_with(LINKS_IN_ALL="2"), [HOME, *ELSEWHERE]) == [True, True, False]


def call_backs(line: Line, numbers: list[str]) -> list[bool]:
    asking = AskCallBack(None, "general", "asked")
    return [line.call(f"call-{next(names)}", number).asks(asking) == CallBackAsked() for number in numbers]


def test_call_backs_to_one_number(line_with: Callable[..., Line]) -> None:
    line = line_with(CALL_BACKS_PER_CALLER="2")
    assert call_backs(line, [HOME, HOME, HOME, *ELSEWHERE]) == [True, True, False, True, True]


def test_call_backs_in_all(line_with: Callable[..., Line]) -> None:
    assert call_backs(line_with(CALL_BACKS_IN_ALL="2"), [HOME, *ELSEWHERE]) == [True, True, False]


@pytest.mark.parametrize(
    ("waited", "answer"), [(timedelta(minutes=3), CodeAccepted), (timedelta(minutes=3, microseconds=1), Refused)]
)
def test_minutes_that_a_code_is_good_for(
    line_with: Callable[..., Line], waited: timedelta, answer: type[DomainAnswer]
) -> None:
    line = line_with(CODE_MINUTES="3", RESEND_SECONDS="1")
    caller = line.call("call")
    caller.identifies_as(BERIT)
    line.clock.advance(waited)
    assert isinstance(caller.keys(caller.newest_code), answer)


@pytest.mark.parametrize(
    ("waited", "answer"), [(timedelta(seconds=5), CodeSent), (timedelta(seconds=4, milliseconds=999), ResendTooSoon)]
)
def test_seconds_before_another_code_is_sent(
    line_with: Callable[..., Line], waited: timedelta, answer: type[DomainAnswer]
) -> None:
    line = line_with(RESEND_SECONDS="5", CODE_MINUTES="10")
    caller = line.call("call")
    caller.identifies_as(BERIT)
    line.clock.advance(waited)
    assert isinstance(caller.asks_for_another_code(), answer)
