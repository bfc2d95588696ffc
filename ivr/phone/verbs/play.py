"""<Play>: https://www.twilio.com/docs/voice/twiml/play. A recording is not fetched: it has no words to hear."""

from xml.etree.ElementTree import Element

from ivr.phone.leg import Leg
from ivr.phone.log import Who


def execute(_play: Element, leg: Leg) -> None:
    leg.log.noted(Who.CARRIER, f"a recording is played to the {leg.speaker}")
