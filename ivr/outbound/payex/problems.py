"""What the ledger says of a request that it does not answer, kept for support by the id that it gave: a body may quote
what was posted, so nothing else of it is kept.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from ivr.logs import log_event

WORD = re.compile(r"[\w.:-]{1,120}")


def log_problem(status: int, body: bytes) -> None:
    said = _read(body)
    log_event("ledger_problem", status=status, reason=_word(said.get("type")), instance=_word(said.get("instance")))


def log_unknown(word: str, kind: str) -> None:
    """A status or the like that is newer than this service."""
    log_event("ledger_word_unknown", reason=kind, state=_word(word))


def _read(body: bytes) -> Mapping[str, Any]:
    """Its keys folded: the contract's examples have `Type`, others `type`."""
    try:
        said = json.loads(body)
    except ValueError:
        return {}
    return {str(key).casefold(): value for key, value in said.items()} if isinstance(said, dict) else {}


def _word(text: object) -> str | None:
    return text if isinstance(text, str) and WORD.fullmatch(text) else None
