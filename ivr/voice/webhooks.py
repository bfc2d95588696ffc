"""Twilio's webhooks. Only a forged request is an HTTP error; whatever else fails is words and a person."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from time import perf_counter
from typing import TypeVar
from urllib.parse import parse_qsl, urlsplit

from flask import Blueprint, Request, Response, g
from flask.globals import request_ctx

from domain.requests import Origin
from ivr.dialogue.digests import digests
from ivr.dialogue.keys import TAKE
from ivr.dialogue.present import present_whisper
from ivr.dialogue.voice import Hangup, Queue, VoiceDocument
from ivr.logs import log_event, log_fault, log_refusal
from ivr.metrics import FORGERIES, ODDITIES, count
from ivr.voice.changes import CurrentTurn
from ivr.voice.events import OVER, event_in, is_bridged
from ivr.voice.fault import fault_documents
from ivr.voice.numbers import caller_id, shown
from ivr.voice.shapes import oddity
from ivr.voice.turns import Turns
from ivr.voice.twiml import Links, Targets, redirect, render
from ivr.voice.twiml import document as document_of

INBOUND = "inbound"
TAKE_EVENTS = {"voice.turn", "voice.whisper"}
CONNECT = '<?xml version="1.0" encoding="UTF-8"?><Response />'  # a whisper that ends lets the two talk


T = TypeVar("T")


@dataclass(frozen=True)
class Line:
    """What the webhooks stand on.

    `doubt` says why a request is not the carrier's; `account_sid` is ours, where it is set. `call_refs`: what a call
    may be named in our stores; one that begins is given the first. `languages` are offered in their order. `own_number`
    is one of the lender's, if there is one.
    """

    doubt: Callable[[Request], str | None]
    account_sid: str | None
    turns: Turns
    call_refs: Callable[[str], Sequence[str]]
    public_url: str
    targets: Targets
    languages: tuple[str, ...]
    own_number: str | None


def blueprint(line: Line) -> Blueprint:
    voice = Blueprint("voice", __name__, url_prefix="/voice")
    webhooks = Webhooks(line)
    digests()  # they are made of source files: now, while those are what runs
    for view in (webhooks.incoming, webhooks.turn, webhooks.status, webhooks.fallback, webhooks.whisper):
        voice.add_url_rule(f"/{view.__name__}", view.__name__, partial(_with_request, view), methods=["POST"])
    voice.before_request(partial(_with_request, webhooks.refuse))
    voice.register_error_handler(Exception, lambda error: _with_request(partial(webhooks.fault, error)))
    return voice


def _with_request(view: Callable[[Request], T]) -> T:
    """With the request itself: Flask's stand-in looks for it anew at each of its attributes."""
    return view(request_ctx.request)


class Webhooks:
    """One method for each route; `t` in an address is a turn's token."""

    def __init__(self, line: Line) -> None:
        self.line = line

    def refuse(self, request: Request) -> Response | None:
        """403 for what the carrier has not signed, and for what it has signed and never sends."""
        if reason := self.line.doubt(request):
            count(FORGERIES)
            log_refusal("forgery_refused", route=request.endpoint, reason=reason)
        elif reason := self._oddity(request):
            count(ODDITIES)
            log_refusal("odd_request_refused", route=request.endpoint, reason=reason)
        return Response(status=403) if reason else None

    def incoming(self, request: Request) -> Response:
        call = self._call(request)
        return self._presented(request, call, self.line.turns.begin(call, self.line.languages))

    def turn(self, request: Request) -> Response:
        call = self._call(request)
        read = partial(event_in, form=request.form, targets=self.line.targets)
        return self._presented(request, call, self.line.turns.take(call, _token(request), read, _origin(request)))

    def status(self, request: Request) -> Response:
        if request.form["CallStatus"] in OVER:
            for call in self.line.call_refs(request.form["CallSid"]):  # no token tells which of them it is
                self.line.turns.hang_up(call)
        return Response(status=204)

    def fallback(self, request: Request) -> Response:
        """Twilio's fallback URL, where it says why, and the end of each dial from there on."""
        if "ErrorCode" in request.form:
            log_refusal("fallback_used", call=self._call(request), reason=request.form["ErrorCode"])
        return self._transfer_without_state(request, request.args.get("tried", 0, type=int))

    def whisper(self, request: Request) -> Response:
        """On the agent's leg: what the call is about, then the key that takes it."""
        if "Digits" in request.form:
            took = request.form["Digits"] == TAKE and self.line.turns.agent_took(_token(request))
            return _twiml(CONNECT) if took else self._hang_up()
        transfer = self.line.turns.ringing(_token(request))
        if transfer is None:
            return self._hang_up()
        links = Links(self._address("whisper", _token(request)), self.line.targets)
        return _twiml(render(present_whisper(transfer), links))

    def fault(self, error: Exception, request: Request) -> Response:
        log_fault("voice_fault", error, route=request.endpoint)
        match request.endpoint:
            case "voice.status":
                return Response(status=204)
            case "voice.whisper":
                return self._hang_up()
        return self._transfer_without_state(request, 0)

    def _presented(self, request: Request, call: str, current: CurrentTurn) -> Response:
        session, address = current.session, self._address("turn", current.token)
        if not current.is_heard:
            log_refusal("repeated_late", call=call, turn=session.turn, route=request.endpoint)
            return _twiml(redirect(address))
        whisper = self._address("whisper", current.token)
        links = Links(address, self.line.targets, whisper, self._caller_id(request))
        document = document_of(session.state, links)
        ms = round((perf_counter() - g.started) * 1000, 1)
        log_event("turn", call=call, turn=session.turn, state=session.state.tag, route=request.endpoint, ms=ms)
        return _twiml(document)

    def _transfer_without_state(self, request: Request, tried: int) -> Response:
        """To a person, after so many numbers of the general queue; each dial ends at the fallback route."""
        if is_bridged(request.form):
            return self._hang_up()
        token = _token(request) or _token_in(request.form.get("ErrorUrl", ""))
        language = self.line.turns.language(token)
        documents = fault_documents(
            (language,) if language else self.line.languages, len(self.line.targets[Queue.GENERAL])
        )
        action = f"{self._address('fallback', token if language else '')}&tried={tried + 1}"
        links = Links(action, self.line.targets, caller_id=self._caller_id(request))
        return _twiml(render(documents[min(tried, len(documents) - 1)], links))

    def _hang_up(self) -> Response:
        return _twiml(render(VoiceDocument(self.line.languages[0], (Hangup(),)), Links("", self.line.targets)))

    def _oddity(self, request: Request) -> str | None:
        found = oddity(request.form, has_events=request.endpoint in TAKE_EVENTS)
        is_ours = self.line.account_sid in (None, request.form.get("AccountSid"))
        return found or (None if is_ours else "another account")

    def _call(self, request: Request) -> str:
        """A call keeps its name when the keys change: its tokens have it."""
        first, *others = self.line.call_refs(request.form["CallSid"])
        named = self.line.turns.call(_token(request)) if others else None
        return named if named in others else first

    def _caller_id(self, request: Request) -> str | None:
        return caller_id(request.form.get("From", ""), request.form.get("To", ""), self.line.own_number)

    def _address(self, route: str, token: str) -> str:
        return f"{self.line.public_url}/voice/{route}?t={token}"


def _origin(request: Request) -> Origin:
    """Each request of a call says which way it went."""
    return Origin(shown(request.form.get("From", "")), is_inbound=request.form.get("Direction") == INBOUND)


def _token(request: Request) -> str:
    return request.args.get("t", "")


def _token_in(address: str) -> str:
    """Of the request that failed, as the carrier tells it when it falls back."""
    return dict(parse_qsl(urlsplit(address).query)).get("t", "")


def _twiml(document: str) -> Response:
    return Response(document, mimetype="text/xml")
