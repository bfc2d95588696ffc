"""`/openapi/openapi.json`, and a page that shows it with nothing from any other machine."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from flask import Blueprint, Response, send_from_directory

from ivr.api.exchange import JSON
from ivr.api.openapi import document
from ivr.api.schemas.bodies import write_json

# Swagger UI sets styles on its elements and has its icons in them; scripts are its own files and ours.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>creditline: API</title>
<link rel="stylesheet" href="ui/css/swagger-ui.css">
<link rel="icon" href="ui/images/swagger.svg">
<body>
<main id="api"></main>
<noscript>This page needs JavaScript; <a href="openapi.json">the document behind it</a> does not.</noscript>
<script src="ui/js/swagger-ui-bundle.js"></script>
<script src="start.js"></script>
"""
START = """SwaggerUIBundle({ url: "openapi.json", dom_id: "#api", deepLinking: true, validatorUrl: null });
"""


def blueprint() -> Blueprint:
    """Public: it describes what is published anyway."""
    page = Blueprint("openapi", __name__, url_prefix="/openapi")
    written = cache(lambda: write_json(document()))  # once, and only where somebody asks

    @page.get("/openapi.json")
    def described() -> Response:
        return Response(written(), mimetype=JSON)

    @page.get("/")
    def shown() -> Response:
        return Response(PAGE, mimetype="text/html", headers={"Content-Security-Policy": POLICY})

    @page.get("/start.js")
    def start() -> Response:
        return Response(START, mimetype="text/javascript")

    @page.get("/ui/<path:name>")
    def ui(name: str) -> Response:
        return send_from_directory(_files(), name)

    return page


def _files() -> Path:
    """Inside the wheel, found without importing it."""
    package = find_spec("flask_openapi3_swagger")
    folders = package.submodule_search_locations if package else None
    return Path((folders or ["."])[0]) / "templates" / "swagger"
