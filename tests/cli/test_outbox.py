"""`creditline outbox`: what waits, without what it says and to whom; a person sends it again or drops it."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from domain.errors import AnswerLost, MessageRefused, Unavailable
from domain.lanes import TRIED_FOR
from domain.messages import Channel, Message
from domain.people import Addressee
from ivr.cli import main
from ivr.cli.ledger import operator
from ivr.config import load_settings
from ivr.wiring import Parts, parts
from storage import demo, tables
from storage.delivery import deliver_due
from storage.unit_of_work import SqlTransactions

BERIT = demo.PEOPLE["customer-open"]
A_WEEK_AGO = datetime.now(UTC) - timedelta(days=7, hours=1)
MAIL, TEXT, CODE = (
    Message(dedupe, BERIT.ref, "sv-SE", "text-code", {"code": "482913"}, A_WEEK_AGO, channel)
    for dedupe, channel in (
        ("mail-signed:5f", Channel.EMAIL),
        ("text-signed:5f", Channel.TEXT),
        ("code:call:1", Channel.TEXT),
    )
)


@dataclass
class Outbox:
    """A demo's outbox: filled and delivered here, looked after by its commands."""

    env: dict[str, str]
    parts: Parts

    def add(self, *messages: Message) -> None:
        with SqlTransactions(self.parts.engine, self.parts.cipher, demo.LEDGER).begin() as work:
            for message in messages:
                work.outbox.add(message)

    def deliver(self, fault: BaseException | None, at: datetime | None = None) -> list[Message]:
        """What was taken."""
        taken: list[Message] = []

        def send(_to: Addressee, message: Message) -> None:
            if fault:
                raise fault
            taken.append(message)

        now = at or datetime.now(UTC)
        deliver_due(self.parts.engine, self.parts.cipher, send, lambda: now)
        return taken

    def run(self, *words: str, types: str = "") -> Result:
        return CliRunner(env=self.env).invoke(main, ["outbox", *words], input=types)

    @property
    def lines(self) -> list[list[str]]:
        return [line.split() for line in self.run("list").stdout.splitlines()[1:]]

    @property
    def row(self) -> Any:
        with self.parts.engine.connect() as connection:
            return connection.execute(select(tables.outbox)).one()


@pytest.fixture
def outbox(env: dict[str, str]) -> Outbox:
    return Outbox(env, parts(load_settings(env)))


def test_what_waits_is_listed_without_what_it_says_and_to_whom(outbox: Outbox) -> None:
    outbox.add(MAIL, TEXT)
    outbox.deliver(MessageRefused("the mail server refused with 550"))
    shown = outbox.run("list").stdout
    head, mail, text = (line.split() for line in shown.splitlines())
    assert head[:4] == ["id", "kind", "age", "tries"]
    assert re.fullmatch(r"1 mail-signed 7 d \d:\d\d 1 - refused the mail server refused with 550", " ".join(mail))
    assert text[1] == "text-signed"
    assert BERIT.phone
    assert not any(secret in shown for secret in (BERIT.email, BERIT.phone.e164, BERIT.ref, "482913", "5f"))


def test_what_is_tried_again_is_listed_with_the_time_of_it(outbox: Outbox) -> None:
    outbox.add(TEXT)
    outbox.deliver(Unavailable("no connection"), at=A_WEEK_AGO)
    next_try = f"{A_WEEK_AGO + timedelta(seconds=2):%Y-%m-%d %H:%M:%S} UTC"
    [(*_, tries, day, time, zone, state, _, _)] = outbox.lines
    assert (tries, f"{day} {time} {zone}", state) == ("1", next_try, "not-taken")


def test_what_has_left_and_what_is_meant_for_later_are_not_listed(outbox: Outbox) -> None:
    outbox.add(MAIL)
    assert outbox.deliver(None) == [MAIL]
    outbox.add(replace(TEXT, not_before=datetime.now(UTC) + timedelta(days=1)))
    assert outbox.lines == []


@pytest.mark.parametrize("fault", [MessageRefused("refused"), Unavailable("down for three days")])
def test_what_was_given_up_is_sent_again_when_a_person_says_so(outbox: Outbox, fault: Exception) -> None:
    outbox.add(MAIL)
    outbox.deliver(fault)
    assert outbox.deliver(None) == []
    assert outbox.run("retry", "1").exit_code == 0
    assert outbox.deliver(None) == [MAIL]


def test_from_then_on_it_is_tried_for_three_days(outbox: Outbox) -> None:
    outbox.add(MAIL)
    outbox.deliver(Unavailable("down"))
    outbox.run("retry", "1")
    outbox.deliver(Unavailable("down"))
    assert outbox.row.due_at is not None
    outbox.deliver(Unavailable("down"), at=datetime.now(UTC) + TRIED_FOR)
    assert (outbox.row.due_at, outbox.row.outcome) == (None, "given-up")


def test_one_more_copy_is_sent_of_what_may_have_arrived(outbox: Outbox) -> None:
    outbox.add(MAIL)
    for minutes in (0, 2, 4):
        outbox.deliver(AnswerLost("no answer"), at=A_WEEK_AGO + timedelta(minutes=minutes))
    outbox.run("retry", "1")
    outbox.deliver(AnswerLost("no answer"))
    assert (outbox.row.due_at, outbox.row.outcome, outbox.row.attempts) == (None, "unknown", 3)
    assert outbox.row.body is not None


def test_a_code_is_not_sent_again(outbox: Outbox) -> None:
    outbox.add(CODE)
    again = outbox.run("retry", "1")
    assert (again.exit_code, "no message 1 that can be sent again" in again.stderr) == (1, True)


def test_what_is_dropped_is_erased_and_says_by_whom(outbox: Outbox) -> None:
    outbox.add(MAIL)
    outbox.deliver(MessageRefused("refused"))
    assert outbox.run("drop", "1", types="1\n").exit_code == 0
    assert (outbox.row.body, outbox.row.outcome, outbox.row.reason) == (None, "dropped", f"dropped by {operator()}")
    assert outbox.lines == []
    again = outbox.run("drop", "1", types="1\n")
    assert (again.exit_code, "no message 1 that can be dropped" in again.stderr) == (1, True)


@pytest.mark.parametrize("types", ["2\n", ""], ids=["another id", "nothing"])
def test_nothing_is_dropped_without_its_id_typed_again(outbox: Outbox, types: str) -> None:
    outbox.add(MAIL)
    assert outbox.run("drop", "1", types=types).exit_code == 1
    assert outbox.deliver(None) == [MAIL]


@pytest.mark.parametrize("words", [["retry", "1"], ["drop", "1"]], ids=["retry", "drop"])
def test_what_is_being_sent_is_left_to_its_worker(outbox: Outbox, words: list[str]) -> None:
    outbox.add(MAIL)
    refused: list[Result] = []

    def send(_to: Addressee, _message: Message) -> None:
        refused.append(outbox.run(*words, types="1\n"))

    deliver_due(outbox.parts.engine, outbox.parts.cipher, send, lambda: datetime.now(UTC))
    assert [result.exit_code for result in refused] == [1]
    assert outbox.row.outcome == "sent"
