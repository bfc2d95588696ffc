"""Which numbers we write to and call: in some countries only, and never where that costs more than an ordinary call."""

from dataclasses import dataclass

import phonenumbers
from phonenumbers import PhoneNumberType

from domain.identifiers import PhoneNumber

COSTLY = frozenset({PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST, PhoneNumberType.PERSONAL_NUMBER})

EEA = "AT AX BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK"  # AX: Finland's
NEAR_BY = frozenset(EEA.split()) | {"GB", "CH"}


@dataclass(frozen=True)
class Reach:
    """Countries (ISO 3166-1 alpha-2): of numbers that somebody calls from, and of those that somebody has on record.

    Satellite networks and other services of the whole world are in no country.
    """

    callers: frozenset[str] = frozenset({"SE"})
    on_record: frozenset[str] = NEAR_BY

    def takes_caller(self, number: PhoneNumber) -> bool:
        return _is_in(self.callers, number)

    def takes_on_record(self, number: PhoneNumber) -> bool:
        return _is_in(self.on_record, number)


def _is_in(countries: frozenset[str], number: PhoneNumber) -> bool:
    """Whether it is of these countries and of no costly kind. Where the library cannot tell a kind, it is taken."""
    parsed = phonenumbers.parse(number.e164)
    country = phonenumbers.region_code_for_number(parsed)
    sharing = phonenumbers.region_codes_for_country_code(parsed.country_code or 0)
    is_allowed = country in countries if country else not countries.isdisjoint(sharing)
    return is_allowed and phonenumbers.number_type(parsed) not in COSTLY
