"""Note who is to be called back. Nothing is told, so nothing is disclosed."""

from domain.call_backs import CallBack
from domain.disclosure import Grant
from domain.errors import InvalidIdentifier
from domain.identifiers import PhoneNumber
from domain.limits import EVERYBODY, Counted, Tally
from domain.requests import AskCallBack, CallBackAsked, NoNumber, Origin, Refused
from domain.services.asked import Asked
from domain.services.counting import has_room, subject
from domain.services.read_summary import grant_of
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
    if not has_room(asked, _tallies(asked, grant, number)):
        return Refused()
    asked.work.call_backs.add(_call_back(asked, request, number))
    return CallBackAsked()


def shown_number(origin: Origin) -> PhoneNumber | None:
    """Where a call comes from, if that is shown. One that we placed comes from ourselves."""
    if origin.number is None or not origin.is_inbound:
        return None
    try:
        return PhoneNumber.parse(origin.number)
    except InvalidIdentifier:
        return None


def _number(asked: Asked, grant: Grant | None) -> PhoneNumber | None:
    if grant is None:
        return shown_number(asked.origin)
    person = asked.work.people.get(grant.person)
    return person.phone if person else None


def _tallies(asked: Asked, grant: Grant | None, number: PhoneNumber) -> tuple[Tally, Tally]:
    """Of a number that somebody has on record and of one that calls, apart: neither tells of the other."""
    whose = f"person:{grant.person}" if grant else f"number:{number.e164}"
    return (
        Tally(
            Counted.CALL_BACKS_BY_CALLER,
            subject(asked, "call-back", whose),
            asked.limits.call_backs_per_caller,
        ),
        Tally(Counted.CALL_BACKS_IN_ALL, EVERYBODY, asked.limits.call_backs_in_all),
    )


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
