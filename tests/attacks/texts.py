"""Strangers who use up the links of an hour at a running demo, and what callers still get afterwards.

Only a demo shows its texts. What was used up comes back within an hour, or with `creditline seed --demo --fresh`.
"""

from collections.abc import Iterator

from ivr.dialogue.voice import prompt
from ivr.phone.caller import Caller
from ivr.phone.errors import NoCode
from ivr.phone.line import Line
from ivr.prompts.catalogue import spoken

ENGLISH = "en-GB"
CUSTOMER, CUSTOMERS_PHONE = "198507099805#", "+46701740605"
APPLICANT, APPLICANTS_PHONE = "198304029872#", "+46701740612"
TO_A_SIGNING_CODE = "2221"
"""Keys of somebody whose agreement waits: sign, on, on, yes."""


def strangers() -> Iterator[str]:
    """Numbers that nobody has on record."""
    return (f"+4673{number:07}" for number in range(10**6))


def gets_a_link(line: Line, number: str, languages: tuple[str, ...]) -> bool:
    """Ask for the address where one applies, as somebody new."""
    caller = _dialled(line, number, languages).enters("1#").presses("3")
    is_sent = spoken(prompt("linked"), ENGLISH) in caller.heard
    if not caller.ended:
        caller.hangs_up()
    return is_sent


def gets_codes(line: Line, languages: tuple[str, ...]) -> bool:
    """A customer gets a code that verifies, and an applicant one that signs."""
    try:
        customer = _dialled(line, CUSTOMERS_PHONE, languages).enters(CUSTOMER).enters("{code}")
        applicant = _dialled(line, APPLICANTS_PHONE, languages).enters(APPLICANT).enters("{code}")
        for key in TO_A_SIGNING_CODE:
            applicant.presses(key)
        applicant.newest_code()
    except NoCode:
        return False
    for caller in (customer, applicant):
        caller.hangs_up()
    return True


def _dialled(line: Line, number: str, languages: tuple[str, ...]) -> Caller:
    caller = Caller(line, number).dials()
    return caller.presses(str(languages.index(ENGLISH) + 1)) if len(languages) > 1 else caller
