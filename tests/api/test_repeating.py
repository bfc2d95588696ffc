"""A POST under an `Idempotency-Key` takes place once, however often it is sent."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from tests.api.applicants import MISSING, from_somebody
from tests.api.conftest import APPLICATIONS, OFFERS, Lender, System, faults_in, json_of

PLURAL = APPLICATIONS.replace("onboarding", "onboardings")


def applications(shop: System) -> int:
    return len(json_of(shop.get(f"{APPLICATIONS}?$top=100"))["items"])


@pytest.fixture
def key() -> str:
    return str(uuid4())


def test_the_same_request_gets_the_stored_answer(shop: System, people: Iterator[str], key: str) -> None:
    posted = from_somebody(next(people))
    first = shop.post(APPLICATIONS, posted, Idempotency_Key=key)
    again = shop.post(PLURAL, posted, Idempotency_Key=key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert (again.data, again.headers["Location"]) == (first.data, first.headers["Location"])


def test_without_an_idempotency_key_each_request_counts(shop: System, people: Iterator[str]) -> None:
    posted = from_somebody(next(people))
    first, again = shop.post(APPLICATIONS, posted), shop.post(APPLICATIONS, posted)
    assert first.headers["Location"] != again.headers["Location"]


def test_another_body_under_the_same_key_is_refused(shop: System, people: Iterator[str], key: str) -> None:
    shop.post(APPLICATIONS, from_somebody(next(people)), Idempotency_Key=key)
    before = applications(shop)
    answer = shop.post(APPLICATIONS, from_somebody(next(people)), Idempotency_Key=key)
    assert (answer.status_code, json_of(answer)["Type"].rpartition(".")[2]) == (422, "idempotency-mismatch")
    assert applications(shop) == before


def test_another_address_under_the_same_key_is_refused(
    shop: System, people: Iterator[str], applied: str, key: str
) -> None:
    posted = from_somebody(next(people))
    shop.post(APPLICATIONS, posted, Idempotency_Key=key)
    third = APPLICATIONS.replace("kontotyp-1", "kontotyp-3")
    assert shop.post(third, posted, Idempotency_Key=key).status_code == 422
    assert shop.post(f"{applied}/sign-agreement", Idempotency_Key=key).status_code == 422
    assert json_of(shop.get(applied))["status"] == "AwaitingSign"


def test_what_was_refused_may_be_tried_again(shop: System, people: Iterator[str], key: str) -> None:
    number = next(people)
    assert shop.post(APPLICATIONS, from_somebody(number, cellPhone=MISSING), Idempotency_Key=key).status_code == 400
    assert shop.post(f"{OFFERS}/none/applications", from_somebody(number), Idempotency_Key=key).status_code == 404
    assert shop.post(APPLICATIONS, from_somebody(number), Idempotency_Key=key).status_code == 201


def test_a_repeated_signing_gets_the_stored_answer(shop: System, applied: str, key: str) -> None:
    first = shop.post(f"{applied}/sign-agreement", Idempotency_Key=key)
    again = shop.post(f"{applied}/sign-agreement", Idempotency_Key=key)
    assert (first.status_code, again.status_code, again.data) == (201, 201, first.data)


def test_at_once_under_one_key_there_is_one_application(shop: System, people: Iterator[str], key: str) -> None:
    posted = from_somebody(next(people))
    before = applications(shop)

    def post(_number: int) -> str:
        return shop.post(APPLICATIONS, posted, Idempotency_Key=key).text

    with ThreadPoolExecutor(8) as threads:
        answers = set(threads.map(post, range(16)))
    assert len(answers) == 1
    assert applications(shop) == before + 1


def test_a_key_belongs_to_its_ledger(shop: System, lender: Lender, people: Iterator[str], key: str) -> None:
    posted = from_somebody(next(people))
    assert shop.post(APPLICATIONS, posted, Idempotency_Key=key).status_code == 201
    elsewhere = lender.system(ledger=502).post(APPLICATIONS.replace("501", "502"), posted, Idempotency_Key=key)
    assert elsewhere.status_code == 404  # it has no such offer, and no stored answer


def test_a_key_belongs_to_its_subject(shop: System, lender: Lender, people: Iterator[str], key: str) -> None:
    """One client's key neither tells another what was answered, nor stands in its way."""
    posted, other = from_somebody(next(people)), from_somebody(next(people))
    first = shop.post(APPLICATIONS, posted, Idempotency_Key=key)
    another = lender.system(subject="another shop")
    same = another.post(APPLICATIONS, posted, Idempotency_Key=key)
    assert (same.status_code, same.headers["Location"] != first.headers["Location"]) == (201, True)
    assert lender.system(subject="a third shop").post(APPLICATIONS, other, Idempotency_Key=key).status_code == 201
    assert shop.post(APPLICATIONS, posted, Idempotency_Key=key).data == first.data


@pytest.mark.parametrize("key", ["", "x" * 256, "å", "tab\there"])
def test_a_key_that_is_none_is_named(shop: System, key: str) -> None:
    answer = shop.post(APPLICATIONS, from_somebody("19101010-1010"), Idempotency_Key=key)
    words = "The Idempotency-Key field must be 1 to 255 printable ASCII characters."
    assert faults_in(answer) == {"Idempotency-Key": words}


def test_the_longest_idempotency_key_is_taken(shop: System, people: Iterator[str]) -> None:
    key = "x" * 219 + str(uuid4())
    assert shop.post(APPLICATIONS, from_somebody(next(people)), Idempotency_Key=key).status_code == 201
