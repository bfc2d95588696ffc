"""One leg of a call, the caller's or an agent's: it executes documents until there is nothing more to do."""

import secrets
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from ivr.phone.agents import Agents
from ivr.phone.carrier import Carrier, Document
from ivr.phone.errors import CallFailed, Fault, RequestFailed
from ivr.phone.log import Log, Who
from ivr.voice.schema import AllowList, faults, parse


@dataclass(frozen=True)
class Go:
    """On to the document at `url`, which is told `params`."""

    url: str
    params: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True)
class End:
    """The leg is hung up."""


Step = Go | End | None  # None: on to the next verb
Waiting = Generator[None, str, Step]
"""Waits for keys: yields, and is sent those that are pressed, "" for a silence until the time-out."""
Verb = Callable[[Element, "Leg"], Step | Waiting]


def new_call_sid() -> str:
    return "CA" + secrets.token_hex(16)


@dataclass
class Leg:
    """`params` go with every request of this leg; `speaker` is who talks into it; `fallback` an address, if it has one.

    `keys` are those pressed and not yet taken, `url` is where the current document came from.
    """

    carrier: Carrier
    log: Log
    params: Mapping[str, str] = field(repr=False)
    verbs: Mapping[str, Verb] = field(repr=False)
    allow: AllowList = field(repr=False)
    speaker: Who
    agents: Agents
    fallback: str | None = None
    url: str = ""
    keys: list[str] = field(default_factory=list, repr=False)

    def run(self, start: Go) -> Generator[None, str, bool]:
        """Executes from `start` on. True when the last document came to its end, False when the line hung up."""
        step: Step = start
        while isinstance(step, Go):
            step = yield from self._execute(self._checked(self._fetch(step)))
        return step is None

    def go(self, verb: Element, reference: str, **params: str) -> Go:
        """To the address that a verb names. This phone posts only: with GET, keys would stand in an address."""
        if verb.get("method", "POST") != "POST":
            raise Fault(f"<{verb.tag} method>: this phone only posts")
        return Go(self.carrier.line.resolve(reference, self.url), params)

    def _execute(self, document: Element) -> Waiting:
        for verb in document:
            step = self.verbs[verb.tag](verb, self)
            if isinstance(step, Generator):
                step = yield from step
            if step:
                return step
        return None

    def _checked(self, document: Document) -> Element:
        found = faults(document.xml, self.allow)
        if found:
            raise Fault(f"{document.request.path}: {'; '.join(found)}")
        return parse(document.xml)

    def _fetch(self, step: Go) -> Document:
        self.url = step.url
        try:
            return self.carrier.fetch(step.url, {**self.params, **step.params})
        except RequestFailed as failure:
            if self.fallback is None:
                raise
            return self._fall_back(self.fallback, failure)

    def _fall_back(self, fallback: str, failure: RequestFailed) -> Document:
        """https://www.twilio.com/docs/voice/twiml: the fallback URL is told what failed, and where."""
        self.log.noted(Who.CARRIER, f"{failure}; on to the fallback")
        told = {"ErrorCode": str(failure.code), "ErrorUrl": failure.url}
        self.url = fallback
        try:
            return self.carrier.fetch(fallback, {**self.params, **told})
        except RequestFailed as second:
            why = f"the call failed: {failure}, then {second}"
            raise CallFailed(second.code, second.url, why) from None
