"""The demo's handset over HTTP: text messages to a number, e-mails to an address, for this machine only.

A proxy on this machine brings strangers, and so does a web page whose name leads here (DNS rebinding). So what was
forwarded, what is asked for under another name, and what another page asks for is refused too.
"""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from ipaddress import ip_address
from typing import Protocol

from flask import Blueprint, Request, Response, abort, jsonify, request

FORWARDED = {"forwarded", "via", "x-real-ip"}  # as proxies mark what they pass on, besides X-Forwarded-…
GROUP = 4  # digits of a checksum together: in no message six of them stand alone but those of a one-time code


class File(Protocol):
    @property
    def id(self) -> int: ...

    @property
    def name(self) -> str: ...

    @property
    def media_type(self) -> str: ...

    @property
    def content(self) -> bytes: ...


class Message(Protocol):
    @property
    def to(self) -> str: ...

    @property
    def text(self) -> str: ...

    @property
    def at(self) -> datetime: ...

    @property
    def files(self) -> Sequence[File]: ...


class Handset(Protocol):
    def list(self, to: str) -> Sequence[Message]:
        """Those to one number (E.164) or e-mail address, newest first."""

    def file(self, wanted: int) -> File | None: ...


def blueprint(handset: Handset) -> Blueprint:
    phone = Blueprint("phone", __name__, url_prefix="/phone")

    @phone.before_request
    def refuse_strangers() -> Response | None:
        is_near = _is_loopback(request.remote_addr) and _is_loopback(_without_port(request.host))
        is_ours = is_near and not _is_forwarded(request) and _is_own_page(request)
        return None if is_ours else Response("Forbidden\n", 403, mimetype="text/plain")

    @phone.get("/messages")
    def list_messages() -> Response:
        to = request.args.get("to", "").replace(" ", "+")  # a plus that was not escaped arrives as a space
        return jsonify([{"to": one.to, "text": _text(one), "at": one.at.isoformat()} for one in handset.list(to)])

    @phone.get("/files/<int:wanted>")
    def show_file(wanted: int) -> Response:
        file = handset.file(wanted) or abort(404)
        return Response(file.content, content_type=file.media_type)

    return phone


def _without_port(host: str) -> str:
    return host.strip("[]") if host.endswith("]") else host.rpartition(":")[0].strip("[]") or host


def _is_loopback(name: str | None) -> bool:
    try:
        return name == "localhost" or ip_address(name or "").is_loopback
    except ValueError:
        return False


def _is_forwarded(request: Request) -> bool:
    return any(name.lower() in FORWARDED or name.lower().startswith("x-forwarded") for name, _ in request.headers)


def _is_own_page(request: Request) -> bool:
    """RFC 6454, section 7: browsers name the page that asks."""
    return request.headers.get("Origin") in (None, f"{request.scheme}://{request.host}")


def _text(message: Message) -> str:
    """With what is attached, and where it can be opened."""
    return message.text + "".join(f"\n\n{_described(file)}" for file in message.files)


def _described(file: File) -> str:
    digits = sha256(file.content).hexdigest()
    checksum = " ".join(digits[start : start + GROUP] for start in range(0, len(digits), GROUP))
    return f"Attached: {file.name}, {len(file.content):,} bytes\n/phone/files/{file.id}\nSHA-256: {checksum}"
