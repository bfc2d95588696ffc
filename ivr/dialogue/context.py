"""What every state of a call carries, and the words that tell its variants apart."""

from dataclasses import dataclass
from enum import StrEnum

from domain.disclosure import Grant
from domain.verification import Level


@dataclass(frozen=True)
class CallContext:
    """What every state carries, with what was counted in this call.

    `starts`: codes begun, to verify or to sign; a session that was lost remembers those that verify.
    """

    language: str
    grant: Grant | None = None
    starts: int = 0
    wrong_codes: int = 0
    transfers: int = 0

    @property
    def level(self) -> Level:
        if self.grant:
            return self.grant.level
        return Level.IDENTIFIED if self.starts else Level.NONE


class Hint(StrEnum):
    """Why a question is asked again, which decides its words."""

    FIRST = "first"
    AGAIN = "again"
    SILENT = "silent"
    UNREADABLE = "unreadable"
    STARTED_OVER = "started-over"
    PATIENT = "patient"
    WRONG = "wrong"
    RESENT = "resent"
    TOO_SOON = "too-soon"
    DECLINED = "declined"
    TEXTED = "texted"
    LINKED = "linked"
    NO_NUMBER = "no-number"


class Reason(StrEnum):
    """Why a call goes to a person."""

    ASKED = "asked"
    SOMETHING_WRONG = "something-wrong"
    FOR_ANOTHER = "for-another"  # somebody calls for another person, or after a death
    NOT_UNDERSTOOD = "not-understood"
    NO_CODE = "no-code"
    NO_TRY_LEFT = "no-try-left"
    NO_CODES = "no-codes"  # for nobody: none leaves now
    NO_TEXT = "no-text"
    SPECIALIST = "specialist"
    SIGNING = "signing"
    SIGNING_UNSURE = "signing-unsure"
    FAILURE = "failure"


class Missed(StrEnum):
    """Why no agent was reached, nor a call-back could be noted."""

    BUSY = "busy"
    NO_ANSWER = "no-answer"
    NOT_TAKEN = "not-taken"
    FAILED = "failed"
    NO_NUMBER = "no-number"
    NO_CALL_BACK = "no-call-back"


class Farewell(StrEnum):
    """How a call ends."""

    ENDED = "ended"
    TALKED = "talked"
    NOBODY = "nobody"
    CALL_BACK = "call-back"
    CALL_BACK_REGISTERED = "call-back-registered"
    HUNG_UP = "hung-up"
