"""One-time codes of the ordinary webhook, and what is counted against its limits."""

import secrets
from datetime import timedelta
from hashlib import sha256
from hmac import compare_digest

from sqlalchemy import case, select
from sqlalchemy.dialects.postgresql import insert

from tests.bench.yardsticks.ordinary_database import now
from tests.bench.yardsticks.ordinary_tables import Challenge, Counter, Message, Person, PhoneCall
from tests.bench.yardsticks.ordinary_turn import Turn

LIMIT = 10**9  # of each counter, as the service's are in the bench
LIFETIME = timedelta(minutes=10)
WINDOW = timedelta(hours=1)
MOST_WRONG = 5


def send_code(turn: Turn) -> bool:
    """To nobody where nobody has this number. False where a limit is reached."""
    call = turn.lock_call()
    person = turn.database.scalar(select(Person).where(Person.national_number == turn.digits))
    if not has_room_for_code(turn, person):
        return False
    code, ref = f"{secrets.randbelow(10**6):06}", f"{turn.sid}.{turn.session['turn']}"
    turn.database.add(
        Challenge(
            ref=ref,
            person_id=person.id if person else None,
            identifier=turn.digits,
            code_hash=hash_of(ref, code),
            sent_at=now(),
        )
    )
    phone, text = person.phone if person else None, f"Your code for the credit line is {code}."
    turn.database.add(Message(dedupe=ref, phone=phone, text=text, created_at=now()))
    call.challenge, call.person_id, call.starts = ref, None, call.starts + 1
    return True


def is_right(turn: Turn, call: PhoneCall) -> bool:
    """Accept the code that was keyed, or count it as wrong."""
    challenge = turn.database.get(Challenge, call.challenge, with_for_update=True)
    assert challenge
    message = turn.database.scalar(select(Message).where(Message.dedupe == challenge.ref))
    right = (
        challenge.person_id is not None
        and compare_digest(challenge.code_hash, hash_of(challenge.ref, turn.digits))
        and message is not None
        and message.sent_at is not None
        and not challenge.is_used
        and now() - challenge.sent_at < LIFETIME
    )
    right = has_try_left(turn, challenge, is_wrong=not right) and right
    if right:
        challenge.is_used = True
        call.person_id = challenge.person_id
    else:
        challenge.wrong_codes += 1
        call.wrong_codes += 1
    return right


def has_room_for_code(turn: Turn, person: Person | None) -> bool:
    caller, identifier = turn.form["From"], turn.digits
    is_from_record = person is not None and person.phone == caller
    return count(
        turn,
        {
            ("starts by caller", caller): 1,
            ("starts by identifier", identifier): 1,
            ("codes from elsewhere", identifier): int(not is_from_record),
            ("codes from record", identifier): int(is_from_record),
            ("codes in all", ""): int(person is not None),
            ("wrong codes by identifier", identifier): 0,
            ("wrong codes of person", identifier): 0,
            ("wrong codes of caller", caller): 0,
        },
    )


def has_try_left(turn: Turn, challenge: Challenge, *, is_wrong: bool) -> bool:
    wrong, identifier = int(is_wrong), challenge.identifier
    is_below = count(
        turn,
        {
            ("wrong codes by identifier", identifier): wrong,
            ("wrong codes of person", identifier): wrong,
            ("wrong codes of caller", turn.form["From"]): wrong,
            ("wrong codes in all", ""): wrong,
        },
    )
    return is_below and challenge.wrong_codes < MOST_WRONG


def count(turn: Turn, amounts: dict[tuple[str, str], int]) -> bool:
    """Whether all are below their limit. Rows are locked in one order; what all share is the last."""
    new = insert(Counter)
    is_over = Counter.until <= new.excluded.since
    changes = {
        "amount": case((is_over, new.excluded.amount), else_=Counter.amount + new.excluded.amount),
        "since": new.excluded.since,
        "until": case((is_over, new.excluded.until), else_=Counter.until),
    }
    upsert = new.on_conflict_do_update(index_elements=[Counter.kind, Counter.subject], set_=changes)
    rows = [
        {"kind": kind, "subject": subject, "amount": amounts[kind, subject], "since": now(), "until": now() + WINDOW}
        for kind, subject in sorted(amounts, key=lambda one: (one[1] == "", one))
    ]
    return all(amount < LIMIT for amount in turn.database.scalars(upsert.returning(Counter.amount), rows))


def hash_of(ref: str, code: str) -> str:
    return sha256(f"{ref}:{code}".encode()).hexdigest()
