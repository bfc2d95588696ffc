"""What outlives a session, put together from what the requests of a call have written."""

from domain.checkpoint import NEVER, Checkpoint
from domain.repositories import CallRecord
from domain.services.read_summary import grant_of


def checkpoint_of(record: CallRecord | None) -> Checkpoint:
    if record is None:
        return Checkpoint()
    return Checkpoint(
        grant=grant_of(record),
        challenge=record.challenge,
        starts=record.starts,
        wrong_codes=record.wrong_codes,
        last_asked=NEVER if record.last_turn is None else record.last_turn,
    )
