"""A POST that is safe to repeat: what was answered first is answered again, from the same transaction."""

import json
import re
from collections.abc import Callable
from hashlib import sha256

from flask import request

from domain.idempotency import Mismatch, StoredAnswer
from domain.unit_of_work import UnitOfWork
from ivr.api.catalogue import Code
from ivr.api.exchange import body
from ivr.api.problems import Problem
from ivr.api.schemas.faults import fault
from ivr.api.visit import Visit

HEADER = "Idempotency-Key"
KEY = r"[!-~]([ -~]{0,253}[!-~])?"


def repeatable(visit: Visit, act: Callable[[UnitOfWork], StoredAnswer]) -> StoredAnswer:
    """One transaction. A refusal is raised, so that nothing of it is kept: it may be granted at the next try."""
    key = _key(visit.bearer.subject)
    with visit.transactions.begin() as work:
        if key is None:
            return act(work)
        match work.idempotency.claim(key, _fingerprint(), visit.now):
            case StoredAnswer() as stored:
                return stored
            case Mismatch():
                raise Problem(Code.IDEMPOTENCY_MISMATCH)
        answer = act(work)
        work.idempotency.store(key, answer)
        return answer


def _key(subject: str) -> str | None:
    """The client's own: another subject's key is another key, whatever its text."""
    key = request.headers.get(HEADER)
    if key is not None and not re.fullmatch(KEY, key):
        raise Problem(Code.VALIDATION, faults=[fault(HEADER, "must be 1 to 255 printable ASCII characters.")])
    return None if key is None else json.dumps([subject, key])


def _fingerprint() -> bytes:
    """Of what is asked, whichever spelling of its address was used."""
    named = json.dumps([request.endpoint, sorted((request.view_args or {}).items())])
    return sha256(named.encode() + b"\n" + body()).digest()
