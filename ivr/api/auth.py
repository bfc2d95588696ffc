"""Who may ask: the guard in front of every route of an API.

    @api.get("/ledger/…/<int:ledgerNo>/offers")
    @requires(Scope.ONBOARDING_READ)
    def offers(ledgerNo: int) -> …: bearer().subject

Rules: RFC 6750. Only the header counts: a token in an address or a form ends up in histories and logs.
"""

import re
from collections.abc import Callable, Sequence
from typing import TypeVar

from flask import Blueprint, current_app, g, request

from ivr.api.tokens import Bearer, Forbidden, Scope, Tokens, Unauthorized

LEDGER = "ledgerNo"  # the part of a path that names the ledger
HEADER = re.compile(r"bearer +([\w.~+/-]+=*)", re.ASCII | re.IGNORECASE)  # RFC 6750, 2.1; the scheme in any case
MARK = "required_scopes"

View = TypeVar("View", bound=Callable[..., object])


def requires(*scopes: Scope) -> Callable[[View], View]:
    """Marks a view with the scopes that it takes, all of them."""
    return _marked([frozenset(scopes)])


def requires_any(*scopes: Scope) -> Callable[[View], View]:
    """One of these is enough."""
    return _marked([frozenset({scope}) for scope in scopes])


def guard(api: Blueprint, tokens: Tokens, *, names_ledger: bool = True) -> None:
    """Before any view of `api`, and before its input is read: a token of the path's ledger with the view's scopes. A
    view without the mark is open to nobody: its answer is a fault of ours.

    `names_ledger`: its paths do; elsewhere the token alone says which ledger is meant.
    """

    @api.before_request
    def admit() -> None:
        found = tokens.verify(_token())
        if names_ledger and str(found.ledger) != str((request.view_args or {})[LEDGER]):
            raise Unauthorized("a token of another ledger")
        choice: Sequence[frozenset[Scope]] = getattr(current_app.view_functions[request.endpoint or ""], MARK)
        if not any(needed <= found.scopes for needed in choice):
            raise Forbidden(choice[0])
        g.bearer = found


def bearer() -> Bearer:
    """Whoever was admitted to the present request."""
    admitted: Bearer = g.bearer
    return admitted


def is_admitted() -> bool:
    """Whether the present request came with a token that opens its route."""
    return "bearer" in g


def _marked(choice: Sequence[frozenset[Scope]]) -> Callable[[View], View]:
    def mark(view: View) -> View:
        setattr(view, MARK, choice)
        return view

    return mark


def _token() -> str:
    if "access_token" in request.values:
        raise Unauthorized("a token in the address or in the form")
    header = request.headers.get("Authorization")
    if header is None:
        raise Unauthorized("no token", is_missing=True)
    if not (read := HEADER.fullmatch(header)):  # two headers arrive as one, with a comma between them
        raise Unauthorized("not one bearer token")
    return read[1]
