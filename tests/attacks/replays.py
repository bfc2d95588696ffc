"""Somebody recorded every signed request of a call and brings them again, while its caller listens to the figures."""

import httpx

from ivr.phone.carrier import Sent
from ivr.phone.http import client
from tests.attacks.attack import Attack, Target, Verdict
from tests.attacks.calls import PEOPLE, identified, phone_of

SOMEBODY = PEOPLE["customer-new"]
FIGURE = "kronor"
TIMES = 10


def bring_again(target: Target) -> Verdict:
    phone = phone_of(SOMEBODY)
    caller = identified(target, SOMEBODY.national_number.digits, phone).enters("{code}")
    *older, last = caller.requests
    with client() as web:
        is_retried = _tells(web, last)  # by the carrier itself, which has lost the answer
        telling = sum(_tells(web, sent) for sent in older * TIMES)
        goes_on = FIGURE in caller.presses("1").heard
        telling += _tells(web, last)
    caller.hangs_up()
    is_undisturbed = is_retried and goes_on
    call = "went on" if is_undisturbed else "did not go on"
    figures = f"{len(older) * TIMES + 1} recorded requests brought again: {telling} told a figure, the call {call}"
    return Verdict(is_undisturbed and not telling, figures)


def _tells(web: httpx.Client, sent: Sent) -> bool:
    return FIGURE in web.post(sent.address, data=sent.params, headers=sent.headers).text


REPLAYS = Attack("replays", bring_again)
