"""Customer access tokens: by a code, on the limits of the line, and nothing tells who is known."""

import json
import re
from base64 import urlsafe_b64decode
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from ivr import wiring
from ivr.api.tokens import Bearer, Scope, Tokens, Unauthorized
from ivr.app import create_app
from ivr.config import Settings
from storage import demo
from storage.cipher import Cipher
from tests.api.conftest import System, json_of
from tests.api.journeys import DETAILS, VERIFICATIONS, begun, bring, problem_in
from tests.domain.line import NOON, SettableClock
from tests.statements import sizes_of, statements
from tests.storage.conftest import mark_handed_over, waiting_messages
from tests.voice.conftest import settings_of

KNOWN, UNKNOWN = "198507099805", "197207049987"
KNOWN_CUSTOMER, UNKNOWN_CUSTOMER = "10000001", "99999999"
UUID = re.compile(rb"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
PEOPLE = [person.ref for person in demo.PEOPLE.values()]


@dataclass(frozen=True)
class Line:
    """The API with limits as they are by default, its clock in our hands."""

    app: Flask
    settings: Settings
    engine: Engine
    cipher: Cipher
    clock: SettableClock

    def website(self, subject: str = "a website", ledger: int = 501) -> System:
        """May do nothing but let people verify themselves."""
        bearer = Bearer(subject, ledger, frozenset({Scope.JOURNEY_VERIFY}))
        return System(self.app.test_client(), Tokens.of(self.settings).issue(bearer, timedelta(hours=1)))

    def with_token(self, token: str) -> System:
        return System(self.app.test_client(), token)

    @property
    def newest_code(self) -> str:
        """Once it has left."""
        mark_handed_over(self.engine)
        return str(waiting_messages(self.engine, self.cipher)[-1].values["code"])

    @property
    def wrong_code(self) -> str:
        return "000000" if self.newest_code != "000000" else "111111"


@pytest.fixture
def line(data_dir: Path, sqlite_url: str, settings: Settings) -> Iterator[Line]:
    own = settings_of(
        data_dir,
        DATABASE_URL=sqlite_url,
        SECRET_KEYS=settings.secret_keys[0].hex(),
        API_REQUESTS_PER_MINUTE="1000000",
        CLOCK=NOON.isoformat(),
    )
    wiring.seed_demo(own, fresh=False)
    clock = SettableClock()
    parts = replace(wiring.parts(own), clock=clock)
    line = Line(create_app(wiring.api_blueprints(own, parts)), own, parts.engine, parts.cipher, clock)
    begun(line.website(), customerNumber="88888888")  # whoever comes first makes the row that all share
    yield line
    parts.engine.dispose()


def token_of(line: Line, website: System, **who: str) -> str:
    answer = bring(website, begun(website, **who), line.newest_code)
    assert answer.status_code == 201, answer.text
    assert json_of(answer)["expiresIn"] == 600
    return str(json_of(answer)["accessToken"])


@pytest.mark.parametrize("who", [{"nationalNumber": KNOWN}, {"customerNumber": KNOWN_CUSTOMER}])
def test_the_code_of_the_text_opens_ones_own_journey_and_nothing_else(who: dict[str, str], line: Line) -> None:
    berit = line.with_token(token_of(line, line.website(), **who))
    assert json_of(berit.get(DETAILS))["customerRef"] == "demo-01"
    for path in (f"{DETAILS}/demo-01", f"{DETAILS}/demo-02", "/ledger/credit-account/v1/501/accounts/50100001"):
        assert berit.get(path).status_code == 403
    assert berit.post(VERIFICATIONS, {"nationalNumber": KNOWN}).status_code == 403


def test_the_token_is_bound_to_the_person_and_lives_for_ten_minutes(line: Line) -> None:
    token = token_of(line, line.website(), nationalNumber=KNOWN)
    assert Tokens.of(line.settings).verify(token) == Bearer("demo-01", 501, frozenset({Scope.JOURNEY_SELF}))
    claims = json.loads(urlsafe_b64decode(token.split(".")[1] + "=="))
    assert claims["exp"] - claims["iat"] == 600
    with pytest.raises(Unauthorized):
        Tokens([b"another key, thirty-two bytes long"], line.clock).verify(token)


def test_the_text_says_where_its_code_belongs(line: Line) -> None:
    begun(line.website(), nationalNumber=KNOWN)
    (message,) = [one for one in waiting_messages(line.engine, line.cipher) if one.recipient == "demo-01"]
    assert message.wording == "text-code-online"


def test_a_code_is_good_once(line: Line) -> None:
    website = line.website()
    verification = begun(website, nationalNumber=KNOWN)
    assert bring(website, verification, line.newest_code).status_code == 201
    assert problem_in(bring(website, verification, line.newest_code)) == (422, "verification-over")


def test_a_code_is_good_for_ten_minutes(line: Line) -> None:
    website = line.website()
    verification = begun(website, nationalNumber=KNOWN)
    line.clock.advance(timedelta(minutes=10, seconds=1))
    assert problem_in(bring(website, verification, line.newest_code)) == (422, "verification-over")


def test_a_code_is_good_for_its_own_verification_only(line: Line) -> None:
    website = line.website()
    first = begun(website, nationalNumber=KNOWN)
    code = line.newest_code
    second = begun(website, nationalNumber="196203149817")
    assert problem_in(bring(website, second, code)) == (422, "code-not-accepted")
    assert bring(website, first, code).status_code == 201


@pytest.mark.parametrize("other", [{"subject": "another website"}, {"ledger": 502}])
def test_only_who_began_a_verification_brings_its_code(other: dict[str, Any], line: Line) -> None:
    website = line.website()
    verification = begun(website, nationalNumber=KNOWN)
    assert problem_in(bring(line.website(**other), verification, line.newest_code)) == (422, "verification-over")
    assert bring(website, verification, line.newest_code).status_code == 201


def test_after_three_wrong_codes_the_right_one_is_none(line: Line) -> None:
    website = line.website()
    verification = begun(website, nationalNumber=KNOWN)
    found = [problem_in(bring(website, verification, line.wrong_code)) for _ in range(3)]
    assert found == [*[(422, "code-not-accepted")] * 2, (422, "verification-over")]
    assert problem_in(bring(website, verification, line.newest_code)) == (422, "verification-over")


def test_wrong_codes_count_over_all_verifications_of_a_person(line: Line) -> None:
    """Five an hour, whichever number names them, and nobody hears of it: a right code is none, as a decoy's."""
    website = line.website()
    for who, tries in (({"nationalNumber": KNOWN}, 3), ({"customerNumber": KNOWN_CUSTOMER}, 2)):
        verification = begun(website, **who)
        for _ in range(tries):
            bring(website, verification, line.wrong_code)
    verification = begun(website, nationalNumber=KNOWN)
    assert problem_in(bring(website, verification, line.newest_code)) == (422, "code-not-accepted")


def test_five_wrong_codes_for_one_number_end_its_verifications(line: Line) -> None:
    website = line.website()
    for tries in (3, 2):
        verification = begun(website, nationalNumber=KNOWN)
        for _ in range(tries):
            bring(website, verification, line.wrong_code)
    assert problem_in(website.post(VERIFICATIONS, {"nationalNumber": KNOWN})) == (429, "rate-limited")


def test_codes_brought_at_once_are_judged_up_to_the_limit(line: Line) -> None:
    website = line.website()
    verification = begun(website, nationalNumber=KNOWN)
    wrong = line.wrong_code
    with ThreadPoolExecutor(8) as pool:
        found = Counter(pool.map(lambda _: problem_in(bring(line.website(), verification, wrong))[1], range(40)))
    assert found == {"code-not-accepted": 2, "verification-over": 38}


def test_somebody_unknown_never_gets_a_token(line: Line) -> None:
    website = line.website()
    verification = begun(website, nationalNumber=UNKNOWN)
    assert problem_in(bring(website, verification, line.newest_code)) == (422, "code-not-accepted")


def test_in_another_ledger_nobody_of_this_one_is_known(line: Line) -> None:
    website = line.website(ledger=502)
    verification = begun(website, nationalNumber=KNOWN)
    assert waiting_messages(line.engine, line.cipher)[-1].recipient is None
    assert problem_in(bring(website, verification, line.newest_code)) == (422, "code-not-accepted")


def test_whoever_became_unknown_meanwhile_is_not_found(line: Line) -> None:
    rejected = line.with_token(token_of(line, line.website(), nationalNumber="196703039955"))
    assert rejected.get(DETAILS).status_code == 200
    line.clock.advance(timedelta(days=81))
    assert problem_in(rejected.get(DETAILS)) == (404, "customer-not-found")


@dataclass(frozen=True)
class Seen:
    """What it came to: answers and statements, with what is new each time masked or measured."""

    answers: Sequence[tuple[int, bytes, Sequence[str]]]
    statements: Sequence[str]


def watched(line: Line, who: dict[str, str], codes: int) -> Seen:
    website = line.website()
    with statements(line.engine) as seen:
        answers = [website.post(VERIFICATIONS, who)]
        verification = json_of(answers[0]).get("verificationId", "none")
        wrong = line.wrong_code
        answers += [bring(website, verification, wrong) for _ in range(codes)]
    return Seen([_masked(answer) for answer in answers], [sizes_of(one, *PEOPLE) for one in seen])


def _masked(answer: TestResponse) -> tuple[int, bytes, Sequence[str]]:
    """Two answers have an id that is new each time; headers by their names."""
    return answer.status_code, UUID.sub(b"id", answer.data), sorted(answer.headers.keys())


@pytest.mark.parametrize(
    ("known", "unknown"),
    [
        ({"nationalNumber": KNOWN}, {"nationalNumber": UNKNOWN}),
        ({"customerNumber": KNOWN_CUSTOMER}, {"customerNumber": UNKNOWN_CUSTOMER}),
    ],
)
def test_known_and_unknown_are_alike_all_through_an_hour(
    known: dict[str, str], unknown: dict[str, str], line: Line
) -> None:
    """3 messages, 5 wrong codes, 6 starts: whichever limit is reached, nothing tells for whom."""
    for codes in (0, 1, 4, 1, 0, 0, 0):
        ours, theirs = watched(line, known, codes), watched(line, unknown, codes)
        assert ours.answers == theirs.answers
        assert ours.statements == theirs.statements
    assert ours.answers[0][0] == 429


def test_starts_alone_are_answered_alike(line: Line) -> None:
    for start in range(8):
        ours, theirs = watched(line, {"nationalNumber": KNOWN}, 0), watched(line, {"nationalNumber": UNKNOWN}, 0)
        assert ours == theirs
        assert ours.answers[0][0] == (202 if start < 6 else 429)


def test_whoever_is_sent_no_more_is_told_when_to_come_again(line: Line) -> None:
    website = line.website()
    answers = [website.post(VERIFICATIONS, {"nationalNumber": KNOWN}) for _ in range(7)]
    assert [answer.status_code for answer in answers] == [*[202] * 6, 429]
    assert answers[-1].headers["Retry-After"] == "3600"
    sent = [one for one in waiting_messages(line.engine, line.cipher) if one.recipient == "demo-01"]
    assert len(sent) == 3
