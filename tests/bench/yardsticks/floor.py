"""What any webhook here has to do: Flask with form, signature, one trip to Redis and one transaction of SQL.

The form is read and the transaction is made as the service does it, which is the cheapest way that it knows. Everything
gets the same document.
"""

import os
from hmac import compare_digest

from flask import Flask, Response, abort, request
from redis import Redis
from sqlalchemy import Column, Engine, Integer, MetaData, String, Table, create_engine
from sqlalchemy.dialects.postgresql import insert
from twilio.request_validator import RequestValidator

from ivr.app import FormRequest
from storage.engine import open_engine
from storage.statements import Prepared
from storage.transactions import Database
from tests.bench.yardsticks.constant import DOCUMENT, TOKEN

SESSION_SECONDS = 3600

metadata = MetaData()
turns = Table("floor_turns", metadata, Column("call", String(34), primary_key=True), Column("turns", Integer))
COUNT = Prepared(
    insert(turns).on_conflict_do_update(index_elements=[turns.c.call], set_={"turns": turns.c.turns + 1}),
    "call",
    "turns",
)


def settle(database_url: str) -> None:
    engine = create_engine(database_url)
    metadata.create_all(engine)
    engine.dispose()


def create() -> Flask:
    return application(open_engine(os.environ["DATABASE_URL"]))


def application(engine: Engine) -> Flask:
    app = Flask(__name__, static_folder=None)
    app.request_class = FormRequest
    public_url = os.environ["PUBLIC_URL"]
    validator = RequestValidator(os.environ["TWILIO_AUTH_TOKEN"])
    sessions = Redis.from_url(os.environ["REDIS_URL"])
    database = Database(engine)
    document = DOCUMENT.format(url=public_url, token=TOKEN)

    @app.post("/voice/<route>")
    def answer(route: str) -> Response:  # noqa: ARG001 - the same for all
        form, call = request.form, request.form["CallSid"]
        target = request.path + (f"?{request.query_string.decode()}" if request.query_string else "")
        expected = validator.compute_signature(public_url + target, form)
        if not compare_digest(expected, request.headers.get("X-Twilio-Signature", "")):
            abort(403)
        sessions.set(f"floor:{call}", document, ex=SESSION_SECONDS, get=True)
        with database.writing() as transaction:
            COUNT.run(transaction, call=call, turns=1)
        return Response(document, mimetype="text/xml")

    return app
