"""<Gather>: https://www.twilio.com/docs/voice/twiml/gather. Keys only; the first one stops the words."""

from collections.abc import Generator
from xml.etree.ElementTree import Element

from ivr.phone.errors import Fault
from ivr.phone.leg import Leg, Step, Waiting


def execute(gather: Element, leg: Leg) -> Waiting:
    if "dtmf" not in gather.get("input", "dtmf").split():
        raise Fault("<Gather input>: this phone has keys and no ears")
    if not leg.keys:
        _say_words(gather, leg)
    entry, finished_on = yield from _collect(gather, leg)
    return _submit(gather, leg, entry, finished_on)


def _say_words(gather: Element, leg: Leg) -> None:
    for child in gather:
        leg.verbs[child.tag](child, leg)


def _collect(gather: Element, leg: Leg) -> Generator[None, str, tuple[str, str]]:
    """The entry and the key that finished it, "" when its length or the time-out did. Further keys stay on the leg."""
    finish_on_key, length = gather.get("finishOnKey", "#"), int(gather.get("numDigits", "0"))
    entry = ""
    while True:
        if not leg.keys:
            leg.keys += yield
        if not leg.keys:
            leg.log.clock.wait(int(gather.get("timeout", "5")))
            return entry, ""
        key = leg.keys.pop(0)
        if key == finish_on_key:
            return entry, key
        entry += key
        if len(entry) == length:
            return entry, ""


def _submit(gather: Element, leg: Leg, entry: str, finished_on: str) -> Step:
    """An empty entry falls through to the next verb, unless the document wants to be told."""
    if entry or gather.get("actionOnEmptyResult") == "true":
        return leg.go(gather, gather.get("action", ""), Digits=entry, FinishedOnKey=finished_on)
    return None
