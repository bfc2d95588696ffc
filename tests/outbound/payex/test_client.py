"""How the ledger is asked: in time, with a token that may change, never elsewhere; and what is kept of its problems."""

import time
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

import pytest

from domain.errors import Unavailable
from ivr.outbound.payex.client import AT_ONCE, Deadline, LedgerClient
from ivr.outbound.payex.wire import Application, Offer, Page
from storage.breaker import REST_SECONDS, Breaker
from tests.outbound.payex.ledger import (
    APPLICATION,
    APPLICATION_AT,
    CREATED,
    OFFER,
    PATHS,
    PROBLEM,
    Ledger,
    Recorded,
    running_ledger,
)

SIGN = f"{APPLICATION_AT}/sign-agreement"
MUCH = {"items": [], "more": "x" * 200}
NOT_TAKEN = Recorded(401, {"Type": "ledger.credit-account-onboarding.unauthorized"})


def test_the_published_example_is_read_as_it_is(ledger: Ledger, client: LedgerClient) -> None:
    ledger.says(APPLICATION_AT, Recorded(200, APPLICATION))
    said = client.get(APPLICATION_AT, Application)
    assert (said.id, said.account, str(said.credit_limit)) == ("1561561-54641515-56456", None, "5000.0")
    assert said.kyc.questions[0].answer.text == "Ja"


def test_amounts_are_exact(ledger: Ledger, client: LedgerClient) -> None:
    ledger.says(PATHS.offers, Recorded(200, b'{"items": [], "maxCreditLimit": 0}'))
    body = str(OFFER).replace("'", '"').replace("True", "true").replace("50000.0", "50000.10").encode()
    ledger.says(PATHS.offers, Recorded(200, body))
    assert str(client.get(PATHS.offers, Offer).max_credit_limit) == "50000.10"


def test_what_signing_created_is_known_by_its_address(ledger: Ledger, client: LedgerClient) -> None:
    ledger.says(SIGN, Recorded(201, CREATED))
    created = client.sign(SIGN, "order")
    assert created is not None
    assert created.created_account == "123456"


def test_a_token_that_is_not_taken_is_read_again_and_tried_once_more(
    ledger: Ledger, client: LedgerClient, token_file: Path
) -> None:
    ledger.says(PATHS.offers, Recorded(200, {"items": []}), NOT_TAKEN, Recorded(200, {"items": []}))
    client.get(PATHS.offers, Page)
    token_file.write_text("second\n")
    client.get(PATHS.offers, Page)
    assert ledger.tokens == ["Bearer first", "Bearer first", "Bearer second"]


def test_a_refused_token_is_read_anew_no_more_than_once(ledger: Ledger, client: LedgerClient) -> None:
    ledger.says(PATHS.offers, NOT_TAKEN)
    with pytest.raises(Unavailable):
        client.get(PATHS.offers, Page)
    assert len(ledger.tokens) == 2


def test_a_token_file_that_is_gone_is_no_answer(ledger: Ledger, token_file: Path) -> None:
    token_file.unlink()
    with pytest.raises(Unavailable, match="token cannot be read"):
        ledger.client(token_file).get(PATHS.offers, Page)


@pytest.mark.parametrize(
    "answer",
    [
        Recorded(500, {}),
        Recorded(200, b"<html>"),
        Recorded(200, []),
        Recorded(200, {"items": 7}),
        Recorded(200, b'{"items": [NaN'),
        Recorded(302, {}),
        Recorded(403, {}),
        Recorded(404, {}),
    ],
)
def test_whatever_is_no_answer_is_unavailable(ledger: Ledger, client: LedgerClient, answer: Recorded) -> None:
    ledger.says(PATHS.offers, answer)
    with pytest.raises(Unavailable):
        client.get(PATHS.offers, Page)


@pytest.mark.parametrize(
    "answer",
    [Recorded(200, MUCH, drips=True), Recorded(200, MUCH, begins_dripping=True)],
    ids=["its body", "its first line"],
)
def test_an_answer_that_drips_is_not_waited_for(ledger: Ledger, client: LedgerClient, answer: Recorded) -> None:
    ledger.says(PATHS.offers, answer)
    started = time.monotonic()
    with pytest.raises(Unavailable):
        client.get(PATHS.offers, Page)
    assert time.monotonic() - started < 2


def test_answers_that_drip_hold_no_places_once_nobody_waits_for_them(ledger: Ledger, token_file: Path) -> None:
    """As many as there are places drip at once; the next question is answered."""
    ledger.says(PATHS.offers, Recorded(200, MUCH, drips=True))
    ledger.says("/ledger/elsewhere", Recorded(200, {"items": []}))
    never_resting = count(0, step=2 * int(REST_SECONDS)).__next__
    client = ledger.client(token_file, Breaker(never_resting))

    def asks(_number: int) -> bool:
        with pytest.raises(Unavailable):
            client.get(PATHS.offers, Page, Deadline(time.monotonic() + 0.5))
        return True

    with ThreadPoolExecutor(AT_ONCE) as pool:
        assert all(pool.map(asks, range(AT_ONCE)))
    client.get("/ledger/elsewhere", Page)


def test_a_ledger_that_is_down_is_left_alone_for_a_while(ledger: Ledger, token_file: Path) -> None:
    now = [0.0]
    client = ledger.client(token_file, Breaker(lambda: now[0]))
    ledger.says(PATHS.offers, Recorded(500, {}), Recorded(500, {}), Recorded(200, {"items": []}))
    for _ in range(5):
        with pytest.raises(Unavailable):
            client.get(PATHS.offers, Page)
    assert len(ledger.asked) == 2
    now[0] = 60
    client.get(PATHS.offers, Page)


def test_what_one_person_lacks_at_the_ledger_keeps_nobody_else_from_it(ledger: Ledger, client: LedgerClient) -> None:
    ledger.says(PATHS.offers, Recorded(200, {"items": []}))
    for _ in range(3):
        with pytest.raises(Unavailable, match="404"):
            client.get(PATHS.account("1"), Page)
    client.get(PATHS.offers, Page)


@pytest.mark.parametrize("address", ["https://elsewhere.test/offers", "//elsewhere.test/offers", "http://[x"])
def test_no_token_goes_where_the_ledger_is_not(ledger: Ledger, client: LedgerClient, address: str) -> None:
    with pytest.raises(Unavailable):
        client.get(address, Page)
    assert ledger.asked == []


def test_somebody_elses_server_is_never_asked(client: LedgerClient) -> None:
    with running_ledger() as elsewhere:
        elsewhere.says("/offers", Recorded(200, {"items": []}))
        for address in (f"{elsewhere.url}/offers", elsewhere.url.removeprefix("http:") + "/offers"):
            with pytest.raises(Unavailable):
                client.get(address, Page)
        assert (elsewhere.asked, elsewhere.tokens) == ([], [])


@pytest.mark.parametrize("write", [str, str.lower, str.upper])
def test_problems_are_kept_by_their_instance_and_nothing_personal_is(
    ledger: Ledger, client: LedgerClient, capsys: pytest.CaptureFixture[str], write: type[str]
) -> None:
    """The contract's example has `Type` where other services of it have `type`."""
    ledger.says(SIGN, Recorded(400, {write(key): value for key, value in PROBLEM.items()} | {"echo": "19101010-1010"}))
    assert client.sign(SIGN, "order") is None
    logged = "".join(capsys.readouterr())
    assert str(PROBLEM["Instance"]) in logged
    assert "ledger.credit-account-onboarding.validation" in logged
    assert "19101010" not in logged
    assert "CellPhone" not in logged
