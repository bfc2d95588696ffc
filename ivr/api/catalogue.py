"""The codes of problems, and what each says: fixed, so that no answer can tell more."""

from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus


class Code(StrEnum):
    """What a client programs against."""

    VALIDATION = "validation"
    UNAUTHORIZED = "unauthorized"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not-found"
    CUSTOMER_NOT_FOUND = "customer-not-found"
    METHOD_NOT_ALLOWED = "method-not-allowed"
    ACCOUNT_PROFILE_EXISTS = "account-profile-exists"
    NOT_SIGNABLE = "not-signable"
    TOO_LARGE = "too-large"
    UNSUPPORTED_MEDIA_TYPE = "unsupported-media-type"
    IDEMPOTENCY_MISMATCH = "idempotency-mismatch"
    CODE_NOT_ACCEPTED = "code-not-accepted"
    VERIFICATION_OVER = "verification-over"
    RATE_LIMITED = "rate-limited"
    INTERNAL = "internal"
    UNAVAILABLE = "unavailable"


OF_ONBOARDING = frozenset({Code.ACCOUNT_PROFILE_EXISTS, Code.NOT_SIGNABLE, Code.IDEMPOTENCY_MISMATCH})
OF_JOURNEY = frozenset({Code.CUSTOMER_NOT_FOUND, Code.CODE_NOT_ACCEPTED, Code.VERIFICATION_OVER})
"""Those of one API alone; the others are of both, and of the framework's own refusals."""


@dataclass(frozen=True)
class Entry:
    """Status, title and detail of a code; the same in every answer."""

    status: HTTPStatus
    title: str
    detail: str


CATALOGUE = {
    Code.VALIDATION: Entry(
        HTTPStatus.BAD_REQUEST,
        "A validation error occurred",
        "A validation error occurred. Please fix the problems mentioned in the 'problems' property below.",
    ),
    Code.UNAUTHORIZED: Entry(
        HTTPStatus.UNAUTHORIZED,
        "Not authorised",
        "A bearer token that is valid now and belongs to this ledger is needed.",
    ),
    Code.FORBIDDEN: Entry(HTTPStatus.FORBIDDEN, "Forbidden", "The token lacks a scope that this request needs."),
    Code.NOT_FOUND: Entry(HTTPStatus.NOT_FOUND, "Not found", "There is no such resource in this ledger."),
    Code.CUSTOMER_NOT_FOUND: Entry(
        HTTPStatus.NOT_FOUND, "Customer not found", "There is neither an account nor a running application."
    ),
    Code.METHOD_NOT_ALLOWED: Entry(
        HTTPStatus.METHOD_NOT_ALLOWED, "Method not allowed", "The 'Allow' header lists the methods of this resource."
    ),
    Code.ACCOUNT_PROFILE_EXISTS: Entry(
        HTTPStatus.CONFLICT,
        "The account profile exists",
        "The customer already has an account with the requested account profile.",
    ),
    Code.NOT_SIGNABLE: Entry(
        HTTPStatus.CONFLICT, "The agreement cannot be signed", "The state of the application does not allow signing."
    ),
    Code.TOO_LARGE: Entry(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "The body is too large", "Send a smaller body."),
    Code.UNSUPPORTED_MEDIA_TYPE: Entry(
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Unsupported media type", "Send the body as application/json."
    ),
    Code.IDEMPOTENCY_MISMATCH: Entry(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "The idempotency key was used for another request",
        "Repeat the first request unchanged, or choose another 'Idempotency-Key'.",
    ),
    Code.CODE_NOT_ACCEPTED: Entry(
        HTTPStatus.UNPROCESSABLE_ENTITY, "The code was not accepted", "Another try is left for this verification."
    ),
    Code.VERIFICATION_OVER: Entry(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "The verification is over",
        "It takes no code any more, or never did. Begin another one.",
    ),
    Code.RATE_LIMITED: Entry(
        HTTPStatus.TOO_MANY_REQUESTS, "Too many requests", "Wait as long as the 'Retry-After' header says."
    ),
    Code.INTERNAL: Entry(
        HTTPStatus.INTERNAL_SERVER_ERROR, "Internal error", "The fault is ours. Quote the instance to our support."
    ),
    Code.UNAVAILABLE: Entry(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "Temporarily unavailable",
        "A part of the service does not answer. Try again as the 'Retry-After' header says.",
    ),
}
