"""What the plain webhook says."""

from typing import Any

from babel.numbers import format_currency
from twilio.twiml.voice_response import Dial, Gather, VoiceResponse

from tests.bench.yardsticks.plain_people import Customer

ACTION = "/voice/turn"
AGENT = "+46701740690"
OFFERS = (("kontotyp 1", 50000, 35), ("kontotyp 3", 30000, 35))


def ask_identifier(words: str) -> VoiceResponse:
    response = VoiceResponse()
    gather = gather_in(response, finish_on_key="#", timeout=10)
    say(gather, f"{words} Key your personal number, twelve digits, then hash.")
    say(gather, "If you are new here, press 1, then hash.")
    say(gather, "If something is wrong with your account, press 2, then hash.")
    say(gather, "If you call for somebody else or after a death, press 3, then hash.")
    say(gather, "For a person, press 0, then hash.")
    return response


def ask_code(words: str) -> VoiceResponse:
    response = VoiceResponse()
    gather = gather_in(response, finish_on_key="#", timeout=20, num_digits=6)
    say(gather, words)
    say(gather, "For a person, press 0, then hash.")
    return response


def tell_figures(customer: Customer) -> VoiceResponse:
    figures = (
        f"Thank you. You can spend {amount(customer.available)}. Your limit is {amount(customer.credit_limit)}. "
        f"Your next payment is {amount(customer.amount_due)}, due on {customer.due_date:%A %d %B}."
    )
    again = ("To hear that again, press 1.", "If something is wrong with your account, press 2.")
    return menu(figures, *again, "For a person, press 0.", "To end the call, press 9.")


def tell_offers() -> VoiceResponse:
    offers = [f"{title}: a credit of up to {limit}, for {fee} a month." for title, limit, fee in OFFERS]
    return menu(" ".join(offers), "To hear that again, press 1.", "For a person, press 0.", "To end the call, press 9.")


def menu(*sentences: str) -> VoiceResponse:
    response = VoiceResponse()
    gather = gather_in(response, num_digits=1, timeout=6)
    for sentence in sentences:
        say(gather, sentence)
    return response


def transfer() -> VoiceResponse:
    response = VoiceResponse()
    say(response, "Please hold. I am connecting you to a person.")
    dial = Dial(action=ACTION, timeout=20)
    dial.number(AGENT)
    response.append(dial)
    return response


def nobody_answered() -> VoiceResponse:
    return menu("Nobody is free right now.", "To try again, press 1.", "To end the call, press 9.")


def goodbye() -> VoiceResponse:
    response = VoiceResponse()
    say(response, "Thank you for calling. Goodbye.")
    response.hangup()
    return response


def gather_in(response: VoiceResponse, **attributes: Any) -> Gather:
    return response.gather(input="dtmf", action=ACTION, method="POST", action_on_empty_result=True, **attributes)


def say(parent: Any, words: str) -> None:
    parent.say(words, voice="Polly.Amy-Neural", language="en-GB")


def amount(minor: int) -> str:
    return format_currency(minor / 100, "SEK", locale="en_GB")
