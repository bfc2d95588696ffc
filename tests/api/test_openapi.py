"""The document that describes the API, and the page that shows it."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from openapi_spec_validator import OpenAPIV31SpecValidator

from ivr.api.journey_operations import JOURNEY_OPERATIONS
from ivr.api.operations import OPERATIONS
from tests.api.conftest import Lender

EVERY = (*OPERATIONS, *JOURNEY_OPERATIONS)


@pytest.fixture(scope="module")
def client(lender: Lender) -> FlaskClient:
    return lender.web


@pytest.fixture(scope="module")
def document(client: FlaskClient) -> Any:
    answer = client.get("/openapi/openapi.json")
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    return answer.json


def test_the_document_of_the_api_is_valid_openapi_3_1(document: Any) -> None:
    assert document["openapi"] == "3.1.0"
    assert list(OpenAPIV31SpecValidator(document).iter_errors()) == []


def test_every_operation_is_in_the_document_of_the_api_once(document: Any) -> None:
    named = [
        described["operationId"]
        for path in document["paths"].values()
        for method, described in path.items()
        if method != "parameters"
    ]
    assert sorted(named) == sorted(operation.name for operation in EVERY)


def test_every_operation_names_its_scope(document: Any) -> None:
    for operation in EVERY:
        described = document["paths"][operation.path][operation.method.lower()]
        assert described["security"] == [{"bearer": [scope]} for scope in operation.scopes]


def test_amounts_in_examples_have_two_places(client: FlaskClient) -> None:
    assert '"maxCreditLimit":50000.00,' in client.get("/openapi/openapi.json").text


def test_nothing_of_the_page_comes_from_elsewhere(client: FlaskClient) -> None:
    page = client.get("/openapi/")
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert not re.search(r"https?:|//", page.text)
    assert "<script>" not in page.text


def test_all_that_the_page_asks_for_is_there(client: FlaskClient) -> None:
    page = client.get("/openapi/").text
    for name in re.findall(r'(?:src|href)="([^"]+)"', page):
        with client.get(f"/openapi/{name}") as answer:
            assert answer.status_code == 200, name


def test_a_file_of_the_page_that_did_not_change_is_not_sent_again(client: FlaskClient) -> None:
    with client.get("/openapi/ui/css/swagger-ui.css") as first:
        assert first.headers.getlist("Cache-Control") == ["no-cache"]
    with client.get("/openapi/ui/css/swagger-ui.css", headers={"If-None-Match": first.headers["ETag"]}) as again:
        assert again.status_code == 304


def test_nothing_else_is_there(client: FlaskClient) -> None:
    for name in ("ui/../__init__.py", "ui/..%2f__init__.py", "ui/"):
        assert client.get(f"/openapi/{name}").status_code == 404
