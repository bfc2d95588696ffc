"""The API as OpenAPI 3.1 describes it, made from the table that the routes are made from."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from importlib.metadata import version
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, models_json_schema

from ivr.api import examples
from ivr.api.described_problems import JOURNEY_PROBLEMS, ONBOARDING_PROBLEMS, DescribedProblems
from ivr.api.exchange import JSON, WINDOW
from ivr.api.journey_operations import JOURNEY_OPERATIONS
from ivr.api.operations import ALWAYS, OPERATIONS, Operation
from ivr.api.repeating import HEADER, KEY

Json = dict[str, Any]

SCHEMAS = "#/components/schemas/"
RATE_HEADERS = {
    "RateLimit-Limit": "Requests a minute that one subject has.",
    "RateLimit-Remaining": "How many of them are left.",
    "RateLimit-Reset": "Seconds until there are as many again.",
}


@dataclass(frozen=True)
class Api:
    """`problems`: how they read."""

    title: str
    purpose: str
    operations: Sequence[Operation]
    problems: DescribedProblems


APIS = (
    Api(
        "Credit Account Onboarding",
        "Offers of credit accounts, applications for them, and the signing of their agreements.",
        OPERATIONS,
        ONBOARDING_PROBLEMS,
    ),
    Api(
        "Customer Journey",
        "Who is an applicant or a customer, and what there is to know.",
        JOURNEY_OPERATIONS,
        JOURNEY_PROBLEMS,
    ),
)


def document() -> Json:
    paths: dict[str, Json] = {}
    for api in APIS:
        for operation in api.operations:
            paths.setdefault(operation.path, {"parameters": _path_parameters(operation.path)})
            paths[operation.path][operation.method.lower()] = _operation(operation, api)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "creditline",
            "version": version("creditline"),
            "description": "A token comes from `creditline token`, a customer's own from a verification; it is good "
            "for one ledger, which the paths of the Customer Journey leave to it. Where several scopes stand for an "
            "operation, any one is enough.",
        },
        "tags": [{"name": api.title, "description": api.purpose} for api in APIS],
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": _schemas() | {api.problems.name: api.problems.schema for api in APIS},
            "responses": {name: said for api in APIS for name, said in api.problems.responses.items()},
            "headers": {name: _header(meaning, "integer") for name, meaning in RATE_HEADERS.items()},
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        },
    }


def _operation(operation: Operation, api: Api) -> Json:
    described: Json = {
        "tags": [api.title],
        "operationId": operation.name,
        "summary": operation.summary,
        "security": [{"bearer": [scope.value]} for scope in operation.scopes],
        "responses": {
            **{str(status): _answer(operation, status) for status in operation.answers},
            **api.problems.by_status((*ALWAYS, *operation.problems)),
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
    if status == HTTPStatus.CREATED and operation.has_location:
        headers["Location"] = _header("Where it is.", "string")
    content = {"schema": _ref(operation.answers[status]), "example": examples.ANSWERS[operation.name, status]}
    return {"description": HTTPStatus(status).phrase, "headers": headers, "content": {JSON: content}}


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
    if operation.method == "POST" and operation.is_repeatable:
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
    for operation in (operation for api in APIS for operation in api.operations):
        models += [(answer, "serialization") for answer in operation.answers.values()]
        models += [(operation.body, "validation")] if operation.body else []
    _, found = models_json_schema(
        list(dict.fromkeys(models)), ref_template=SCHEMAS + "{model}", schema_generator=_WithoutTitles
    )
    return dict(found["$defs"])
