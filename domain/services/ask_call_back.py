"""Note who is to be called back. Nothing is told, so nothing is disclosed."""

from domain.call_backs import CallBack
from domain.disclosure import Grant
from domain.identifiers import PhoneNumber
from domain.requests import AskCallBack, CallBackAsked, NoNumber, Refused
from domain.services.asked import Asked
from domain.services.budgets import call_back_budget
from domain.services.callers import shown_number
from domain.services.read_summary import grant_of
from domain.services.room import has_room
from domain.verification import Level


def ask_call_back(asked: Asked, request: AskCallBack) -> CallBackAsked | NoNumber | Refused:
    """Refused where too many were asked for within the hour."""
    grant = request.grant
    if grant is not None and grant != grant_of(asked.record):
        return Refused()
    if asked.work.call_backs.of_call(asked.key.call):
        return CallBackAsked()
    number = _number(asked, grant)
    if number is None:
        return NoNumber()
    if not has_room(asked, call_back_budget(asked, _whose(grant, number))):
        return Refused()
    asked.work.call_backs.add(_call_back(asked, request, number))
    return CallBackAsked()


def _number(asked: Asked, grant: Grant | None) -> PhoneNumber | None:
    """None, too, where we call nobody."""
    reach = asked.lending.reach
    if grant is None:
        number = shown_number(asked.origin)
        return number if number and reach.takes_caller(number) else None
    person = asked.work.people.get(grant.person)
    number = person.phone if person else None
    return number if number and reach.takes_on_record(number) else None


def _whose(grant: Grant | None, number: PhoneNumber) -> str:
    """Name the subject. A number on record and one that calls are counted apart: neither tells of the other."""
    return f"person:{grant.person}" if grant else f"number:{number.e164}"


def _call_back(asked: Asked, request: AskCallBack, number: PhoneNumber) -> CallBack:
    grant = request.grant
    return CallBack(
        call=asked.key.call,
        number=number,
        queue=request.queue,
        reason=request.reason,
        language=asked.record.language,
        level=grant.level if grant else Level.NONE,
        person=grant.person if grant else None,
        asked_at=asked.now,
    )
