"""A request's input, checked, and a resource as an answer."""

from dataclasses import dataclass
from typing import TypeVar

from flask import Response, request
from pydantic import ValidationError
from werkzeug.exceptions import RequestEntityTooLarge, UnsupportedMediaType

from ivr.api.catalogue import Code
from ivr.api.problems import Problem
from ivr.api.schemas.answering import Shown
from ivr.api.schemas.bodies import Malformed, read_json, write_json
from ivr.api.schemas.faults import fault, faults_of
from ivr.api.schemas.fields import Wire

JSON = "application/json"
UTF_8 = ("utf-8", "utf8")

Model = TypeVar("Model", bound=Wire)


@dataclass(frozen=True)
class Window:
    """Which part of a collection."""

    top: int
    skip: int


@dataclass(frozen=True)
class Bounds:
    least: int
    most: int
    preset: int

    def hold(self, texts: list[str]) -> bool:
        return not texts or (len(texts) == 1 and self._holds(texts[0]))

    def _holds(self, text: str) -> bool:
        is_number = text.isascii() and text.isdigit() and len(text) <= len(str(self.most))
        return is_number and self.least <= int(text) <= self.most


WINDOW = {"$top": Bounds(1, 100, 20), "$skip": Bounds(0, 2**31 - 1, 0)}


class Nothing(Wire):
    """The body of a request that needs none."""


def window() -> Window:
    """Raises a validation problem."""
    faults = [
        fault(name, f"must be one whole number from {bounds.least} to {bounds.most}.")
        for name, bounds in WINDOW.items()
        if not bounds.hold(request.args.getlist(name))
    ]
    if faults:
        raise Problem(Code.VALIDATION, faults=faults)
    return Window(*(int(request.args.get(name, bounds.preset)) for name, bounds in WINDOW.items()))


def body() -> bytes:
    """All of it. One that does not tell its length is cut at the limit, so nothing as long as that is read."""
    given = request.get_data()
    if len(given) == request.max_content_length:
        raise RequestEntityTooLarge
    return given


def body_as(model: type[Model]) -> Model:
    """The body, which must be JSON in UTF-8; raises a validation problem, or the framework's refusals (413, 415)."""
    charset = request.mimetype_params.get("charset", UTF_8[0]).lower()
    if request.mimetype != JSON or charset not in UTF_8 or request.content_encoding:
        raise UnsupportedMediaType
    try:
        return model.model_validate(read_json(body()))
    except Malformed:
        raise Problem(Code.VALIDATION, faults=[fault("Body", "must be JSON in UTF-8, each property once.")]) from None
    except ValidationError as error:
        raise Problem(Code.VALIDATION, faults=faults_of(error)) from None


def refuse_body() -> None:
    """A client may leave it away or send an object without properties."""
    if body():
        body_as(Nothing)


def written(resource: Shown) -> bytes:
    return write_json(resource.model_dump(by_alias=True, exclude_unset=True)).encode()


def shown(resource: Shown) -> Response:
    return Response(written(resource), mimetype=JSON)


def shown_if_changed(resource: Shown) -> Response:
    """With its ETag; 304 without a body where the client has it already (RFC 9110, 13.1.2)."""
    answer = shown(resource)
    answer.add_etag()
    answer.make_conditional(request)
    return answer
