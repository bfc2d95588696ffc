"""What the plain and the ordinary webhook say."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from babel.numbers import format_currency
from twilio.twiml.voice_response import Dial, Gather, VoiceResponse

from tests.bench.yardsticks.ordinary_tables import Account, Application
from tests.bench.yardsticks.plain_people import Customer

AGENT = "+46701740690"
OFFERS = (("kontotyp 1", 50000, 35), ("kontotyp 3", 30000, 35))


@dataclass(frozen=True)
class Words:
    """`action`: where the answer to what is said goes."""

    action: str

    def ask_identifier(self, words: str) -> VoiceResponse:
        response = VoiceResponse()
        gather = self.gather_in(response, finish_on_key="#", timeout=10)
        say(gather, f"{words} Key your personal number, twelve digits, then hash.")
        say(gather, "If you are new here, press 1, then hash.")
        say(gather, "If something is wrong with your account, press 2, then hash.")
        say(gather, "If you call for somebody else or after a death, press 3, then hash.")
        say(gather, "For a person, press 0, then hash.")
        return response

    def ask_code(self, words: str) -> VoiceResponse:
        response = VoiceResponse()
        gather = self.gather_in(response, finish_on_key="#", timeout=20, num_digits=6)
        say(gather, words)
        say(gather, "For a person, press 0, then hash.")
        return response

    def tell_figures(self, customer: Customer | Account) -> VoiceResponse:
        figures = (
            f"Thank you. You can spend {amount(customer.available)}. Your limit is {amount(customer.credit_limit)}. "
            f"Your next payment is {amount(customer.amount_due)}, due on {customer.due_date:%A %d %B}."
        )
        again = ("To hear that again, press 1.", "If something is wrong with your account, press 2.")
        return self.menu(figures, *again, "For a person, press 0.", "To end the call, press 9.")

    def tell_application(self, application: Application) -> VoiceResponse:
        state = f"Thank you. Your application for {amount(application.credit_limit)} is {application.status}."
        return self.menu(state, "To hear that again, press 1.", "For a person, press 0.", "To end the call, press 9.")

    def tell_offers(self, offers: Sequence[tuple[str, int, int]] = OFFERS) -> VoiceResponse:
        """`offers`: title, limit and monthly fee of each."""
        told = " ".join(f"{title}: a credit of up to {limit}, for {fee} a month." for title, limit, fee in offers)
        return self.menu(told, "To hear that again, press 1.", "For a person, press 0.", "To end the call, press 9.")

    def not_verified(self) -> VoiceResponse:
        return self.menu("We could not match what you keyed.", "To try again, press 1.", "To hear our offers, press 2.")

    def menu(self, *sentences: str) -> VoiceResponse:
        response = VoiceResponse()
        gather = self.gather_in(response, num_digits=1, timeout=6)
        for sentence in sentences:
            say(gather, sentence)
        return response

    def transfer(self) -> VoiceResponse:
        response = VoiceResponse()
        say(response, "Please hold. I am connecting you to a person.")
        dial = Dial(action=self.action, timeout=20)
        dial.number(AGENT)
        response.append(dial)
        return response

    def nobody_answered(self) -> VoiceResponse:
        return self.menu("Nobody is free right now.", "To try again, press 1.", "To end the call, press 9.")

    def goodbye(self) -> VoiceResponse:
        response = VoiceResponse()
        say(response, "Thank you for calling. Goodbye.")
        response.hangup()
        return response

    def gather_in(self, response: VoiceResponse, **attributes: Any) -> Gather:
        return response.gather(
            input="dtmf", action=self.action, method="POST", action_on_empty_result=True, **attributes
        )


def say(parent: Any, words: str) -> None:
    parent.say(words, voice="Polly.Amy-Neural", language="en-GB")


def amount(minor: int) -> str:
    return format_currency(minor / 100, "SEK", locale="en_GB")
