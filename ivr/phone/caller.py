"""A person with a phone. A test and the command `creditline call` drive the same one."""

import contextlib
from collections.abc import Callable, Generator, Sequence
from typing import Self

from ivr.phone.agents import Outcome
from ivr.phone.call import Call
from ivr.phone.carrier import Document, Sent
from ivr.phone.clock import Clock
from ivr.phone.errors import CallEnded, HungUp
from ivr.phone.line import Line
from ivr.phone.log import Entry, Log, Who
from ivr.phone.mailbox import Mailbox

CODE = "{code}"


class Caller:
    """Calls from `number` and reads the messages sent to `mailbox`, which is that number unless another is given.

    Each `dials()` is a new call; what was heard, sent and got is that of the latest. All acts but the first raise
    CallEnded once the call is over, and any of them Fault or CallFailed.
    """

    def __init__(
        self,
        line: Line,
        number: str,
        *,
        mailbox: str | None = None,
        agents: Sequence[Outcome] = (),
        listener: Callable[[Entry], None] | None = None,
    ) -> None:
        self.line = line
        self.number = number
        self._mailbox = Mailbox(line.base_url, mailbox or number)
        self._agents = agents
        self._listener = listener
        self.ended = True

    def dials(self) -> Self:
        self._mailbox.new()  # whatever lies there by now belongs to no code of this call
        self._call = Call(self.line, self.number, self._agents, self._listener)
        self._run: Generator[None, str, None] = self._call.run()
        self._go_on(lambda: next(self._run))
        return self

    def enters(self, keys: str) -> Self:
        """Keys as they are pressed, `{code}` for the newest code. What one question leaves goes on to the next."""
        self._check_listening()
        keys = keys.replace(CODE, self.newest_code()) if CODE in keys else keys
        return self._input(keys)

    presses = enters

    def stays_silent(self) -> Self:
        """Until the question's time-out."""
        return self._input("")

    def hangs_up(self) -> Self:
        self._check_listening()
        self._go_on(lambda: self._run.throw(HungUp()))
        return self

    def newest_code(self) -> str:
        return self._mailbox.newest_code()

    @property
    def heard(self) -> str:
        """The line's words since the last input."""
        return self.log.words_since_input()

    @property
    def heard_in_all(self) -> str:
        return self.log.words()

    @property
    def log(self) -> Log:
        return self._call.log

    @property
    def clock(self) -> Clock:
        return self._call.clock

    @property
    def documents(self) -> list[Document]:
        return self._call.carrier.documents

    @property
    def requests(self) -> list[Sent]:
        return self._call.carrier.requests

    def _input(self, keys: str) -> Self:
        self._check_listening()
        self.log.noted(Who.CALLER, keys)
        self._go_on(lambda: self._run.send(keys))
        return self

    def _check_listening(self) -> None:
        if self.ended:
            raise CallEnded("the call is over: nobody waits for keys any more")

    def _go_on(self, step: Callable[[], None]) -> None:
        self.ended = True  # and so it stays where the step ends the call or raises
        with contextlib.suppress(StopIteration):
            step()
            self.ended = False
