"""Single calls to what is measured, as tests make them."""

from collections.abc import Callable, Iterator
from contextlib import closing, suppress

from tests.bench.call import Answer, Call, Post, play
from tests.bench.codes import codes_of
from tests.bench.connection import Connection
from tests.bench.people import crowd
from tests.bench.script import Script
from tests.bench.targets import Target
from tests.service import until

CALLER = "+46701740680"
FIRST = {"{customer}": crowd().customers[0], "{applicant}": crowd().applicants[0], "{nobody}": crowd().nobodies[0]}


def called(target: Target, script: Script) -> Iterator[tuple[Post, Answer]]:
    """A call to its end, with what was sent and answered."""
    with closing(Connection(target.line)) as connection:
        yield from played(target, script, connection.ask)


def played(target: Target, script: Script, ask: Callable[[Post], Answer]) -> Iterator[tuple[Post, Answer]]:
    """The same where `ask` has each request answered."""
    phone = next((crowd().phones.get(FIRST[act], "") for act in script.acts if act in FIRST), "")
    newest = codes_of(target)

    def code(call_sid: str, turn: int) -> str | None:
        until(lambda: newest(call_sid, turn, phone))
        return newest(call_sid, turn, phone)

    call: Call = play(target.line, script, CALLER, FIRST.__getitem__, code)
    post = next(call)
    with suppress(StopIteration):
        while post:
            answer = ask(post)
            yield post, answer
            post = call.send(answer)
