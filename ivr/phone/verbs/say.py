"""<Say>: https://www.twilio.com/docs/voice/twiml/say"""

from xml.etree.ElementTree import Element

from ivr.phone.leg import Leg


def execute(say: Element, leg: Leg) -> None:
    words = " ".join("".join(say.itertext()).split())
    for _ in range(int(say.get("loop", "1"))):
        leg.log.spoken(leg.speaker, words)
