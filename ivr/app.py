"""The Flask application: blueprints, the plain answers to what goes wrong, the headers of every answer."""

from collections.abc import Callable, Iterable
from time import perf_counter
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from flask import Blueprint, Flask, Request, Response, g, request
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.utils import cached_property

from ivr.logs import log_fault
from ivr.metrics import count_request

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LARGEST_BODY = 64 * 1024  # bytes; a webhook of Twilio has about 1 KiB
API_PATHS = ("/ledger/", "/customer-journey/", "/openapi")
HEADERS = (("Cache-Control", "no-store"), ("Referrer-Policy", "no-referrer"), ("X-Content-Type-Options", "nosniff"))


class FormRequest(Request):
    """Forms here are short and urlencoded; the general parser, made for uploads, takes three times as long."""

    @cached_property
    def form(self) -> ImmutableMultiDict[str, str]:
        return ImmutableMultiDict(parse_qsl(self.get_data(as_text=True), keep_blank_values=True))


class Application(Flask):
    request_class = FormRequest

    def wsgi_app(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        return super().wsgi_app(environ, _with_headers(start_response))

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """None of our functions is a coroutine, so none is looked at for that, five for each request."""
        return func


def create_app(blueprints: Iterable[Blueprint]) -> Flask:
    """The application that serves `blueprints`; a fault of theirs answers 500 and logs its class, never its text."""
    app = Application("ivr", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    for blueprint in blueprints:
        app.register_blueprint(blueprint)
    app.register_error_handler(HTTPException, _refusal)
    app.register_error_handler(Exception, _fault)
    app.before_request(_start_watch)
    app.after_request(_counted)
    return app


def side_by_side(line: "WSGIApplication", api: "WSGIApplication") -> "WSGIApplication":
    """Two applications at one address: nothing that the API needs stands in the way of a call."""

    def serve(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        application = api if environ["PATH_INFO"].startswith(API_PATHS) else line
        return application(environ, start_response)

    return serve


def _refusal(refusal: HTTPException) -> Response:
    answer = Response(f"{refusal.name}\n", refusal.code, mimetype="text/plain")
    if "Allow" in refusal.get_response().headers:  # RFC 9110, 15.5.6: a 405 names the methods that are allowed
        answer.headers["Allow"] = refusal.get_response().headers["Allow"]
    return answer


def _fault(fault: Exception) -> Response:
    log_fault("unexpected_fault", fault, route=request.endpoint)
    return Response("Internal Server Error\n", 500, mimetype="text/plain")


def _start_watch() -> None:
    g.started = perf_counter()


def _with_headers(start_response: "StartResponse") -> "StartResponse":
    """An answer that has one of HEADERS keeps its own."""

    def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Callable[[bytes], object]:
        own = {name for name, _ in headers}
        return start_response(status, [*headers, *(one for one in HEADERS if one[0] not in own)], *error)

    return start


def _counted(answer: Response) -> Response:
    """By the name of its route, never by the path that was asked for."""
    count_request(request.endpoint or "none", answer.status_code, perf_counter() - g.started)
    return answer
