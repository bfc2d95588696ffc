"""The API as OpenAPI 3.1 describes it, made from the table that the routes are made from."""

from collections.abc import Iterable, Sequence
from http import HTTPStatus
from importlib.metadata import version
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, models_json_schema

from ivr.api import examples
from ivr.api.catalogue import CATALOGUE, Code
from ivr.api.exchange import JSON, WINDOW
from ivr.api.operations import ALWAYS, OPERATIONS, Operation
from ivr.api.problems import MEDIA_TYPE, Problem, onboarding
from ivr.api.repeating import HEADER, KEY

Json = dict[str, Any]

SCHEMAS = "#/components/schemas/"
INSTANCE = "f1f431d7-d2b2-49ca-93e0-ffe15753610a"
FAULTS = [
    ("CellPhone", "The CellPhone field is required."),
    ("EmailAddress", "The EmailAddress field is required."),
    ("LegalAddress.Name", "The Name field is required."),
]
RATE_HEADERS = {
    "RateLimit-Limit": "Requests a minute that one subject has.",
    "RateLimit-Remaining": "How many of them are left.",
    "RateLimit-Reset": "Seconds until there are as many again.",
}
PROBLEM: Json = {
    "type": "object",
    "required": ["Type", "Title", "Status", "Instance", "Detail"],
    "properties": {
        "Type": {"type": "string", "description": "Programs decide by this."},
        "Title": {"type": "string"},
        "Status": {"type": "integer"},
        "Instance": {"type": "string", "format": "uuid", "description": "Quote it to support."},
        "Detail": {"type": "string"},
        "Problems": {
            "type": "array",
            "description": "Each fault of a validation problem: the parameter and a sentence.",
            "items": {
                "type": "object",
                "additionalProperties": {"type": "string"},
                "minProperties": 1,
                "maxProperties": 1,
            },
        },
    },
    "additionalProperties": False,
}


def document() -> Json:
    paths: dict[str, Json] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {"parameters": _path_parameters(operation.path)})
        paths[operation.path][operation.method.lower()] = _operation(operation)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Credit Account Onboarding",
            "version": version("creditline"),
            "description": "Offers of credit accounts, applications for them, and the signing of their agreements. "
            "A token comes from `creditline token`; it is good for one ledger.",
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": _schemas() | {"Problem": PROBLEM},
            "responses": {code.value: _described([code]) for code in Code},
            "headers": {name: _header(meaning, "integer") for name, meaning in RATE_HEADERS.items()},
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        },
    }


def _operation(operation: Operation) -> Json:
    described: Json = {
        "operationId": operation.name,
        "summary": operation.summary,
        "security": [{"bearer": [operation.scope.value]}],
        "responses": {
            **{str(status): _answer(operation, status) for status in operation.answers},
            **_problems((*ALWAYS, *operation.problems)),
        },
    }
    if parameters := [*_paging(operation), *_conditions(operation)]:
        described["parameters"] = parameters
    if operation.has_etag:
        described["responses"]["304"] = {"description": "It is what the client has.", "headers": _rates()}
    if operation.body:
        content = {"schema": _ref(operation.body), "example": examples.BODIES[operation.name]}
        described["requestBody"] = {"required": True, "content": {JSON: content}}
    return described


def _answer(operation: Operation, status: int) -> Json:
    headers = _rates()
    if operation.has_etag:
        headers["ETag"] = _header("Of this state of the resource.", "string")
    if status == HTTPStatus.CREATED:
        headers["Location"] = _header("Where it is.", "string")
    content = {"schema": _ref(operation.answers[status]), "example": examples.ANSWERS[operation.name, status]}
    return {"description": HTTPStatus(status).phrase, "headers": headers, "content": {JSON: content}}


def _problems(codes: Iterable[Code]) -> Json:
    """By status; two codes may share one."""
    by_status: dict[str, list[Code]] = {}
    for code in codes:
        by_status.setdefault(str(int(CATALOGUE[code].status)), []).append(code)
    return {status: _problem(alike) for status, alike in by_status.items()}


def _problem(codes: Sequence[Code]) -> Json:
    if len(codes) == 1:
        return {"$ref": f"#/components/responses/{codes[0]}"}
    return _described(codes)


def _described(codes: Sequence[Code]) -> Json:
    shown = {code.value: {"value": onboarding(Problem(code, faults=FAULTS), INSTANCE)} for code in codes}
    content = {MEDIA_TYPE: {"schema": {"$ref": f"{SCHEMAS}Problem"}, "examples": shown}}
    return {"description": "; ".join(CATALOGUE[code].title for code in codes), "content": content}


def _path_parameters(path: str) -> list[Json]:
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}, "example": example}
        for name, example in examples.PATH_PARAMETERS.items()
        if f"{{{name}}}" in path
    ]


def _paging(operation: Operation) -> list[Json]:
    return [
        {
            "name": name,
            "in": "query",
            "schema": {
                "type": "integer",
                "minimum": bounds.least,
                "maximum": bounds.most,
                "default": bounds.preset,
            },
        }
        for name, bounds in WINDOW.items()
        if operation.has_pages
    ]


def _conditions(operation: Operation) -> list[Json]:
    """What a header may say: repeat this safely, or only where it changed."""
    if operation.method == "POST":
        return [_condition(HEADER, {"type": "string", "minLength": 1, "maxLength": 255, "pattern": f"^{KEY}$"})]
    return [_condition("If-None-Match", {"type": "string"})] if operation.has_etag else []


def _condition(name: str, schema: Json) -> Json:
    return {"name": name, "in": "header", "schema": schema}


def _header(meaning: str, kind: str) -> Json:
    return {"description": meaning, "schema": {"type": kind}}


def _rates() -> Json:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in RATE_HEADERS}


def _ref(model: type[BaseModel]) -> Json:
    return {"$ref": SCHEMAS + model.__name__}


class _WithoutTitles(GenerateJsonSchema):
    """A title that repeats a property's name says nothing, nor does null as the preset of what may be left out."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - the library's signature
        return False

    def default_schema(self, schema: Any) -> Json:
        return self.generate_inner(schema["schema"])


def _schemas() -> Json:
    models: list[tuple[type[BaseModel], JsonSchemaMode]] = []
    for operation in OPERATIONS:
        models += [(answer, "serialization") for answer in operation.answers.values()]
        models += [(operation.body, "validation")] if operation.body else []
    _, found = models_json_schema(
        list(dict.fromkeys(models)), ref_template=SCHEMAS + "{model}", schema_generator=_WithoutTitles
    )
    return dict(found["$defs"])
