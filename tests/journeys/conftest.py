"""People who phone the running service over HTTP, with real signatures."""

from collections.abc import Callable, Sequence

import pytest

from ivr.phone.agents import Outcome
from ivr.phone.line import Line
from tests.phone.caller import Person
from tests.service import Service

ACCOUNT = "AC" + "0123456789abcdef" * 2
LINE_NUMBER = "+46101740600"
ANY_PHONE = "+46701740680"

Phones = Callable[..., Person]


@pytest.fixture
def line(service: Service) -> Line:
    return Line(service.url, service.public_url, service.auth_token, ACCOUNT, LINE_NUMBER)


@pytest.fixture
def caller(line: Line) -> Phones:
    """`caller()` phones from a number in no table; `caller(phone)` reads that phone's messages."""

    def phones(number: str = ANY_PHONE, *, agents: Sequence[Outcome] = (), mailbox: str | None = None) -> Person:
        return Person(line, number, agents=agents, mailbox=mailbox)

    return phones
