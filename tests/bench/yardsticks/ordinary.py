"""The service's work as it is usually written: the same rows, the same code by text message, the same calls.

Every turn is one session of SQLAlchemy's ORM in one transaction, with RequestValidator, VoiceResponse, and the session
as JSON under one key of Redis, GET and SET. The turn's number rides in the action URL; a turn that comes again gets the
answer that the session keeps. It does less than the service: it seals nothing, believes every form that is signed, and
has no words for what fails.
"""

import json
import os
from collections.abc import Callable
from typing import Any

from flask import Flask, Response, abort, request
from redis import Redis
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from twilio.request_validator import RequestValidator
from twilio.twiml.voice_response import VoiceResponse

from tests.bench.yardsticks.ordinary_codes import is_right, send_code
from tests.bench.yardsticks.ordinary_database import now, open_engine
from tests.bench.yardsticks.ordinary_tables import Account, Application, Disclosure, Event, Offer, PhoneCall
from tests.bench.yardsticks.ordinary_turn import Turn
from tests.bench.yardsticks.words import Words

SESSION_SECONDS = 3600
TRIES = 3
NEW_SESSION = '{"step": "greeting", "turn": 0, "dialled": 0}'


def create() -> Flask:
    return application(open_engine(os.environ["DATABASE_URL"]))


def application(engine: Engine) -> Flask:
    app = Flask(__name__, static_folder=None)
    public_url = os.environ["PUBLIC_URL"]
    validator = RequestValidator(os.environ["TWILIO_AUTH_TOKEN"])
    sessions = Redis.from_url(os.environ["REDIS_URL"])

    @app.before_request
    def check_signature() -> None:
        target = request.path + (f"?{request.query_string.decode()}" if request.query_string else "")
        if not validator.validate(public_url + target, request.form, request.headers.get("X-Twilio-Signature", "")):
            abort(403)

    @app.post("/voice/incoming")
    @app.post("/voice/turn")
    def turn() -> Response:
        session = json.loads(sessions.get(key()) or NEW_SESSION)
        if request.args.get("turn", 0, type=int) == session["turn"]:
            session["answer"] = str(take_turn(session))
            session["turn"] += 1
            sessions.set(key(), json.dumps(session), ex=SESSION_SECONDS)
        return Response(session["answer"], mimetype="text/xml")

    def take_turn(session: dict[str, Any]) -> VoiceResponse:
        words = Words(f"/voice/turn?turn={session['turn'] + 1}")
        with Session(engine) as database:
            database.add(Event(call=request.form["CallSid"], turn=session["turn"], step=session["step"], at=now()))
            answer = STEPS[session["step"]](Turn(database, session, request.form, words))
            database.commit()
        return answer

    @app.post("/voice/status")
    def status() -> Response:
        sessions.delete(key())
        return Response(status=204)

    def key() -> str:
        return f"ordinary:{request.form['CallSid']}"

    return app


def greet(turn: Turn) -> VoiceResponse:
    turn.session["step"] = "identifier"
    return turn.words.ask_identifier("Welcome to the credit line.")


def take_identifier(turn: Turn) -> VoiceResponse:
    if turn.digits == "":
        return turn.words.ask_identifier("Take your time.")
    if turn.digits == "1":
        return tell_offers(turn)
    if not send_code(turn):
        return turn.words.transfer()
    turn.session["step"] = "code"
    return turn.words.ask_code("Thank you. If we know you, a six-digit code is coming to your registered phone.")


def take_code(turn: Turn) -> VoiceResponse:
    if turn.digits == "":
        return turn.words.ask_code("Take your time, I am waiting for the six digits.")
    call = turn.lock_call()
    if is_right(turn, call):
        turn.session["step"] = "menu"
        return tell_figures(turn, call)
    if call.wrong_codes < TRIES:
        return turn.words.ask_code("That code is not right.")
    turn.session["step"] = "not_verified"
    return turn.words.not_verified()


def take_choice(turn: Turn) -> VoiceResponse:
    if "DialCallStatus" in turn.form:
        turn.session["dialled"] += 1
        return turn.words.transfer() if turn.session["dialled"] == 1 else turn.words.nobody_answered()
    if turn.digits == "1":
        return tell_figures(turn, turn.lock_call())
    return turn.words.transfer() if turn.digits == "0" else turn.words.goodbye()


def tell_figures(turn: Turn, call: PhoneCall) -> VoiceResponse:
    if call.person_id is None:
        return turn.words.transfer()
    account = turn.database.scalar(select(Account).where(Account.person_id == call.person_id))
    application = turn.database.scalar(select(Application).where(Application.person_id == call.person_id))
    facts = "limit,available,due" if account else "application"
    turn.database.add(
        Disclosure(call=turn.sid, turn=turn.session["turn"], person_id=call.person_id, facts=facts, at=now())
    )
    if account:
        return turn.words.tell_figures(account)
    return turn.words.tell_application(application) if application else turn.words.transfer()


def tell_offers(turn: Turn) -> VoiceResponse:
    turn.session["step"] = "offers"
    offers = turn.database.scalars(select(Offer).where(Offer.closed_at.is_(None)).order_by(Offer.profile))
    return turn.words.tell_offers([(offer.title, offer.max_credit_limit, offer.monthly_fee) for offer in offers])


def take_offers_choice(turn: Turn) -> VoiceResponse:
    return tell_offers(turn) if turn.digits == "1" else turn.words.goodbye()


STEPS: dict[str, Callable[[Turn], VoiceResponse]] = {
    "greeting": greet,
    "identifier": take_identifier,
    "code": take_code,
    "menu": take_choice,
    "offers": take_offers_choice,
    "not_verified": tell_offers,
}
