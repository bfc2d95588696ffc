"""What the demo's applicants told when they applied."""

from domain.applicants import ApplicantDetails, KycAnswer, KycQuestion, LegalAddress
from domain.people import Person

ANSWERS = (
    ("employment", "Vad är din sysselsättning?", "employed", "Anställd"),
    ("employment-since", "Hur länge har du haft denna sysselsättning?", "2016-09", "2016-09"),
    ("monthlyIncome", "Månadsinkomst före skatt", "32000.00", "32000"),
    ("monthlyPurchaseAmount", "Hur mycket kommer du genomsnitt att handla på ditt kort?", "3000.00", "3000"),
    ("monthlyNumberOfDeposits", "Hur många inbetalningar kommer du att göra per månad?", "1-2", "1-2"),
)
PEP_QUESTION = "Är du en person i politiskt utsatt ställning (PEP)?"


def details(person: Person, *, pep: bool) -> ApplicantDetails:
    digits = person.national_number.digits
    answers = (*ANSWERS, ("IsPep", PEP_QUESTION, *(("true", "Ja") if pep else ("false", "Nej"))))
    return ApplicantDetails(
        national_identifier=f"{digits[:8]}-{digits[8:]}",
        country_code="SE",
        customer_no=person.customer_number.digits,
        email_address=person.email,
        cell_phone=person.phone.e164 if person.phone else "",
        ip_address="192.0.2.1",
        legal_address=LegalAddress(
            name=person.name, street_address="Testgatan 1", city="Visby", zip_code="62157", country_code="SE"
        ),
        questions=tuple(KycQuestion(code, text, KycAnswer(*answer)) for code, text, *answer in answers),
    )
