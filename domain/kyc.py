"""Know your customer: whether an applicant's identity and answers were checked."""

from enum import StrEnum


class KycStatus(StrEnum):
    INITIATED = "initiated"
    FAILED = "failed"
    AUTHENTICATED = "authenticated"
