"""What a caller may key to say who is calling, and the phone numbers we write to.

National numbers are Swedish: personnummer and samordningsnummer (day + 60), canonical with 12 digits. The tax agency
issues the latter also to people whose month or day of birth it does not know: month 00, day 60. A phone number is never
keyed as an identifier: a Swedish mobile number can be a valid coordination number.
"""

import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date
from typing import Self

import phonenumbers
from personnummer import personnummer

from domain.check_digit import adds_up
from domain.errors import InvalidIdentifier

ADULT_AGE = 18
FULL_LENGTH, SHORT_LENGTH = 12, 10
COORDINATION_DAYS = 60
DECEMBER = 12
CENTURIES = ("20", "19", "18")  # latest first
BORN_SOMETIME = re.compile(
    rf"(?:{'|'.join(CENTURIES)})[0-9]{{2}}(?:00(?:[678][0-9]|9[01])|(?:0[1-9]|1[0-2])60)(?!000)[0-9]{{4}}"
)
"""Coordination numbers without month, day or both, which the library takes for wrong."""
CUSTOMER_NUMBER_LENGTHS = range(4, 16)


@dataclass(frozen=True)
class NationalNumber:
    """Twelve digits YYYYMMDDNNNC with a valid date and check digit."""

    digits: str = field(repr=False)

    @classmethod
    def parse(cls, digits: str) -> Self:
        """Raises InvalidIdentifier."""
        if not (len(digits) == FULL_LENGTH and _is_valid(digits)):
            raise InvalidIdentifier("a national number has twelve digits, a date and a check digit")
        return cls(digits)

    def may_be_born_on(self, birthday: date) -> bool:
        """Whether everything that the number tells of the birthday agrees."""
        year, month, day = self._born
        return birthday.year == year and month in (0, birthday.month) and day in (0, birthday.day)

    def age_on(self, today: date) -> int:
        """The lowest that fits."""
        born = self.birthday
        return today.year - born.year - ((today.month, today.day) < (born.month, born.day))

    @property
    def birthday(self) -> date:
        """The birthday; where month or day is unknown, the latest that fits."""
        year, known_month, day = self._born
        month = known_month or DECEMBER
        return date(year, month, day or monthrange(year, month)[1])

    @property
    def _born(self) -> tuple[int, int, int]:
        """Year, month and day; 0 where it is unknown."""
        year, month, day = int(self.digits[:4]), int(self.digits[4:6]), int(self.digits[6:8])
        return year, month, day - COORDINATION_DAYS if day >= COORDINATION_DAYS else day


@dataclass(frozen=True)
class ShortNationalNumber:
    """Ten digits YYMMDDNNNC, valid in at least one century; which one is a question of today."""

    digits: str = field(repr=False)

    @classmethod
    def parse(cls, digits: str) -> Self:
        """Raises InvalidIdentifier."""
        if not (len(digits) == SHORT_LENGTH and any(_is_valid(century + digits) for century in CENTURIES)):
            raise InvalidIdentifier("a short national number has ten digits, a date and a check digit")
        return cls(digits)

    def on(self, today: date) -> NationalNumber:
        """Of the latest century that makes the person an adult; of the earliest that is valid where none does."""
        candidates = [NationalNumber(c + self.digits) for c in CENTURIES if _is_valid(c + self.digits)]
        adults = (number for number in candidates if number.age_on(today) >= ADULT_AGE)
        return next(adults, candidates[-1])


@dataclass(frozen=True)
class CustomerNumber:
    """The lender's own number of a customer: digits on the keypad, at most 15."""

    digits: str = field(repr=False)

    @classmethod
    def parse(cls, digits: str) -> Self:
        """Raises InvalidIdentifier."""
        if not (digits.isascii() and digits.isdigit() and len(digits) in CUSTOMER_NUMBER_LENGTHS):
            raise InvalidIdentifier("a customer number has 4 to 15 digits")
        return cls(digits)


KeyedIdentifier = NationalNumber | ShortNationalNumber | CustomerNumber
Identifier = NationalNumber | CustomerNumber


def read_keyed(digits: str) -> KeyedIdentifier:
    """Told apart by their length alone; raises InvalidIdentifier."""
    if len(digits) == FULL_LENGTH:
        return NationalNumber.parse(digits)
    return ShortNationalNumber.parse(digits) if len(digits) == SHORT_LENGTH else CustomerNumber.parse(digits)


def resolve_century(identifier: KeyedIdentifier, today: date) -> Identifier:
    return identifier.on(today) if isinstance(identifier, ShortNationalNumber) else identifier


@dataclass(frozen=True)
class PhoneNumber:
    """E.164, `+` and up to 15 digits."""

    e164: str = field(repr=False)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raises InvalidIdentifier. Fictional ranges are not 'valid' to the library, so 'possible' is the gate."""
        if not re.fullmatch(r"\+[0-9]{4,15}", text):
            raise InvalidIdentifier("a phone number is written +46701234567")
        e164 = _normalised(text)
        if _normalised(e164) != e164:
            raise InvalidIdentifier("a phone number has one zero at most after the code of its country")
        return cls(e164)

    @property
    def takes_texts(self) -> bool:
        """A landline's does not: carriers refuse a text to it. Where the numbering plan does not tell, it may."""
        return bool(phonenumbers.number_type(phonenumbers.parse(self.e164)) != phonenumbers.PhoneNumberType.FIXED_LINE)


def _normalised(text: str) -> str:
    """Without the zero that people write before the number itself, as in +46 (0)70: it belongs to calls at home."""
    try:
        number = phonenumbers.parse(text)
    except phonenumbers.NumberParseException:
        raise InvalidIdentifier("a phone number begins with the code of a country") from None
    if not phonenumbers.is_possible_number(number):
        raise InvalidIdentifier("a phone number of this country has another length")
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def _is_valid(twelve_digits: str) -> bool:
    if not (twelve_digits.isascii() and twelve_digits.isdigit()):
        return False
    if BORN_SOMETIME.fullmatch(twelve_digits):
        return adds_up(twelve_digits[-SHORT_LENGTH:])
    return bool(personnummer.valid(twelve_digits))
