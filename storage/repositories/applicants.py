"""What applicants told, as one sealed column of their application."""

import json
from dataclasses import asdict

from domain.applicants import ApplicantDetails, KycAnswer, KycQuestion, LegalAddress
from storage.cipher import Cipher


def sealed_details(details: ApplicantDetails | None, application: str, cipher: Cipher) -> bytes | None:
    return cipher.seal(json.dumps(asdict(details)).encode(), _context(application)) if details else None


def opened_details(sealed: bytes | None, application: str, cipher: Cipher) -> ApplicantDetails | None:
    """Raises InvalidSeal."""
    if sealed is None:
        return None
    plain = json.loads(cipher.open(sealed, _context(application)))
    questions = tuple(KycQuestion(**one | {"answer": KycAnswer(**one["answer"])}) for one in plain["questions"])
    return ApplicantDetails(**plain | {"questions": questions, "legal_address": LegalAddress(**plain["legal_address"])})


def _context(application: str) -> str:
    return f"applications:{application}:details"
