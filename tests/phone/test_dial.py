"""<Dial> and its <Number>: https://www.twilio.com/docs/voice/twiml/dial and …/voice/twiml/number"""

import re
from dataclasses import replace

import pytest

from ivr.phone.agents import Outcome
from ivr.phone.errors import Fault, RequestFailed

from .caller import Person
from .canned import CannedLine

NUMBER = "<Number url='/voice/whisper'>+46701740690</Number>"
DIAL = f"<Dial action='/voice/turn?t=a' timeout='20' callerId='+46846500400'>{NUMBER}</Dial>"
WHISPER = "<Gather numDigits='1' action='/voice/taken'><Say>A caller. Press 1 to take it.</Say></Gather><Hangup/>"


def transferred(canned: CannedLine, *outcomes: Outcome) -> Person:
    canned.serves("/voice/incoming", DIAL)
    canned.serves("/voice/whisper", WHISPER)
    canned.serves("/voice/taken", "<Pause/>")
    canned.serves("/voice/turn", "<Say>After the transfer.</Say>")
    return Person(canned.line, "+46701740605", agents=outcomes).dials()


def test_an_agent_who_takes_the_call_is_bridged(canned: CannedLine) -> None:
    transferred(canned, Outcome.TAKEN)
    told = canned.posted("/voice/turn")
    assert (told["DialCallStatus"], told["DialBridged"]) == ("completed", "true")
    assert int(told["DialCallDuration"]) > 0
    assert canned.posted("/voice/taken")["Digits"] == "1"


def test_a_voicemail_box_completes_the_attempt_and_bridges_nobody(canned: CannedLine) -> None:
    """A whisper that hangs up ends the agent's leg: it was answered, so it is `completed`."""
    transferred(canned, Outcome.NOT_TAKEN)
    told = canned.posted("/voice/turn")
    assert (told["DialCallStatus"], told["DialBridged"]) == ("completed", "false")
    assert "/voice/taken" not in canned.paths()


@pytest.mark.parametrize("outcome", [Outcome.BUSY, Outcome.NO_ANSWER, Outcome.FAILED, Outcome.CANCELED])
def test_nobody_answers_and_the_action_learns_why(canned: CannedLine, outcome: Outcome) -> None:
    person = transferred(canned, outcome).hears("after the transfer")
    told = canned.posted("/voice/turn")
    assert (told["DialCallStatus"], told["DialBridged"]) == (outcome.value, "false")
    assert "DialCallDuration" not in told
    assert "/voice/whisper" not in canned.paths()
    assert (person.clock.now > 20) == (outcome is Outcome.NO_ANSWER)  # it rang for the document's timeout


def test_the_whisper_has_a_leg_of_its_own(canned: CannedLine) -> None:
    transferred(canned, Outcome.TAKEN)
    caller, agent = canned.posted("/voice/incoming"), canned.posted("/voice/whisper")
    assert re.fullmatch("CA[0-9a-f]{32}", agent["CallSid"])
    assert agent["CallSid"] != caller["CallSid"] == agent["ParentCallSid"]
    assert (agent["From"], agent["To"], agent["Direction"]) == ("+46846500400", "+46701740690", "outbound-dial")
    assert canned.posted("/voice/turn")["DialCallSid"] == agent["CallSid"]


def test_the_caller_hears_nothing_of_the_whisper(canned: CannedLine) -> None:
    person = transferred(canned, Outcome.TAKEN)
    assert "Press 1 to take it" not in person.heard_in_all


def test_each_attempt_has_its_outcome_and_the_last_one_repeats(canned: CannedLine) -> None:
    canned.serves("/voice/turn", DIAL, DIAL)
    transferred(canned, Outcome.BUSY, Outcome.NO_ANSWER)
    statuses = [request.params["DialCallStatus"] for request in canned.received if request.path == "/voice/turn"]
    assert statuses == ["busy", "no-answer", "no-answer"]


def test_without_an_action_the_next_verb_follows(canned: CannedLine) -> None:
    canned.serves("/voice/incoming", f"<Dial>{NUMBER}</Dial><Say>Still here.</Say>")
    Person(canned.line, "+46701740605", agents=[Outcome.BUSY]).dials().hears("still here")


def test_a_number_without_a_whisper_is_connected_at_once(canned: CannedLine) -> None:
    canned.serves("/voice/incoming", "<Dial action='/voice/turn'><Number>+46701740690</Number></Dial>")
    canned.serves("/voice/turn", "<Hangup/>")
    Person(canned.line, "+46701740605").dials()
    assert canned.posted("/voice/turn")["DialBridged"] == "true"


def test_a_whisper_may_not_dial(canned: CannedLine) -> None:
    canned.serves("/voice/whisper", DIAL)
    with pytest.raises(Fault, match="<Dial> is not allowed"):
        transferred(canned, Outcome.TAKEN)


def test_a_whisper_has_no_fallback(canned: CannedLine) -> None:
    canned.serves("/voice/incoming", DIAL)
    with pytest.raises(RequestFailed, match="/voice/whisper was answered with status 404"):
        Person(canned.line, "+46701740605").dials()
    assert "/voice/fallback" not in canned.paths()


SIP_CALLER, SIP_LINE, VERIFIED = "sip:alice@acme.sip.twilio.com", "sip:line@acme.sip.twilio.com", "+46101740699"


def put_through(canned: CannedLine, caller: str, called: str, shown: str) -> Person:
    caller_id = f"callerId='{shown}'" if shown else ""
    canned.serves("/voice/incoming", f"<Dial {caller_id}><Number>+46701740690</Number></Dial><Hangup/>")
    return Person(replace(canned.line, number=called, verified=(VERIFIED,)), caller).dials()


@pytest.mark.parametrize(
    ("caller", "called", "shown"),
    [
        ("+46701740605", "+46846500400", ""),
        ("+46701740605", "+46846500400", "+46701740605"),
        ("anonymous", "+46846500400", "+46846500400"),
        (SIP_CALLER, SIP_LINE, VERIFIED),
        ("client:alice", "+46846500400", VERIFIED),
    ],
)
def test_a_caller_id_is_a_number_of_the_call_or_a_verified_one(
    canned: CannedLine, caller: str, called: str, shown: str
) -> None:
    """https://www.twilio.com/docs/api/errors/13214"""
    put_through(canned, caller, called, shown)


@pytest.mark.parametrize(
    ("caller", "called", "shown"),
    [
        ("+46701740605", "+46846500400", "+46701740606"),
        ("anonymous", "+46846500400", ""),
        ("+266696687", "+46846500400", ""),  # ANONYMOUS on a telephone's keys
        (SIP_CALLER, SIP_LINE, ""),
        (SIP_CALLER, SIP_LINE, SIP_LINE),
        ("client:alice", "+46846500400", "+46846500400"),
    ],
)
def test_any_other_caller_id_is_a_fault(canned: CannedLine, caller: str, called: str, shown: str) -> None:
    with pytest.raises(Fault, match="13214"):
        put_through(canned, caller, called, shown)


def test_two_numbers_at_once_are_not_dialled(canned: CannedLine) -> None:
    canned.serves("/voice/incoming", f"<Dial>{NUMBER}{NUMBER}</Dial>")
    with pytest.raises(Fault, match="one <Number>"):
        Person(canned.line, "+46701740605").dials()
