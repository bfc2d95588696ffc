"""The reference model: what may come of a call, from the rules of the line and not from its table.

It is told what a caller does and says where that may lead. It keeps no more than levels and tries.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from storage import demo
from tests.model.heard import Place

TRIES = 3
CODE_LIFETIME, RESEND_AFTER = timedelta(minutes=10), timedelta(seconds=30)
SIGNING_CODE_LIFETIME, SIGNING_RESENDS = timedelta(minutes=5), 1
SPECIALISTS = {"customer-chargeoff", "customer-fraud"}
CUSTOMERS = {key for key in demo.PEOPLE if key.startswith("customer")}
MAY_SIGN = {"applicant-ready", "applicant-signing-failed", "applicant-two", "applicant-coordination"}
BOTH, TWO = "customer-also-applicant", "applicant-two"
NATIONAL_LENGTHS = (10, 12)
KNOWN = {
    entry: key
    for key, person in demo.PEOPLE.items()
    for entry in (person.national_number.digits, person.national_number.digits[2:], person.customer_number.digits)
}
UNKNOWN = (demo.IN_NO_TABLE.digits, demo.IN_NO_TABLE.digits[2:])


def is_readable(entry: str) -> bool:
    """As an identifier: one of ours, or of the length of a customer number."""
    is_number = entry.isdigit() and 4 <= len(entry) <= 15 and len(entry) not in NATIONAL_LENGTHS
    return entry in KNOWN or entry in UNKNOWN or is_number


@dataclass
class Reference:
    """One call. `claimed`: who the caller says to be. `proved`: who it is for sure, and whose figures may be told.

    `signers`: who may have signed by now, in any call. `agreed`: the code that is waited for signs.
    `in_details`: has asked for more about the account or the application, or for the application beside the account.
    `asked_back`: to be called back, and it could not be noted.
    `asked_link`: the one to apply with.
    """

    languages: int
    queues: tuple[tuple[str, ...], ...]
    signers: set[str]
    place: Place = Place.LANGUAGE
    claimed: str | None = None
    proved: str | None = None
    code: str | None = None
    older: str | None = None
    agreed: bool = False
    page: int = 1
    in_details: bool = False
    asked_back: bool = False
    asked_link: bool = False
    sent_at: datetime | None = None
    misses: int = 0
    rounds: int = 1
    resends: int = 0
    starts: int = 0
    wrong: int = 0
    transfers: int = 0
    rings: str = ""
    taken: bool = False

    def begins(self) -> set[Place]:
        return {Place.LANGUAGE if self.languages > 1 else Place.IDENTIFIER}

    def is_silent(self) -> set[Place]:
        if self.place is Place.CODE:  # patience
            self.rounds += 1
            return {Place.RINGING if self.rounds > TRIES else Place.CODE}
        if self.place is Place.TERMS:
            return self._goes_on()
        return self._misses()

    def keys(self, keys: str, now: datetime) -> set[Place]:
        match self.place:
            case Place.LANGUAGE:
                return self._language(keys)
            case Place.IDENTIFIER:
                return self._identifies(keys.rpartition("*")[2], now)
            case Place.CODE:
                return self._code(keys, now)
            case Place.RINGING | Place.OVER:
                return {self.place}
            case Place.TERMS | Place.CONSENT:
                return self._decides(keys, now) if self.place is Place.CONSENT else self._listens(keys)
        return self._menu(keys)

    def dial_ends(self, *, bridged: bool) -> set[Place]:
        """Talked through where the agent pressed the key and the two were connected; a voicemail box presses none."""
        if self.place is not Place.RINGING:
            return {self.place}
        if self.taken and bridged:
            return {Place.OVER}
        if any(self.rings in queue[:-1] for queue in self.queues):
            return {Place.RINGING}
        self.transfers += 1
        return {Place.OVER if self.transfers >= TRIES else Place.NOBODY}

    def arrives(self, place: Place, rings: str | None) -> None:
        """At a question asked anew, all its tries are left."""
        if place is not self.place:
            self.misses = 0
            self.asked_back = False
        self.place = place
        self.rings, self.taken = rings or "", self.taken and rings == self.rings

    def _misses(self) -> set[Place]:
        if self.place in (
            Place.SIGNED,
            Place.OBSTACLE,
            Place.WHICH,
        ):  # told once; the menu after it is that of the summary
            self.place = Place.OWN
        self.misses += 1
        own = self.place is Place.OWN and (self.in_details or self.proved in self.signers)
        if own or (self.place is Place.OFFERS and self.asked_link):  # which menu it is nobody can tell
            return {self.place, Place.RINGING}
        if self.misses < TRIES:
            return {self.place}
        return {Place.OVER if self.place is Place.NOBODY else Place.RINGING}

    def _language(self, keys: str) -> set[Place]:
        if keys == "0":
            return {Place.RINGING}
        if keys == "#":
            return {self.place}
        return {Place.IDENTIFIER} if keys in map(str, range(1, self.languages + 1)) else self._misses()

    def _identifies(self, entry: str, now: datetime) -> set[Place]:
        if entry in ("", "0", "1", "2", "3"):
            return {{"": Place.IDENTIFIER, "1": Place.OFFERS}.get(entry, Place.RINGING)}
        if not is_readable(entry):
            return self._misses()
        self.claimed, self.code, self.older, self.sent_at, self.agreed = KNOWN.get(entry), None, None, now, False
        self.starts, self.rounds, self.resends = self.starts + 1, 1, 0
        return {Place.CODE}

    def _code(self, keys: str, now: datetime) -> set[Place]:
        entry = keys.rpartition("*")[2]
        if keys == "*":
            return {Place.CONSENT} if self.agreed else self._anew()
        if entry == "0":
            return {Place.RINGING}
        if entry == "1":
            return self._asks_resend(now)
        if len(entry) == 6:
            return self._signs(entry, now) if self.agreed else self._proves(entry, now)
        return {Place.CODE} if "*" in keys else self._misses()

    def _asks_resend(self, now: datetime) -> set[Place]:
        self.resends += 1
        if self.resends > (SIGNING_RESENDS if self.agreed else TRIES):
            return {Place.RINGING}
        if self.sent_at and now - self.sent_at >= RESEND_AFTER:
            self.code, self.older, self.sent_at, self.rounds = None, self.code, now, 1
        return {Place.CODE}

    def _proves(self, code: str, now: datetime) -> set[Place]:
        expired = self.sent_at is None or now - self.sent_at > CODE_LIFETIME
        if code == self.code and not expired:
            self.proved = self.claimed
            return {Place.RINGING if self.claimed in SPECIALISTS else Place.OWN}
        self.wrong, self.rounds = self.wrong + 1, max(self.rounds, 2)
        return {Place.NOT_VERIFIED if expired or self.wrong >= TRIES else Place.CODE}

    def _signs(self, code: str, now: datetime) -> set[Place]:
        expired = self.sent_at is None or now - self.sent_at > SIGNING_CODE_LIFETIME
        if code == self.code and not expired:
            places = self._unless_signed({Place.SIGNED})
            self.signers.add(self.proved or "")
            return places
        self.wrong, self.rounds = self.wrong + 1, max(self.rounds, 2)
        return {Place.RINGING if expired or self.wrong >= TRIES else Place.CODE}

    def _listens(self, keys: str) -> set[Place]:
        if keys in ("1", "#"):
            return self._hears_terms()
        return {{"0": Place.RINGING, "9": Place.OVER}[keys]} if keys in ("0", "9") else self._goes_on()

    def _goes_on(self) -> set[Place]:
        self.page += 1
        return {Place.TERMS if self.page == 2 else Place.CONSENT}

    def _hears_terms(self) -> set[Place]:
        self.page = 1
        return self._unless_signed({Place.TERMS, *([Place.WHICH] if self.proved == TWO else [])})

    def _decides(self, keys: str, now: datetime) -> set[Place]:
        match keys:
            case "1":
                return self._agrees(now)
            case "3":
                return self._hears_terms()
            case "0" | "2" | "#":
                return {{"0": Place.RINGING, "2": Place.OWN, "#": Place.CONSENT}[keys]}
        return self._misses()

    def _agrees(self, now: datetime) -> set[Place]:
        if self.starts >= TRIES:
            return {Place.RINGING}
        self.starts, self.rounds, self.resends = self.starts + 1, 1, 0
        self.code, self.older, self.sent_at, self.agreed = None, None, now, True
        return self._unless_signed({Place.CODE})

    def _unless_signed(self, places: set[Place]) -> set[Place]:
        return places | {Place.OBSTACLE} if self.proved in self.signers else places

    def _text(self) -> str:
        """The key that sends what was told."""
        return "3" if self.proved in CUSTOMERS | MAY_SIGN else "2"

    def _more(self) -> str:
        """The key for more about an application."""
        return "4" if self.proved in MAY_SIGN else "3"

    def _call_back(self, keys: str) -> set[Place]:
        """From the details; where it cannot be noted, a person."""
        return {Place.OVER} if keys in "34" else set()

    def _ways_to_sign(self) -> set[Place]:
        """From the details: of what can be signed."""
        which = {Place.WHICH} if self.proved == TWO else set()
        return {Place.TERMS, Place.OBSTACLE, *which} if self.proved in {*MAY_SIGN, BOTH} else set()

    def _anew(self) -> set[Place]:
        return {Place.RINGING if self.starts >= TRIES or self.wrong >= TRIES else Place.IDENTIFIER}

    def _menu(self, keys: str) -> set[Place]:  # noqa: C901, PLR0911, PLR0912 - a line for each key
        match self.place, keys:
            case _, "0":
                return {Place.RINGING}
            case Place.NOBODY, "2" if not self.asked_back:
                self.asked_back, self.misses = True, 0
                return {Place.OVER, Place.NOBODY}
            case Place.NOBODY, "1":
                return {Place.RINGING}
            case Place.NOT_VERIFIED, "1":
                return self._anew()
            case Place.NOT_VERIFIED, "2":
                return {Place.OFFERS}
            case ((Place.NOT_VERIFIED | Place.NOBODY), "#"):
                return {self.place}
            case ((Place.OFFERS | Place.OWN), ("1" | "#")):
                self.misses = 0
                return {self.place}
            case Place.OFFERS, "2":
                return self._anew()
            case Place.OFFERS, "3":  # once to a number that takes no texts; one may have had enough
                self.asked_link = True
                return {Place.OFFERS, Place.RINGING}
            case (Place.OWN, ("1" | "2" | "3" | "4" | "*" | "#")) if (
                self.in_details
            ):  # its menus sound like the summary's
                self.page = 1
                return {Place.OWN, Place.RINGING, *self._ways_to_sign(), *self._call_back(keys)}
            case Place.OWN, "3" if self.proved == BOTH:
                self.in_details = True
                return {Place.OWN}
            case (Place.OWN, ("2" | "3" | "4")) if self.proved in self.signers:  # an applicant before, a customer now
                return {Place.OWN, Place.RINGING, *self._hears_terms(), *self._call_back(keys)}
            case Place.OWN, "2" if self.proved in CUSTOMERS:
                return {Place.RINGING}
            case Place.OWN, "2" if self.proved in MAY_SIGN:
                return self._hears_terms()
            case Place.OWN, "4" if self.proved in CUSTOMERS:
                self.in_details = True
                return {Place.OWN}
            case (Place.OWN, ("3" | "4")) if keys == self._more():
                self.in_details = True
                return {Place.OWN, *([Place.WHICH] if self.proved == TWO else [])}
            case (Place.OWN, ("2" | "3")) if keys == self._text():
                self.misses = 0
                return {Place.OWN, Place.RINGING}  # with no text left
            case Place.WHICH, ("1" | "2" | "#"):
                return self._hears_terms() | ({Place.OWN, Place.RINGING} if self.in_details else set())
            case Place.SIGNED, ("1" | "2" | "3" | "4" | "#"):
                return {{"2": Place.RINGING, "#": Place.SIGNED}.get(keys, Place.OWN), Place.RINGING}
            case Place.OBSTACLE, ("1" | "#"):
                return self._hears_terms() | {Place.OWN}
            case ((Place.OFFERS | Place.OWN | Place.NOBODY | Place.WHICH | Place.SIGNED | Place.OBSTACLE), "9"):
                return {Place.OVER}
        return self._misses()
