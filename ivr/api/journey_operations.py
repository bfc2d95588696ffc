"""The table of the customer journey API."""

from functools import partial

from ivr.api import journey
from ivr.api.catalogue import Code
from ivr.api.journey_office import JOURNEY
from ivr.api.operations import Operation
from ivr.api.schemas import journey_answering, journey_asking
from ivr.api.tokens import Scope

DETAILS = f"{JOURNEY}/customer-journey-details"
VERIFICATIONS = f"{JOURNEY}/verifications"
POSTED = (Code.VALIDATION, Code.TOO_LARGE, Code.UNSUPPORTED_MEDIA_TYPE)

posting = partial(Operation, method="POST", has_location=False, is_repeatable=False)
verifying = partial(posting, scope=Scope.JOURNEY_VERIFY, also=(Scope.JOURNEY_READ,))

JOURNEY_OPERATIONS = (
    Operation(
        journey.get_own_customer_journey,
        "GET",
        DETAILS,
        Scope.JOURNEY_SELF,
        "Get the journey of the customer whose access token this is",
        {200: journey_answering.CustomerJourney},
        (Code.CUSTOMER_NOT_FOUND,),
        has_etag=True,
    ),
    Operation(
        journey.get_customer_journey,
        "GET",
        f"{DETAILS}/{{customerRef}}",
        Scope.JOURNEY_READ,
        "Get the journey of a customer",
        {200: journey_answering.CustomerJourney},
        (Code.CUSTOMER_NOT_FOUND,),
        has_etag=True,
    ),
    posting(
        journey.search_customers,
        path=f"{JOURNEY}/customers/search",
        scope=Scope.JOURNEY_SEARCH,
        summary="Find customers by what is known of them",
        answers={200: journey_answering.FoundCustomers},
        problems=POSTED,
        body=journey_asking.CustomerSearch,
    ),
    posting(
        journey.check_available_credit,
        path=f"{JOURNEY}/available-credit-checks",
        scope=Scope.JOURNEY_READ,
        also=(Scope.JOURNEY_SELF,),
        summary="Ask whether the available credit is enough for a purchase, and nothing more",
        answers={200: journey_answering.CreditVerdict},
        problems=(*POSTED, Code.CUSTOMER_NOT_FOUND),
        body=journey_asking.CreditCheck,
    ),
    verifying(
        journey.begin_verification,
        path=VERIFICATIONS,
        summary="Send a code to the phone on record of whoever this is, if anybody",
        answers={202: journey_answering.BegunVerification},
        problems=POSTED,
        body=journey_asking.NewVerification,
    ),
    verifying(
        journey.submit_code,
        path=f"{VERIFICATIONS}/{{verificationId}}/code",
        summary="Bring the code, and get the customer's access token",
        answers={201: journey_answering.CustomerAccess},
        problems=(*POSTED, Code.CODE_NOT_ACCEPTED, Code.VERIFICATION_OVER),
        body=journey_asking.KeyedCode,
    ),
)
