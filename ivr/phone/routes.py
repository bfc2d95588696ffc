"""The demo's handset over HTTP: text messages to a number, for this machine only."""

from collections.abc import Callable, Iterable
from datetime import datetime
from ipaddress import ip_address
from typing import Protocol

from flask import Blueprint, Response, jsonify, request


class TextMessage(Protocol):
    @property
    def to(self) -> str: ...

    @property
    def text(self) -> str: ...

    @property
    def at(self) -> datetime: ...


def blueprint(messages: Callable[[str], Iterable[TextMessage]]) -> Blueprint:
    """`messages` are those to one number (E.164), newest first."""
    phone = Blueprint("phone", __name__, url_prefix="/phone")

    @phone.before_request
    def refuse_strangers() -> Response | None:
        is_near = request.remote_addr and ip_address(request.remote_addr).is_loopback
        return None if is_near else Response("Forbidden\n", 403, mimetype="text/plain")

    @phone.get("/messages")
    def list_messages() -> Response:
        to = request.args.get("to", "").replace(" ", "+")  # a plus that was not escaped arrives as a space
        return jsonify([{"to": one.to, "text": one.text, "at": one.at.isoformat()} for one in messages(to)])

    return phone
