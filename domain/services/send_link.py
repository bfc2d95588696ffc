"""Text the address where one applies to the number that a caller calls from.

Nothing is looked up about that number, and the text says nothing about anybody.
"""

from dataclasses import replace

from domain.identifiers import PhoneNumber
from domain.limits import Counted, Tally, reached
from domain.messages import Message
from domain.requests import LinkSent, NoNumber, Refused, SendLink
from domain.services.asked import Asked
from domain.services.budgets import link_budget
from domain.services.callers import shown_number
from domain.services.counting import subject
from domain.services.room import has_room


def send_link(asked: Asked, _: SendLink) -> LinkSent | NoNumber | Refused:
    """Once in a call. Refused where none leaves for anybody, or where the number, or all together, had enough.

    A person takes over then.
    """
    number = shown_number(asked.origin)
    if number is None or not number.takes_texts or not asked.lending.reach.takes_caller(number):
        return NoNumber()
    if not asked.work.outbox.texts_leave(asked.now):
        return Refused()
    in_call = Tally(Counted.LINKS_BY_CALL, subject(asked, "link-call", asked.key.call), 1)
    if _was_counted(asked, in_call):
        return LinkSent()
    if not asked.lending.apply_url or not has_room(asked, (in_call, *link_budget(asked, number))):
        return Refused()
    asked.work.outbox.add(_message(asked, number))
    return LinkSent()


def _was_counted(asked: Asked, tally: Tally) -> bool:
    look = replace(tally, amount=0)
    return bool(reached([look], asked.work.counters.add([look], asked.now)))


def _message(asked: Asked, number: PhoneNumber) -> Message:
    return Message(
        dedupe=f"link:{asked.key.call}",
        recipient=None,
        language=asked.record.language,
        wording="text-link",
        values={"lender": asked.lending.lender, "url": asked.lending.apply_url},
        created_at=asked.now,
        number=number,
    )
