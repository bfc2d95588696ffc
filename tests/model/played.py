"""One call against the line: every answer is held against the rules for all answers, and against the reference."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from werkzeug.test import TestResponse

from ivr.voice.events import OVER
from ivr.voice.schema import CALL, WHISPER, AllowList, faults, parse
from storage import demo
from tests.model import personal
from tests.model.heard import Heard, Place, hear
from tests.model.line import Breakage, LineUnderTest
from tests.model.reference import Reference
from tests.voice.twilio import LINE_NUMBER, PUBLIC_URL, Leg, sign

STORE = {Breakage.LOAD, Breakage.SAVE, Breakage.SAVE_LATE}
COPIES = 3


@dataclass(frozen=True)
class Sent:
    """A request as it was signed, to be delivered again."""

    target: str
    params: dict[str, str] = field(repr=False)

    @property
    def is_bridged(self) -> bool:
        """The end of a dial in which the caller has heard a person: it may be answered without words."""
        return self.params.get("DialBridged") == "true"

    def deliver(self, line: LineUnderTest) -> TestResponse:
        signature = {"X-Twilio-Signature": sign(PUBLIC_URL + self.target, self.params)}
        return line.app.test_client().post(self.target, data=self.params, headers=signature)


class Played:
    """`is_sure`: whether the reference still knows where the call is; a session store that failed may have lost it.

    `unseen`: who has keyed the right code while the service was broken; it is good where its request comes again and
    nobody knows any more that the call has gone on.
    """

    def __init__(self, line: LineUnderTest, from_number: str) -> None:
        self.line = line
        self.leg = Leg(line.app.test_client(), from_number=from_number)
        self.reference = Reference(len(line.languages), line.queues, line.signers)
        self.sent: list[Sent] = []
        self.whispers: list[str] = []
        self.is_sure = True
        self.unseen: str | None = None
        self.heard = Heard(Place.OVER, "")
        self.document: bytes | None = None
        self.action = ""
        line.calls += 1
        self._asks("/voice/incoming", self.reference.begins(), CallStatus="ringing")

    @property
    def place(self) -> Place:
        return self.heard.place

    def keys(self, keys: str, *, at_once: bool = False) -> None:
        """`at_once`: delivered several times in parallel, with an older request among them."""
        if not self.heard.is_without_state:
            proved = self.reference.proved
            expected = self.reference.keys(keys, self.line.clock.now())
            if self._asks(self.action, expected, at_once=at_once, Digits=keys) is Breakage.SERVICE:
                self.unseen, self.reference.proved = self.reference.proved, proved  # nobody has looked at it

    def is_silent(self) -> None:
        if self.place not in (Place.RINGING, Place.OVER):
            before = self.heard.words
            self._asks(self.action, self.reference.is_silent(), Digits="")
            assert self.heard.words != before or not self.is_sure, "silence is answered with the same words"

    def dial_ends(self, status: str, *, bridged: bool) -> None:
        expected = self.reference.dial_ends(bridged=bridged)
        self._asks(self.action, expected, DialCallStatus=status, DialBridged=str(bridged).lower())

    def agent_presses(self, keys: str | None, telephone: int) -> None:
        """`telephone`: 0 rings now, the others have rung before. None: the telephone is only picked up."""
        whisper = self.whispers[-1 - telephone % len(self.whispers)]
        told = {} if keys is None else {"Digits": keys}
        answer = self._sent(whisper, Direction="outbound-dial", **told).deliver(self.line)
        self._check(answer, WHISPER)
        connected = keys == "1" and len(parse(answer.data)) == 0
        failed, is_current = self.line.broken(), whisper == self.heard.whisper
        assert is_current or not connected or failed or not self.is_sure, "an agent of long ago is connected"
        self.is_sure = self.is_sure and not (failed and keys == "1")
        self.reference.taken = self.reference.taken or (connected and is_current)

    def comes_again(self, nth: int) -> None:
        """An old request, late: nothing moves."""
        if self.line.breakable.armed in STORE or not self.is_sure:
            self.reference.proved = self.reference.proved or self.unseen
        self._unmoved(self.sent[nth % len(self.sent)].deliver(self.line))

    def is_announced_again(self) -> None:
        """Nothing of what the call stands at is told again."""
        answer = self._sent("/voice/incoming", CallStatus="ringing").deliver(self.line)
        self._unmoved(answer)
        assert not personal.private_figures(hear(answer.data).words), "a start that comes again tells figures"

    def status(self, status: str) -> None:
        assert self._sent("/voice/status", CallStatus=status).deliver(self.line).status_code == 204
        failed = self.line.broken()
        if status in OVER:
            self.is_sure = self.is_sure and failed is None
            self.heard, self.document, self.reference.place = Heard(Place.OVER, ""), None, Place.OVER

    def _sent(self, url: str, **more: str) -> Sent:
        return Sent(url.removeprefix(PUBLIC_URL), self.leg.params(**more))

    def _asks(self, url: str, expected: set[Place], *, at_once: bool = False, **more: str) -> Breakage | None:
        request = self._sent(url, **more)
        answers = self._deliver_at_once(request) if at_once else [self._followed(request.deliver(self.line))]
        self.sent.append(request)
        for answer in answers:
            self._check(answer, CALL, talked=request.is_bridged)
        assert len({answer.data for answer in answers}) == 1 or not self.is_sure, "one turn has two answers"
        failed = self.line.broken()
        without_service = {Place.NOBODY if self.place is Place.NOBODY else Place.RINGING}
        self._arrives(answers[0].data, without_service if failed and failed not in STORE else expected, failed)
        return failed

    def _followed(self, answer: TestResponse) -> TestResponse:
        """As the carrier goes on from a document that only leads elsewhere."""
        heard = hear(answer.data)
        return self._sent(heard.action).deliver(self.line) if heard.place is Place.ELSEWHERE else answer

    def _deliver_at_once(self, request: Sent) -> Sequence[TestResponse]:
        """The answers to the copies. What the older one gets is checked too, though it may come before or after."""
        self.line.breakable.armed = None
        with ThreadPoolExecutor(COPIES + 1) as carriers:
            *answers, older = carriers.map(lambda sent: sent.deliver(self.line), [*[request] * COPIES, self.sent[-1]])
        self._check(older, CALL, talked=self.sent[-1].is_bridged or hear(older.data).place is Place.ELSEWHERE)
        return answers if self.is_sure else [self._followed(answers[0])]  # a call that was over may be told so again

    def _arrives(self, document: bytes, expected: set[Place], failed: Breakage | None) -> None:
        heard = hear(document)
        self.is_sure = self.is_sure and failed not in STORE
        assert heard.place in expected or not self.is_sure, f"{heard.place}, not {' or '.join(expected)}"
        assert failed or not heard.is_without_state or not self.is_sure, "an apology, and nothing was broken"
        self.heard, self.document = heard, document
        self.reference.arrives(heard.place, heard.rings)
        self.action = heard.action or self.action
        if heard.whisper:
            self.whispers.append(heard.whisper)
        self._reads_texts()

    def _reads_texts(self) -> None:
        for recipient, code in self.line.texts():
            claimed = demo.PEOPLE[self.reference.claimed or ""]
            assert claimed.phone, "a code is sent to somebody who has no telephone"
            assert self.reference.code is None or not self.is_sure, "a code is sent that nobody asked for, or too soon"
            assert recipient == claimed.phone.e164, "a code goes to another telephone than the one on record"
            self.reference.code = code
        if not self.is_sure and self.reference.code is None:
            self.reference.code = self.reference.older  # the wish for a new one may have come to a turn that was over

    def _unmoved(self, answer: TestResponse) -> None:
        self._check(answer, CALL, talked=True)
        failed = self.line.broken()
        self.is_sure = self.is_sure and failed is None  # a turn that failed before may be taken now
        if self.is_sure:
            assert answer.data == self.document or self._is_led_on(hear(answer.data)), "a late delivery is told more"
            assert self.line.texts() == [], "a late delivery sends a code"
        self._reads_texts()

    def _is_led_on(self, heard: Heard) -> bool:
        """To where the call is; one that is over may be told so."""
        if heard.place is Place.ELSEWHERE:
            return self.place is Place.OVER or heard.action == self.action
        return self.document is None and heard.place is Place.OVER

    def _check(self, answer: TestResponse, allow: AllowList, *, talked: bool = False) -> None:
        """What holds for every answer. `talked`: the caller has heard a person and needs no more words."""
        self.line.answers += 1
        assert (answer.status_code, answer.mimetype) == (200, "text/xml")
        wrong = faults(answer.data, allow)
        assert wrong == [], wrong
        root, text = parse(answer.data), answer.data.decode()
        words = " ".join("".join(say.itertext()) for say in root.iter("Say"))
        assert words or talked or allow is WHISPER, "a document without words"
        told = list(personal.faults(text, words, self.reference.proved))
        assert told == [], told
        ours = {number for queue in self.line.queues for number in queue}
        assert {number.text for number in root.iter("Number")} <= ours
        assert {dial.get("callerId", LINE_NUMBER) for dial in root.iter("Dial")} <= {LINE_NUMBER}
