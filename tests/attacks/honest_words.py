"""No code is promised that is known not to come: with all tries used up, and with all codes of the hour.

That no worker runs, or the carrier is down, cannot be brought about from outside: `test_honest_words.py` has them.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import httpx

from ivr.phone.caller import Caller
from tests.api.applicants import born_on
from tests.attacks.attack import Attack, Target, Verdict
from tests.attacks.calls import ASKED_FOR_A_CODE, PEOPLE, identified, keys_wrong_codes, nobody, says
from tests.attacks.clients import shop, website

SOMEBODY, ANOTHER = (PEOPLE[key].national_number.digits for key in ("applicant-coordination", "customer-chargeoff"))
FOR_A_PERSON, LEFT_OPEN = "a person will help you", "If we can text"
NO_CODES = httpx.codes.SERVICE_UNAVAILABLE
NOT_TRIED = "not tried here: no worker, a carrier that is down"


def use_up_tries(target: Target) -> Verdict:
    """Try a number that is known, and one that is not."""
    numbers = (SOMEBODY, nobody().national)
    is_left_open = all(LEFT_OPEN in identified(target, digits).hangs_up().heard for digits in numbers)
    people = _to_people([_without_tries(target, digits) for digits in numbers])
    words = "words left open" if is_left_open else "a code promised"
    figures = f"known and unknown: {words}; all tries used up, {people} of 2 reach a person at once"
    return Verdict(is_left_open and people == len(numbers), figures)


def use_up_codes(target: Target) -> Verdict:
    """A website asks for them, for applicants who are made for it."""
    asked = _use_up_codes(target)
    numbers = (ANOTHER, nobody().national)
    people = _to_people([identified(target, digits) for digits in numbers])
    statuses = [website(target).begins(nationalNumber=digits).status_code for digits in numbers]
    holds = people == len(numbers) and set(statuses) == {NO_CODES}
    figures = f"after {asked} codes, known and unknown: {people} of 2 reach a person at once"
    return Verdict(holds, f"{figures}, a website gets {' and '.join(map(str, statuses))}; {NOT_TRIED}")


def _without_tries(target: Target, digits: str) -> Caller:
    caller = identified(target, digits)
    for _ in range(target.settings.starts_per_identifier):
        if keys_wrong_codes(caller) == 0:
            break
        caller = identified(target, digits)
    return caller


def _to_people(callers: Sequence[Caller]) -> int:
    """Count those who hear of a person, and of no code."""
    return sum(FOR_A_PERSON in one.heard.lower() and not says(one, *ASKED_FOR_A_CODE) for one in callers)


def _use_up_codes(target: Target) -> int:
    """Return how many were asked for, of which the last did not leave."""
    settings, asked = target.settings, 0
    lender, asking = shop(target), website(target)
    for national_number in _applicants(settings.codes_in_all // settings.codes_per_person + 1):
        lender.applies(national_number)
        for _ in range(settings.codes_per_person):
            asked += 1
            if asking.begins(nationalNumber=national_number).status_code == NO_CODES:
                return asked
    return asked


def _applicants(count: int) -> Iterator[str]:
    """National numbers, the same in each run: an applicant of an earlier one will do."""
    return (born_on(date(1940, 1, 1) + timedelta(days=day)) for day in range(count))


WITHOUT_TRIES = Attack("words without tries left", use_up_tries)
WITHOUT_CODES = Attack("words without codes left", use_up_codes)
