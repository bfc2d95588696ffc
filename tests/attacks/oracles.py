"""Asking the line who is known, and which two numbers are one person's: by the phone, and by a website.

The same is asked about somebody and about nobody; what the attacker sees is compared.
"""

import re
from collections.abc import Callable

import httpx

from domain.people import Person
from tests.attacks.attack import Attack, Target, Verdict
from tests.attacks.calls import PEOPLE, WRONG, Identifiers, identified, keys_wrong_codes, nobody
from tests.attacks.clients import Client, website

Seen = list[object]
OF_THIS_REQUEST = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def five_wrong_codes_and_the_other_number(target: Target, who: Identifiers) -> Seen:
    return [_guesses(target, digits) for digits in (who.national, who.national, who.customer)]


def five_wrong_codes_and_a_website(target: Target, who: Identifiers) -> Seen:
    by_phone = [_guesses(target, who.customer) for _ in range(2)]
    return [*by_phone, *_guesses_online(website(target), nationalNumber=who.national)]


def a_website_and_the_other_number(target: Target, who: Identifiers) -> Seen:
    online = [_guesses_online(website(target), customerNumber=who.customer) for _ in range(2)]
    return [*online, _guesses(target, who.national)]


def all_codes_of_a_person_and_the_other_number(target: Target, who: Identifiers) -> Seen:
    """The last call asks for another code at once."""
    spent = [identified(target, who.national).hangs_up().heard_in_all for _ in range(target.settings.codes_per_person)]
    return [*spent, identified(target, who.customer).enters("1#").hangs_up().heard_in_all]


WAYS: dict[Callable[[Target, Identifiers], Seen], Person] = {
    five_wrong_codes_and_the_other_number: PEOPLE["customer-arrears"],
    five_wrong_codes_and_a_website: PEOPLE["customer-over-100"],
    a_website_and_the_other_number: PEOPLE["applicant-two"],
    all_codes_of_a_person_and_the_other_number: PEOPLE["customer-paydown"],
}
"""Each with a person of its own, whose tries it uses up."""


def compare(target: Target) -> Verdict:
    differing, answers = [], 0
    for ask, person in WAYS.items():
        about_somebody, about_nobody = ask(target, Identifiers.of(person)), ask(target, nobody())
        answers += len(about_somebody)
        if about_somebody != about_nobody:
            differing.append(ask.__name__.replace("_", " "))
    found = f"told apart by {' and by '.join(differing)}" if differing else "the same words and statuses"
    return Verdict(not differing, f"{answers} calls and requests about somebody, and about nobody: {found}")


def _guesses(target: Target, digits: str) -> str:
    caller = identified(target, digits)
    keys_wrong_codes(caller)
    return caller.heard_in_all


def _guesses_online(client: Client, **who: str) -> Seen:
    return [_told(client.begins(**who)), *(_told(client.brings(WRONG)) for _ in range(3))]


def _told(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, OF_THIS_REQUEST.sub("id", answer.text)


ORACLES = Attack("known or unknown", compare)
