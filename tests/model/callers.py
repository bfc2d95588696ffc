"""Random callers: a few calls at a time, everything that people, agents, the carrier and the machines may do."""

from collections.abc import Callable
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from ivr.dialogue.events import DialStatus
from storage import demo
from tests.model.heard import Place
from tests.model.line import Breakage, LineUnderTest
from tests.model.played import Played
from tests.model.reference import UNKNOWN

MOST_AT_ONCE = 4
SIGNING = (Place.TERMS, Place.CONSENT, Place.SIGNED, Place.OBSTACLE)

NTH = st.integers(0, 7)
NUMBERS = st.sampled_from(["+46701740605", "+46701740680", "+4681234567", "anonymous", "+266696687", ""])
FEW_PEOPLE = ("customer-open", "customer-arrears", "customer-fraud", "applicant-two", "applicant-ready")
PEOPLE = st.sampled_from([*FEW_PEOPLE, *demo.PEOPLE])  # the few more often: the same person twice
KEYED = st.sampled_from(["{}", "{}", "*{}", "12*{}", "#", "{}#", "{}*"])
KEYS = st.one_of(
    st.sampled_from(
        ["0", "1", "2", "3", "4", "9", "#", "*", "00", "01", "0#", "*0", "12*0", "198507099806", "12345678901"]
    ),
    st.text("0123456789*#", min_size=1, max_size=9),
)
WRONG_CODES = st.sampled_from(["000000", "123456", "999999", "12*000000", "12345", "1234567", "12*345", "*1", "48*"])
AT_ONCE = st.sampled_from([False, False, False, True])
SECONDS = st.sampled_from([5, 29, 30, 31, 599, 601])


def while_at(*places: Place) -> Callable[[Callable[..., None]], Callable[..., None]]:
    return precondition(lambda self: any(call.place in places for call in self.calls))


class RandomCallers(RuleBasedStateMachine):
    line: ClassVar[LineUnderTest]

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[Played] = []
        self.line.evening()

    def call(self, nth: int, *places: Place) -> Played:
        """One of those that are there now."""
        there = [call for call in self.calls if not places or call.place in places]
        return there[nth % len(there)]

    @precondition(lambda self: sum(call.place is not Place.OVER for call in self.calls) < MOST_AT_ONCE)
    @rule(number=NUMBERS, who=PEOPLE, language=st.sampled_from("12"), knows_code=st.booleans(), steps=st.integers(0, 5))
    def dials(self, number: str, who: str, language: str, knows_code: bool, steps: int) -> None:
        """And goes some way undisturbed: to the figures, or to where everybody meets who is not verified."""
        call = Played(self.line, number)
        self.calls.append(call)
        for _ in range(steps):
            match call.place:
                case Place.LANGUAGE:
                    call.keys(language)
                case Place.IDENTIFIER:
                    call.keys(demo.PEOPLE[who].national_number.digits)
                case Place.CODE:
                    call.keys((knows_code and call.reference.code) or "000000")

    @while_at(Place.LANGUAGE)
    @rule(nth=NTH, key=st.sampled_from("12"))
    def chooses_a_language(self, nth: int, key: str) -> None:
        self.call(nth, Place.LANGUAGE).keys(key)

    @while_at(Place.IDENTIFIER)
    @rule(nth=NTH, who=PEOPLE, kind=NTH, keyed=KEYED, at_once=AT_ONCE)
    def tells_who(self, nth: int, who: str, kind: int, keyed: str, at_once: bool) -> None:
        person = demo.PEOPLE[who]
        national = person.national_number.digits
        entry = (national, national[2:], person.customer_number.digits, national, *UNKNOWN, "99999999", "1")[kind]
        self.call(nth, Place.IDENTIFIER).keys(keyed.format(entry), at_once=at_once)

    @while_at(Place.CODE)
    @rule(nth=NTH, at_once=AT_ONCE)
    def keys_the_code(self, nth: int, at_once: bool) -> None:
        call = self.call(nth, Place.CODE)
        call.keys(call.reference.code or "111111", at_once=at_once)

    @while_at(Place.CODE)
    @rule(nth=NTH, code=WRONG_CODES, times=st.integers(1, 3), at_once=AT_ONCE)
    def keys_a_wrong_code(self, nth: int, code: str, times: int, at_once: bool) -> None:
        call = self.call(nth, Place.CODE)
        for _ in range(times):
            if call.place is Place.CODE:
                call.keys(code, at_once=at_once)

    @while_at(Place.CODE)
    @rule(nth=NTH, other=NTH)
    def keys_the_code_of_another_call(self, nth: int, other: int) -> None:
        self.call(nth, Place.CODE).keys(self.call(other).reference.code or "222222")

    @while_at(Place.CODE)
    @rule(nth=NTH)
    def asks_for_a_new_code_and_keys_the_old_one(self, nth: int) -> None:
        call = self.call(nth, Place.CODE)
        self.line.wait(30)
        call.keys("1")
        if call.place is Place.CODE:
            call.keys(call.reference.older or "333333")

    @while_at(Place.NOT_VERIFIED, Place.OFFERS, Place.OWN, Place.NOBODY)
    @rule(nth=NTH, key=st.sampled_from("1112203340#9"), at_once=AT_ONCE)
    def chooses(self, nth: int, key: str, at_once: bool) -> None:
        self.call(nth, Place.NOT_VERIFIED, Place.OFFERS, Place.OWN, Place.NOBODY).keys(key, at_once=at_once)

    @while_at(Place.OWN)
    @rule(nth=NTH, agrees=st.booleans(), knows_code=st.booleans())
    def wants_to_sign(self, nth: int, agrees: bool, knows_code: bool) -> None:
        """Undisturbed up to the question, or to the end."""
        call = self.call(nth, Place.OWN)
        call.keys("2")
        while call.place is Place.TERMS:
            call.keys("2")
        if agrees and call.place is Place.CONSENT:
            call.keys("1")
        if knows_code and call.place is Place.CODE:
            call.keys(call.reference.code or "444444")

    @while_at(*SIGNING)
    @rule(nth=NTH, key=st.sampled_from("1112235#90"), at_once=AT_ONCE)
    def chooses_on_the_way_to_a_signature(self, nth: int, key: str, at_once: bool) -> None:
        self.call(nth, *SIGNING).keys(key, at_once=at_once)

    @precondition(lambda self: self.calls)
    @rule(nth=NTH, keys=KEYS)
    def keys_anything(self, nth: int, keys: str) -> None:
        self.call(nth).keys(keys)

    @precondition(lambda self: self.calls)
    @rule(nth=NTH)
    def is_silent(self, nth: int) -> None:
        self.call(nth).is_silent()

    @precondition(lambda self: any(call.whispers for call in self.calls))
    @rule(nth=NTH, keys=st.sampled_from([None, "1", "1", "2", ""]), telephone=st.sampled_from([0, 0, 0, 1, 2]))
    def an_agent_presses(self, nth: int, keys: str | None, telephone: int) -> None:
        rung = [call for call in self.calls if call.whispers]
        rung[nth % len(rung)].agent_presses(keys, telephone)

    @precondition(lambda self: self.calls)
    @rule(nth=NTH, status=st.sampled_from(DialStatus), bridged=st.booleans())
    def a_dial_ends(self, nth: int, status: DialStatus, bridged: bool) -> None:
        self.call(nth).dial_ends(status, bridged=bridged)

    @while_at(Place.RINGING)
    @rule(nth=NTH, status=st.sampled_from(["no-answer", "busy", "failed"]))
    def nobody_answers(self, nth: int, status: str) -> None:
        self.call(nth, Place.RINGING).dial_ends(status, bridged=False)

    @precondition(lambda self: self.calls)
    @rule(nth=NTH, request=st.integers(0, 30))
    def an_old_request_comes_again(self, nth: int, request: int) -> None:
        self.call(nth).comes_again(request)

    @precondition(lambda self: self.calls)
    @rule(nth=NTH)
    def is_announced_again(self, nth: int) -> None:
        self.call(nth).is_announced_again()

    @precondition(lambda self: self.calls)
    @rule(nth=NTH, status=st.sampled_from(["ringing", "in-progress", "completed", "canceled"]))
    def the_carrier_reports(self, nth: int, status: str) -> None:
        self.call(nth).status(status)

    @rule(breakage=st.sampled_from(Breakage))
    def something_will_break(self, breakage: Breakage) -> None:
        self.line.breakable.armed = breakage

    @rule(seconds=SECONDS)
    def time_passes(self, seconds: int) -> None:
        self.line.wait(seconds)
