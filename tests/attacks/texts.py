"""Strangers who have messages sent: all links of an hour, some of them where that costs, and codes to one person."""

from ivr.phone.errors import NoCode
from ivr.phone.mailbox import Mailbox
from tests.attacks.attack import Attack, Target, Verdict
from tests.attacks.calls import PEOPLE, WITHHELD, dialled, identified, new_number, phone_of, says
from tests.domain.numbers import COSTLY_OR_ELSEWHERE

CUSTOMER, APPLICANT = PEOPLE["customer-open"], PEOPLE["applicant-ready"]
ASKED_FOR = (PEOPLE["customer-fraud"], PEOPLE["applicant-kyc"])
FLOODED, LAST = PEOPLE["customer-closed"], PEOPLE["applicant-kyc-failed"]
TO_A_SIGNING_CODE = "2221"
"""Keys of somebody whose agreement waits: sign, on, on, yes."""
TOO_MANY = 5


def use_up_links(target: Target) -> Verdict:
    """Codes are asked for in between: one that took a link would tell that somebody is known."""
    has = target.settings.links_in_all
    costly = sum(gets_a_link(target, number) for number in COSTLY_OR_ELSEWHERE.values())
    sent = sum(gets_a_link(target, new_number()) for _ in range(has // 2))
    for person in ASKED_FOR:
        identified(target, person.national_number.digits, WITHHELD).hangs_up()
    sent += sum(gets_a_link(target, new_number()) for _ in range(has - has // 2 + TOO_MANY))
    has_codes = gets_codes(target)
    codes = "a code that verifies and one that signs came" if has_codes else "a code did not come"
    asked = f"{has + TOO_MANY} links asked for, {len(COSTLY_OR_ELSEWHERE)} more by costly numbers"
    return Verdict(
        sent == has and not costly and has_codes, f"{asked}: {sent} sent, {costly} to costly ones; then {codes}"
    )


def gets_a_link(target: Target, number: str) -> bool:
    """Ask for the address where one applies, as somebody new."""
    caller = dialled(target, number).enters("1#").presses("3")
    is_sent = says(caller, "linked")
    if not caller.ended:
        caller.hangs_up()
    return is_sent


def gets_codes(target: Target) -> bool:
    """A customer gets a code that verifies, and an applicant one that signs."""
    try:
        customer, applicant = (
            identified(target, person.national_number.digits, phone_of(person)).enters("{code}")
            for person in (CUSTOMER, APPLICANT)
        )
        for key in TO_A_SIGNING_CODE:
            applicant.presses(key)
        applicant.newest_code()
    except NoCode:
        return False
    for caller in (customer, applicant):
        caller.hangs_up()
    return True


def have_codes_sent(target: Target) -> Verdict:
    """Call about a person from elsewhere; then the person calls."""
    limits, phone = target.settings, phone_of(FLOODED)
    by_strangers, own = limits.codes_per_person + 2, limits.codes_from_record + 1
    for _ in range(by_strangers):
        identified(target, FLOODED.national_number.digits).hangs_up()
    for _ in range(own):
        identified(target, FLOODED.customer_number.digits, phone).hangs_up()
    identified(target, LAST.national_number.digits, phone_of(LAST)).newest_code()  # no earlier one is on its way
    sent, most = len(Mailbox(target.url, phone).new()), limits.codes_per_person + limits.codes_from_record
    return Verdict(
        sent == most,
        f"{by_strangers} calls about a person from elsewhere, {own} from their own phone: {sent} codes sent",
    )


CODES_SENT = Attack("messages to one person", have_codes_sent)
LINKS = Attack("links", use_up_links)
