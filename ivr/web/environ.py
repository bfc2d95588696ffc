"""Turns a request into what a WSGI application gets, and its answer into bytes: PEP 3333."""

from collections.abc import Callable
from email.utils import formatdate
from functools import lru_cache
from io import BytesIO, TextIOBase
from time import time
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes, urlsplit

from ivr.logs import log_fault
from ivr.web.reading import Reader

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

Address = tuple[str, int]
WITHOUT_BODY = ("1", "204", "304")  # how these statuses begin: RFC 9110, 6.4.1
FAULT = "500 Internal Server Error"


class Discarding(TextIOBase):
    """Takes what a framework writes of an error, and keeps nothing: it quotes too much; the log has class and place."""

    def write(self, text: str, /) -> int:
        return len(text)


ERRORS = Discarding()


def environment(request: Reader, server: Address, client: Address) -> "WSGIEnvironment":
    path, _, query = _origin_form(request.target).partition(b"?")
    environ: WSGIEnvironment = {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query.decode("latin-1"),
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1]),
        "SERVER_PROTOCOL": f"HTTP/{request.version}",
        "REMOTE_ADDR": client[0],
        "REMOTE_PORT": str(client[1]),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(request.body),
        "wsgi.errors": ERRORS,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    _add_fields(environ, request.fields)
    environ["CONTENT_LENGTH"] = str(request.body_size)
    return environ


def answer(application: "WSGIApplication", environ: "WSGIEnvironment", *, keeps_alive: bool) -> bytes:
    """The application's answer, whole; a fault of it is logged by its class."""
    try:
        status, fields, body = _called(application, environ)
    except Exception as fault:
        log_fault("unexpected_fault", fault)
        status, fields, body = FAULT, [], b""
    return written(status, fields, body, keeps_alive=keeps_alive, to_head=environ["REQUEST_METHOD"] == "HEAD")


def written(
    status: str, fields: list[tuple[str, str]], body: bytes, *, keeps_alive: bool = False, to_head: bool = False
) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Date: {_date(int(time()))}", *(f"{name}: {value}" for name, value in fields)]
    if status.startswith(WITHOUT_BODY):
        body = b""
    elif not any(name.lower() == "content-length" for name, _ in fields):
        lines.append(f"Content-Length: {len(body)}")
    if not keeps_alive:
        lines.append("Connection: close")
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + (b"" if to_head else body)


def _called(application: "WSGIApplication", environ: "WSGIEnvironment") -> tuple[str, list[tuple[str, str]], bytes]:
    started: list[tuple[str, list[tuple[str, str]]]] = []
    written: list[bytes] = []

    def start_response(status: str, fields: list[tuple[str, str]], *_: Any) -> Callable[[bytes], object]:
        started.append((status, fields))
        return written.append

    parts = application(environ, start_response)
    try:
        body = b"".join(parts)
    finally:
        if hasattr(parts, "close"):
            parts.close()
    return (*started[-1], b"".join(written) + body)


def _add_fields(environ: "WSGIEnvironment", fields: list[tuple[bytes, bytes]]) -> None:
    """Leave out names with an underscore: they would pass for others. Repeated ones are one list: RFC 9110, 5.3."""
    for name, value in fields:
        if b"_" not in name:
            key, text = _key(name), value.decode("latin-1")
            environ[key] = f"{environ[key]},{text}" if key in environ else text


@lru_cache(256)
def _key(name: bytes) -> str:
    key = name.decode("latin-1").upper().replace("-", "_")
    return key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"


def _origin_form(target: bytes) -> bytes:
    """Path and query, from the whole address too: RFC 9112, 3.2.2."""
    if target.startswith(b"/"):
        return target
    address = urlsplit(target)
    return (address.path or b"/") + (b"?" + address.query if address.query else b"")


@lru_cache(1)
def _date(second: int) -> str:
    return formatdate(second, usegmt=True)
