"""The same line as a plain webhook: what many would write on a good day with the libraries' own tutorials at hand.

Every turn has four parts: RequestValidator; the session as JSON under one key, GET and SET; one look-up by SQLAlchemy's
ORM, of the customer that was keyed, or that the session knows, or that the calling number belongs to; VoiceResponse. It
sends no message and writes nothing but its session, so it does less than the service does.
"""

import json
import os
from typing import Any

from flask import Flask, Response, abort, request
from redis import Redis
from sqlalchemy import ColumnElement, Engine, create_engine, select
from sqlalchemy.orm import Session
from twilio.request_validator import RequestValidator
from twilio.twiml.voice_response import VoiceResponse

from tests.bench.yardsticks.plain_people import Customer
from tests.bench.yardsticks.words import Words

SESSION_SECONDS = 3600
TRIES = 3
WORDS = Words("/voice/turn")
CODE = "424242"  # as if it had been sent
IDENTIFIER_LENGTH = 12
NEW_SESSION = '{"step": "greeting", "customer_id": null, "tries": 0}'


def create() -> Flask:
    return application(create_engine(os.environ["DATABASE_URL"]))


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
        with Session(engine) as database:
            customer = database.scalar(select(Customer).where(who(session, request.form)))
            answer = STEPS[session["step"]](session, request.form, customer)
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


def who(session: dict[str, Any], form: Any) -> ColumnElement[bool]:
    """Whose row a turn is about."""
    belongs: ColumnElement[bool] = Customer.phone == form["From"]
    if session["customer_id"]:
        belongs = Customer.id == session["customer_id"]
    elif session["step"] == "identifier" and len(form.get("Digits", "")) == IDENTIFIER_LENGTH:
        belongs = Customer.national_number == form["Digits"]
    return belongs


def greet(session: dict[str, Any], _form: Any, _caller: Customer | None) -> VoiceResponse:
    session["step"] = "identifier"
    return WORDS.ask_identifier("Welcome to the credit line.")


def take_identifier(session: dict[str, Any], form: Any, customer: Customer | None) -> VoiceResponse:
    digits = form.get("Digits", "")
    if digits == "":
        return WORDS.ask_identifier("Take your time.")
    if digits == "1":
        session["step"] = "offers"
        return WORDS.tell_offers()
    session.update(step="code", customer_id=customer.id if customer else None, tries=0)
    return WORDS.ask_code("Thank you. If we know you, a six-digit code is coming to your registered phone.")


def take_code(session: dict[str, Any], form: Any, customer: Customer | None) -> VoiceResponse:
    digits = form.get("Digits", "")
    if digits == "":
        return WORDS.ask_code("Take your time, I am waiting for the six digits.")
    if session["customer_id"] and customer and digits == CODE:
        session["step"] = "menu"
        return WORDS.tell_figures(customer)
    session["tries"] += 1
    if session["tries"] < TRIES:
        return WORDS.ask_code("That code is not right.")
    session["step"] = "not_verified"
    return WORDS.not_verified()


def take_choice(session: dict[str, Any], form: Any, customer: Customer | None) -> VoiceResponse:
    if "DialCallStatus" in form:
        session["dialled"] = session.get("dialled", 0) + 1
        return WORDS.transfer() if session["dialled"] == 1 else WORDS.nobody_answered()
    if form.get("Digits") == "1" and customer:
        return WORDS.tell_figures(customer)
    if form.get("Digits") == "0":
        return WORDS.transfer()
    return WORDS.goodbye()


def take_offers_choice(_session: dict[str, Any], form: Any, _caller: Customer | None) -> VoiceResponse:
    return WORDS.tell_offers() if form.get("Digits") == "1" else WORDS.goodbye()


def take_choice_after_failure(session: dict[str, Any], _form: Any, _caller: Customer | None) -> VoiceResponse:
    session["step"] = "offers"
    return WORDS.tell_offers()


STEPS = {
    "greeting": greet,
    "identifier": take_identifier,
    "code": take_code,
    "menu": take_choice,
    "offers": take_offers_choice,
    "not_verified": take_choice_after_failure,
}
