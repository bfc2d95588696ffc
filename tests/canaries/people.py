"""What nobody may find of the demo people, and of who phones from a number in no table."""

from storage import demo
from tests.canaries.scanner import Canaries
from tests.journeys.conftest import ANY_PHONE

PEOPLE = tuple(demo.PEOPLE.values())
IDENTITIES = {
    # Ten digits: the twelve, and every way to set them apart, have them in them.
    "national number": frozenset(
        str(number.digits)[2:].encode() for number in (*(person.national_number for person in PEOPLE), demo.IN_NO_TABLE)
    ),
    "customer number": frozenset(str(person.customer_number.digits).encode() for person in PEOPLE),
    # Without prefix and country.
    "phone number": frozenset(
        str(number)[3:].encode() for number in (*(person.phone.e164 for person in PEOPLE if person.phone), ANY_PHONE)
    ),
}
WRITTEN = {
    "name": frozenset(person.name.lower().encode() for person in PEOPLE),
    "e-mail address": frozenset(person.email.lower().encode() for person in PEOPLE),
}
# Figures of customer-open, customer-arrears and customer-paydown that nothing else in a service has by chance.
FIGURES = frozenset(
    text.encode()
    for text in (
        *("3765450", "37654.5", "37654,5", "37 654,5", "37\u00a0654,5", "37,654.5"),
        *("thirty-seven thousand, six hundred and fifty-four", "trettiosjutusen sexhundrafemtiofyra"),
        *("2480.00", "2480,00", "2 480,00", "2\u00a0480,00", "2,480.00"),
        *("two thousand, four hundred and eighty", "tvåtusen fyrahundraåttio"),
        *("12400.00", "12400,00", "12 400,00", "12\u00a0400,00", "12,400.00"),
        *("twelve thousand, four hundred", "tolvtusen fyrahundra"),
    )
)


def canaries(codes: frozenset[bytes], *, figures: bool) -> Canaries:
    """`codes`: those that were sent. `figures`: for all places but the tables of accounts, which exist to hold them."""
    return Canaries(IDENTITIES, WRITTEN | ({"figure": FIGURES} if figures else {}), codes)
