"""<Redirect>: https://www.twilio.com/docs/voice/twiml/redirect. The call goes on in another document."""

from xml.etree.ElementTree import Element

from ivr.phone.leg import Go, Leg


def execute(redirect: Element, leg: Leg) -> Go:
    return leg.go(redirect, (redirect.text or "").strip())
