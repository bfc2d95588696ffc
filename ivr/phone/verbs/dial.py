"""<Dial> with one <Number>: https://www.twilio.com/docs/voice/twiml/dial and …/voice/twiml/number

What becomes of the attempt is chosen beforehand (`ivr.phone.agents`). The whisper runs on the agent's leg before the
two are connected; if it hangs up, they never are, although the attempt is `completed`.
"""

from xml.etree.ElementTree import Element

from ivr.phone.agents import ANSWERED, Outcome
from ivr.phone.errors import Fault
from ivr.phone.leg import Go, Leg, new_call_sid
from ivr.phone.log import Who
from ivr.voice.numbers import CLIENT, is_withheld
from ivr.voice.schema import WHISPER

RINGING = 5  # seconds until somebody answers
TALK = 60  # seconds that caller and agent talk
TAKES = "1"  # the key with which an agent takes the call


def execute(dial: Element, leg: Leg) -> Go | None:
    numbers = dial.findall("Number")
    if len(numbers) != 1:
        raise Fault("<Dial>: this phone dials one <Number> at a time")
    _check_caller_id(dial, leg)
    outcome, call_sid = leg.agents.next_outcome(), new_call_sid()
    leg.log.noted(Who.CARRIER, f"an agent's number is dialled: {outcome}")
    result = (
        _answered(dial, numbers[0], leg, call_sid, outcome) if outcome in ANSWERED else _unanswered(dial, leg, outcome)
    )
    return leg.go(dial, dial.attrib["action"], DialCallSid=call_sid, **result) if "action" in dial.attrib else None


def _check_caller_id(dial: Element, leg: Leg) -> None:
    """https://www.twilio.com/docs/api/errors/13214; from a client, the number that it says it called is not enough."""
    caller, called = leg.params["From"], leg.params["To"]
    shown = _caller_id(dial, leg)
    parties = () if caller.startswith(CLIENT) else (caller, called)
    if is_withheld(shown) or shown not in (*parties, *leg.carrier.line.verified):
        raise Fault(
            "<Dial callerId>: neither the number that calls, nor the one that is called, nor a verified one"
            " (Twilio error 13214)"
        )


def _caller_id(dial: Element, leg: Leg) -> str:
    return dial.get("callerId") or leg.params["From"]


def _unanswered(dial: Element, leg: Leg, outcome: Outcome) -> dict[str, str]:
    if outcome is Outcome.NO_ANSWER:
        leg.log.clock.wait(int(dial.get("timeout", "30")))
    return {"DialCallStatus": outcome, "DialBridged": "false"}


def _answered(dial: Element, number: Element, leg: Leg, call_sid: str, outcome: Outcome) -> dict[str, str]:
    leg.log.clock.wait(RINGING)
    answered_at = leg.log.clock.now
    bridged = _whisper(_agents_leg(dial, number, leg, call_sid), number, outcome)
    leg.log.noted(Who.CARRIER, "caller and agent talk" if bridged else "the agent's leg ends before it is connected")
    leg.log.clock.wait(TALK if bridged else 0)
    duration = str(round(leg.log.clock.now - answered_at))
    return {"DialCallStatus": "completed", "DialCallDuration": duration, "DialBridged": str(bridged).lower()}


def _agents_leg(dial: Element, number: Element, leg: Leg, call_sid: str) -> Leg:
    parties = {"From": _caller_id(dial, leg), "To": (number.text or "").strip()}
    params = {
        **leg.params,
        **parties,
        "Caller": parties["From"],
        "Called": parties["To"],
        "CallSid": call_sid,
        "ParentCallSid": leg.params["CallSid"],
        "Direction": "outbound-dial",
    }
    return Leg(leg.carrier, leg.log, params, leg.verbs, WHISPER, Who.WHISPER, leg.agents, url=leg.url)


def _whisper(agent: Leg, number: Element, outcome: Outcome) -> bool:
    """Are the two connected? The agent presses the key once where the outcome says so, and is silent from then on."""
    if "url" not in number.attrib:
        return True
    run = agent.run(agent.go(number, number.attrib["url"]))
    try:
        next(run)
        run.send(TAKES if outcome is Outcome.TAKEN else "")
        while True:
            run.send("")
    except StopIteration as end:
        return bool(end.value)
