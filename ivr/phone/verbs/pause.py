"""<Pause>: https://www.twilio.com/docs/voice/twiml/pause. One second unless `length` says otherwise."""

from xml.etree.ElementTree import Element

from ivr.phone.leg import Leg


def execute(pause: Element, leg: Leg) -> None:
    leg.log.clock.wait(int(pause.get("length", "1")))
