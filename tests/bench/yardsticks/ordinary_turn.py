"""One turn of the ordinary webhook."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from tests.bench.yardsticks.ordinary_tables import PhoneCall
from tests.bench.yardsticks.words import Words


@dataclass(frozen=True)
class Turn:
    """`session` is Redis's, changed in place."""

    database: Session
    session: dict[str, Any]
    form: Any
    words: Words

    @property
    def sid(self) -> str:
        return str(self.form["CallSid"])

    @property
    def digits(self) -> str:
        return str(self.form.get("Digits", ""))

    def lock_call(self) -> PhoneCall:
        """Its row, made by the first turn that asks for it."""
        call = self.database.get(PhoneCall, self.sid, with_for_update=True)
        if call is None:
            call = PhoneCall(sid=self.sid, starts=0, wrong_codes=0)
            self.database.add(call)
        call.last_turn = self.session["turn"]
        return call
