"""Flask answering the same document to everything: the least that any answer costs here."""

import os

from flask import Flask, Response

TOKEN = "t" * 134  # as long as the service's

DOCUMENT = """<?xml version="1.0" encoding="UTF-8"?><Response>\
<Gather action="{url}/voice/turn?t={token}" actionOnEmptyResult="true" finishOnKey="#" input="dtmf" method="POST" \
timeout="10"><Say language="en-GB" voice="Polly.Amy-Neural">Welcome. Key your national number, then press hash.</Say>\
</Gather><Hangup /></Response>"""


def create() -> Flask:
    app = Flask(__name__, static_folder=None)
    document = DOCUMENT.format(url=os.environ["PUBLIC_URL"], token=TOKEN)

    @app.post("/voice/<route>")
    def answer(route: str) -> Response:  # noqa: ARG001 - the same for all
        return Response(document, mimetype="text/xml")

    return app
