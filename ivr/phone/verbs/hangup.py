"""<Hangup>: https://www.twilio.com/docs/voice/twiml/hangup"""

from xml.etree.ElementTree import Element

from ivr.phone.leg import End, Leg


def execute(_hangup: Element, _leg: Leg) -> End:
    return End()
