"""Guessing codes at a running service: from one number, at one person, and by many until the alarm."""

from concurrent.futures import ThreadPoolExecutor
from math import ceil

from domain.verification import VerificationLimits
from tests.attacks.attack import Attack, Target, Verdict
from tests.attacks.calls import MOST_TRIES, PEOPLE, identified, keys_wrong_codes, new_number, nobody, phone_of, says
from tests.attacks.guessing import ANYBODY, right_codes_a_day

SOMEBODY, ANOTHER = PEOPLE["customer-also-applicant"], PEOPLE["applicant-pep"]
AT_ONCE = 4
BEYOND = 1.1  # times as many as the alarm takes


def guess_from_one_number(target: Target) -> Verdict:
    """Guess in as many calls as an hour has, about others; then the right code is keyed in the first call."""
    number, limits = new_number(), target.settings
    caller = identified(target, SOMEBODY.national_number.digits, number, phone_of(SOMEBODY))
    code = caller.newest_code()
    calls = limits.starts_per_caller - 1
    taken = sum(keys_wrong_codes(identified(target, nobody().national, number)) for _ in range(calls))
    is_spent = taken >= limits.wrong_codes_per_caller
    is_refused = says(caller.enters(code), "not-verified")
    caller.hangs_up()
    holds = taken <= limits.wrong_codes_per_caller and (is_refused or not is_spent)
    figures = f"{calls} calls from one number: {taken} wrong codes taken, then the right one {_after(is_refused)}"
    return Verdict(holds, f"{figures}; not tried here: withheld numbers, a website")


def guess_at_one_person(target: Target) -> Verdict:
    """Guess from elsewhere, by either number; then the right code is keyed in the call that was first."""
    national, customer = ANOTHER.national_number.digits, ANOTHER.customer_number.digits
    caller = identified(target, national, mailbox=phone_of(ANOTHER))
    code = caller.newest_code()
    taken = sum(keys_wrong_codes(identified(target, digits)) for digits in (national, national, customer, customer))
    is_refused = says(caller.enters(code), "not-verified")
    caller.hangs_up()
    figures = (
        f"4 calls about one person, by either number: {taken} wrong codes, then the right one {_after(is_refused)}"
    )
    return Verdict(is_refused, figures)


def guess_until_the_alarm(target: Target) -> Verdict:
    """Guess from ever new numbers, about ever new people; past the alarm a code has one try, for everybody."""
    most = ceil(BEYOND * target.settings.wrong_codes_alarm / MOST_TRIES / AT_ONCE)
    taken, calls = 0, 0
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for _ in range(most):
            tries = list(pool.map(lambda _: _guesses_as_somebody_new(target), range(AT_ONCE)))
            taken, calls = taken + sum(tries), calls + AT_ONCE
            if max(tries) == 1:
                break
    left = _guesses_as_somebody_new(target)
    limits = VerificationLimits(wrong_codes_alarm=taken, codes_in_all=target.settings.codes_in_all)
    right = f"{right_codes_a_day(ANYBODY, limits):.4f} right codes a day expected"
    figures = f"{calls} calls from ever new numbers: {taken} wrong codes, then {left} for each code; {right}"
    return Verdict(left == 1, figures)


def _after(is_refused: bool) -> str:
    return "not taken" if is_refused else "taken"


def _guesses_as_somebody_new(target: Target) -> int:
    return keys_wrong_codes(identified(target, nobody().national, new_number()))


FROM_ONE_NUMBER = Attack("guessing from one number", guess_from_one_number)
AT_ONE_PERSON = Attack("guessing at one person", guess_at_one_person)
BY_MANY = Attack("guessing by many", guess_until_the_alarm)
