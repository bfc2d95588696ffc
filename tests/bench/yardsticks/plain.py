"""The same line as a plain webhook: what many would write on a good day with the libraries' own tutorials at hand.

RequestValidator, the session as JSON under one key (GET and SET), SQLAlchemy's ORM, VoiceResponse. It sends no message
and writes nothing but its session, so it does less than the service does.
"""

import json
import os
from typing import Any

from flask import Flask, Response, abort, request
from redis import Redis
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session
from twilio.request_validator import RequestValidator
from twilio.twiml.voice_response import VoiceResponse

from tests.bench.yardsticks.plain_people import Customer
from tests.bench.yardsticks.plain_words import (
    ask_code,
    ask_identifier,
    goodbye,
    menu,
    nobody_answered,
    tell_figures,
    tell_offers,
    transfer,
)

SESSION_SECONDS = 3600
TRIES = 3
CODE = "424242"  # as if it had been sent


def create() -> Flask:
    app = Flask(__name__, static_folder=None)
    public_url = os.environ["PUBLIC_URL"]
    validator = RequestValidator(os.environ["TWILIO_AUTH_TOKEN"])
    sessions = Redis.from_url(os.environ["REDIS_URL"])
    engine = create_engine(os.environ["DATABASE_URL"])

    @app.before_request
    def check_signature() -> None:
        target = request.path + (f"?{request.query_string.decode()}" if request.query_string else "")
        if not validator.validate(public_url + target, request.form, request.headers.get("X-Twilio-Signature", "")):
            abort(403)

    @app.post("/voice/incoming")
    def incoming() -> Response:
        save({"step": "identifier", "tries": 0})
        return twiml(ask_identifier("Welcome to the credit line."))

    @app.post("/voice/turn")
    def turn() -> Response:
        session = json.loads(sessions.get(key()) or "{}")
        with Session(engine) as database:
            answer = STEPS[session["step"]](session, request.form, database)
        save(session)
        return twiml(answer)

    @app.post("/voice/status")
    def status() -> Response:
        sessions.delete(key())
        return Response(status=204)

    def key() -> str:
        return f"session:{request.form['CallSid']}"

    def save(session: dict[str, Any]) -> None:
        sessions.set(key(), json.dumps(session), ex=SESSION_SECONDS)

    return app


def twiml(response: VoiceResponse) -> Response:
    return Response(str(response), mimetype="text/xml")


def take_identifier(session: dict[str, Any], form: Any, database: Session) -> VoiceResponse:
    digits = form.get("Digits", "")
    if digits == "":
        return ask_identifier("Take your time.")
    if digits == "1":
        session["step"] = "offers"
        return tell_offers()
    customer = database.scalar(select(Customer).where(Customer.national_number == digits))
    session.update(step="code", customer_id=customer.id if customer else None, tries=0)
    return ask_code("Thank you. If we know you, a six-digit code is coming to your registered phone.")


def take_code(session: dict[str, Any], form: Any, database: Session) -> VoiceResponse:
    digits = form.get("Digits", "")
    if digits == "":
        return ask_code("Take your time, I am waiting for the six digits.")
    customer = database.get(Customer, session["customer_id"]) if session["customer_id"] else None
    if customer and digits == CODE:
        session["step"] = "menu"
        return tell_figures(customer)
    session["tries"] += 1
    if session["tries"] < TRIES:
        return ask_code("That code is not right.")
    session["step"] = "not_verified"
    return menu("We could not match what you keyed.", "To try again, press 1.", "To hear our offers, press 2.")


def take_choice(session: dict[str, Any], form: Any, database: Session) -> VoiceResponse:
    customer = database.get(Customer, session["customer_id"])
    if "DialCallStatus" in form:
        session["dialled"] = session.get("dialled", 0) + 1
        return transfer() if session["dialled"] == 1 else nobody_answered()
    if form.get("Digits") == "1" and customer:
        return tell_figures(customer)
    if form.get("Digits") == "0":
        return transfer()
    return goodbye()


def take_offers_choice(_session: dict[str, Any], form: Any, _database: Session) -> VoiceResponse:
    return tell_offers() if form.get("Digits") == "1" else goodbye()


def take_choice_after_failure(session: dict[str, Any], _form: Any, _database: Session) -> VoiceResponse:
    session["step"] = "offers"
    return tell_offers()


STEPS = {
    "identifier": take_identifier,
    "code": take_code,
    "menu": take_choice,
    "offers": take_offers_choice,
    "not_verified": take_choice_after_failure,
}
