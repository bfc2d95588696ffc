"""An API believes a token that we signed, for this ledger, for now, and nothing else: RFC 7519, RFC 8725, RFC 6750."""

from datetime import timedelta

import pytest
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from ivr.api.tokens import REQUIRED, Bearer, Scope, Tokens, Unauthorized
from tests.api import abuses
from tests.api.lender import (
    OFFERS,
    OLDER_SECRET,
    ROOT,
    SECRET,
    StandingClock,
    ask,
    claims,
    forged,
    header,
    lender,
    token,
)
from tests.properties import given

SHOP = Bearer("a lender's shop", 501, frozenset({Scope.ONBOARDING_READ, Scope.PII_READ}))
HOUR = timedelta(hours=1)


def assert_unauthorized(answer: TestResponse) -> None:
    assert (answer.status_code, answer.get_json()["Type"]) == (401, "ledger.credit-account-onboarding.unauthorized")
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="creditline", error="invalid_token"'


@pytest.mark.parametrize("wrong", abuses.HEADERS)
def test_a_header_without_exactly_one_bearer_token_is_refused(wrong: str) -> None:
    assert_unauthorized(ask(authorization=abuses.HEADERS[wrong]()))


@pytest.mark.parametrize("wrong", abuses.TOKENS)
def test_what_is_not_our_token_for_this_ledger_now_is_refused(wrong: str) -> None:
    assert_unauthorized(ask(authorization=f"Bearer {abuses.TOKENS[wrong]()}"))


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_a_good_token_opens_its_ledger_whatever_the_case_of_the_scheme(scheme: str) -> None:
    answer = ask(authorization=f"{scheme} {token()}")
    assert (answer.status_code, answer.json) == (200, {"ledger": 501, "subject": "a lender's shop"})


def test_who_brings_no_token_is_told_what_to_bring_and_of_no_error() -> None:
    """RFC 6750, 3.1."""
    answer = ask()
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, 'Bearer realm="creditline"')


def test_a_token_in_the_address_or_in_a_form_is_refused_even_beside_a_good_one() -> None:
    """RFC 6750, 2: no more than one method; an address ends up in histories and logs."""
    good = f"Bearer {token()}"
    assert ask(f"{OFFERS}?access_token={token()}").status_code == 401
    assert ask(f"{OFFERS}?access_token={token()}", authorization=good).status_code == 401
    form = (
        lender()
        .test_client()
        .post(f"{ROOT}/v1/501/agreement", data={"access_token": token()}, headers={"Authorization": good})
    )
    assert form.status_code == 401


def test_two_authorization_headers_are_refused() -> None:
    good = f"Bearer {token()}"
    answer = lender().test_client().get(OFFERS, headers=[("Authorization", good), ("Authorization", good)])
    assert answer.status_code == 401


def test_a_token_is_good_for_its_ledger_alone() -> None:
    assert ask(f"{ROOT}/v1/502/offers", authorization=f"Bearer {token()}").status_code == 401
    assert ask(f"{ROOT}/v1/502/offers", authorization=f"Bearer {token(ledger=502)}").get_json()["ledger"] == 502


def test_a_missing_scope_is_forbidden_and_named() -> None:
    answer = ask(f"{ROOT}/v1/501/agreement", method="POST", authorization=f"Bearer {token()}")
    assert (answer.status_code, answer.get_json()["Type"]) == (403, "ledger.credit-account-onboarding.forbidden")
    assert answer.headers["WWW-Authenticate"] == (
        'Bearer realm="creditline", error="insufficient_scope", scope="onboarding:read onboarding:sign"'
    )


def test_all_the_scopes_together_are_enough() -> None:
    both = token(scope="onboarding:sign onboarding:read")
    assert ask(f"{ROOT}/v1/501/agreement", method="POST", authorization=f"Bearer {both}").status_code == 200


def test_a_view_that_does_not_say_what_it_takes_is_open_to_nobody() -> None:
    every = token(scope=" ".join(Scope))
    assert ask(f"{ROOT}/v1/501/forgotten", authorization=f"Bearer {every}").status_code == 500


def test_the_first_key_signs_and_older_ones_still_verify() -> None:
    clock = StandingClock()
    before = Tokens([OLDER_SECRET], clock).issue(SHOP, HOUR)
    rotating = Tokens([SECRET, OLDER_SECRET], clock)
    assert rotating.verify(before) == SHOP
    assert Tokens([SECRET], clock).verify(rotating.issue(SHOP, HOUR)) == SHOP
    with pytest.raises(Unauthorized):
        Tokens([SECRET], clock).verify(before)


def test_a_token_lives_as_long_as_it_says_and_ten_seconds_between_clocks() -> None:
    clock = StandingClock()
    tokens = Tokens([SECRET], clock)
    issued = tokens.issue(SHOP, HOUR)
    clock.at += HOUR + timedelta(seconds=9)
    assert tokens.verify(issued) == SHOP
    clock.at += timedelta(seconds=1)
    with pytest.raises(Unauthorized):
        tokens.verify(issued)


@pytest.mark.parametrize("life", [timedelta(), timedelta(seconds=-1), timedelta(hours=24, seconds=1)])
def test_no_token_is_issued_for_longer_than_a_day(life: timedelta) -> None:
    with pytest.raises(ValueError, match="24 hours"):
        Tokens([SECRET], StandingClock()).issue(SHOP, life)


def test_a_day_is_not_too_long_and_every_scope_is_not_too_much() -> None:
    tokens = Tokens([SECRET], StandingClock())
    everything = Bearer("a lender's shop", 501, frozenset(Scope))
    assert tokens.verify(tokens.issue(everything, timedelta(hours=24))) == everything


def test_a_service_with_one_key_asks_for_its_id_too() -> None:
    """The library would take the only key there is."""
    with pytest.raises(Unauthorized):
        Tokens([SECRET], StandingClock()).verify(forged(header(kid=None), claims()))


@pytest.mark.parametrize("ledger", [True, 501.0, "501", 0, -501, [501]])
def test_a_ledger_is_a_whole_number_from_one(ledger: object) -> None:
    with pytest.raises(Unauthorized):
        Tokens([SECRET], StandingClock()).verify(token(ledger=ledger))


def test_no_two_tokens_are_the_same() -> None:
    tokens = Tokens([SECRET], StandingClock())
    assert tokens.issue(SHOP, HOUR) != tokens.issue(SHOP, HOUR)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
HEADER_NAMES = ["alg", "kid", "typ", "crit", "b64", "jwk", "jku", "x5c", "enc"]


@given(JSON | st.dictionaries(st.sampled_from(HEADER_NAMES), JSON).map(lambda some: header() | some), JSON)
def test_whatever_a_header_and_a_payload_hold_the_answer_is_no(head: object, body: object) -> None:
    """The payload is never good, so that nothing but a refusal may come."""
    with pytest.raises(Unauthorized):
        Tokens([SECRET], StandingClock()).verify(forged(head, body))


@given(st.dictionaries(st.sampled_from(REQUIRED), JSON))
def test_whatever_the_claims_hold_only_a_bearer_of_a_whole_ledger_comes_of_it(odd: dict[str, object]) -> None:
    try:
        found = Tokens([SECRET], StandingClock()).verify(forged(header(), claims() | odd))
    except Unauthorized:
        return
    assert found.ledger > 0
    assert found.scopes <= set(Scope)


@given(st.text(max_size=200))
def test_whatever_a_text_is_the_answer_is_no(text: str) -> None:
    with pytest.raises(Unauthorized):
        Tokens([SECRET], StandingClock()).verify(text)
