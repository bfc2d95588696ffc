"""Two versions of the line take the turns of one call, as during a deployment: on one Valkey and one database."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from ivr import wiring
from ivr.config import Settings
from storage import demo, tables
from tests.deploys.versions import Edits, changed_tree, running
from tests.service import MANY_CALLS, WEB, environment
from tests.voice.conftest import Texts
from tests.voice.twilio import ACCOUNT, NEXT_TOKEN, PUBLIC_URL, TOKEN, InboundCall

pytestmark = pytest.mark.server

CUSTOMER, APPLICANT = (demo.PEOPLE[key].national_number.digits for key in ("customer-open", "applicant-ready"))

EXCHANGED: Edits = {
    "ivr/dialogue/flow/terms.py": (
        '(AGREE, Option("disagree", disagree), Option(',
        '(Option("disagree", disagree), AGREE, Option(',
    )
}
"""At the question of consent, 1 is a no and 2 a yes."""
GROWN: Edits = {
    "ivr/dialogue/signing_states.py": (
        '    tag: Literal["AskConsent"]',
        '    asked_by: str = "the line"\n    tag: Literal["AskConsent"]',
    )
}
"""The question of consent has one more field."""
ELSEWHERE: Edits = {
    "ivr/dialogue/flow/offers.py": ("offered=lambda state: state.may_apply", "offered=lambda state: False"),
}
"""Offers have other keys; nothing that a customer or an applicant hears has changed."""

REWORDED: Edits = {
    "ivr/prompts/en-GB/call.ftl": ("terms-agreement = Your agreement is", "terms-agreement = This agreement is")
}
"""The terms of an agreement have other words; no key has changed."""


@dataclass(frozen=True)
class Beyond:
    """Posts to another version of the line, as a Flask client posts to this one."""

    url: str

    def post(self, target: str, data: Mapping[str, str], headers: Mapping[str, str]) -> Any:
        answer = WEB.post(self.url + target, data=dict(data), headers=dict(headers))
        kind = answer.headers.get("content-type", "").partition(";")[0]
        return SimpleNamespace(status_code=answer.status_code, mimetype=kind, data=answer.content)


Versions = Callable[[str], Beyond]


@pytest.fixture(scope="module")
def version(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Versions]:
    """Each is started once, when it is asked for."""
    env = environment(
        MODE="demo", LANGUAGES="en-GB", DATA_DIR=str(settings.data_dir), PUBLIC_URL=PUBLIC_URL, WEB_WORKERS="1",
        TWILIO_ACCOUNT_SID=ACCOUNT, TWILIO_AUTH_TOKEN=f"{NEXT_TOKEN},{TOKEN}", **MANY_CALLS,
    )  # fmt: skip
    edits = {"exchanged": EXCHANGED, "grown": GROWN, "elsewhere": ELSEWHERE, "reworded": REWORDED}
    with ExitStack() as stack:

        @cache
        def started(name: str) -> Beyond:
            tree: Path = changed_tree(tmp_path_factory.mktemp(name), edits[name])
            port = stack.enter_context(running(tree, tree / "log", env, with_worker=False)).port
            return Beyond(f"http://127.0.0.1:{port}")

        yield started


@dataclass
class Caller:
    """Each key goes to the version that is named last."""

    call: InboundCall
    here: Flask
    versions: Versions

    def to(self, version: str) -> "Caller":
        self.call.client = self.here.test_client() if version == "this" else self.versions(version)  # type: ignore[assignment] # posts alike
        return self

    def presses(self, keys: str) -> str:
        return self.call.keys(keys).words


@pytest.fixture
def caller(call: InboundCall, app: Flask, version: Versions) -> Caller:
    return Caller(call, app, version)


@pytest.fixture
def asked(caller: Caller, texts: Texts) -> Caller:
    """The applicant, who is asked for a yes by this version."""
    caller.call.dials().keys(APPLICANT)
    caller.call.keys(texts.code()).keys("2").keys("2").keys("2")
    assert is_asked_for_a_yes(caller.call.words)
    return caller


@pytest.fixture
def begun(settings: Settings) -> Callable[[], int]:
    """How many signatures were begun: each has a code of its own."""
    engine, challenges = wiring.parts(settings).engine, tables.challenges.c

    def count() -> int:
        with engine.connect() as connection:
            return connection.execute(select(func.count()).where(challenges.agreement.is_not(None))).scalar_one()

    return count


@pytest.fixture
def signed(settings: Settings) -> Callable[[], int]:
    """How many agreements are signed."""
    engine = wiring.parts(settings).engine

    def count() -> int:
        with engine.connect() as connection:
            return connection.execute(select(func.count()).select_from(tables.evidence)).scalar_one()

    return count


def is_asked_for_a_yes(words: str) -> bool:
    return "Nothing is signed yet" in words


YES_BY_TWO = "If you agree and want to sign, press 2."
CODE_SENT = "Key its six digits to sign"
TERMS_CHANGED = "The terms have changed since you heard them"


def test_a_yes_is_not_taken_where_the_key_is_a_no_by_now(asked: Caller, begun: Callable[[], int]) -> None:
    before = begun()
    said = asked.to("exchanged").presses("1")
    assert is_asked_for_a_yes(said)
    assert YES_BY_TWO in said
    assert begun() == before
    assert CODE_SENT in asked.presses("2")


def test_a_no_is_not_taken_for_the_yes_that_its_key_is_by_now(asked: Caller, begun: Callable[[], int]) -> None:
    """Held across the deployment: asked by one version, answered to the other."""
    asked.to("exchanged").presses("3")
    while not is_asked_for_a_yes(asked.call.words):
        asked.presses("2")
    assert YES_BY_TWO in asked.call.words
    before = begun()
    said = asked.to("this").presses("1")
    assert is_asked_for_a_yes(said)
    assert YES_BY_TWO not in said
    assert begun() == before
    assert CODE_SENT in asked.presses("1")


@pytest.mark.parametrize("other", ["exchanged", "grown"])
def test_between_versions_whose_keys_differ_a_caller_is_asked_again_twice_and_then_gets_a_person(
    asked: Caller, begun: Callable[[], int], other: str
) -> None:
    before = begun()
    assert is_asked_for_a_yes(asked.to(other).presses("1"))
    assert is_asked_for_a_yes(asked.to("this").presses("1"))
    asked.to(other).presses("1")
    assert asked.call.verbs == ["Say", "Dial"]
    assert begun() == before


def test_a_request_that_comes_again_is_presented_the_same_once_more(asked: Caller) -> None:
    """The carrier repeats requests: that counts as one time."""
    question = asked.call.action
    documents = {asked.to("exchanged").call.asks(question, Digits="1").document for _ in range(4)}
    assert len(documents) == 1


def test_a_question_with_a_new_field_is_asked_again_before_a_yes_counts(
    asked: Caller, begun: Callable[[], int]
) -> None:
    before = begun()
    assert is_asked_for_a_yes(asked.to("grown").presses("1"))
    assert begun() == before
    assert CODE_SENT in asked.presses("1")


def test_a_question_that_a_newer_version_stored_is_asked_again_before_a_yes_counts(
    asked: Caller, begun: Callable[[], int]
) -> None:
    """Silence at the new version: it has the question stored, with its new field."""
    asked.to("grown").presses("")
    asked.presses("")
    before = begun()
    assert is_asked_for_a_yes(asked.to("this").presses("1"))
    assert begun() == before
    assert CODE_SENT in asked.presses("1")


def test_a_yes_counts_at_a_version_whose_question_is_the_same(asked: Caller) -> None:
    assert CODE_SENT in asked.to("elsewhere").presses("1")


def test_a_yes_to_terms_that_have_other_words_by_now_hears_them_first(asked: Caller, begun: Callable[[], int]) -> None:
    before = begun()
    assert TERMS_CHANGED in asked.to("reworded").presses("1")
    assert begun() == before
    assert "This agreement is for kontotyp 1" in asked.presses("1")


def test_a_code_signs_no_terms_that_have_other_words_by_now(
    asked: Caller, texts: Texts, signed: Callable[[], int]
) -> None:
    """The evidence would name words that this caller never heard."""
    assert CODE_SENT in asked.presses("1")
    before = signed()
    assert TERMS_CHANGED in asked.to("reworded").presses(texts.code())
    assert signed() == before


@pytest.mark.parametrize("other", ["exchanged", "grown", "elsewhere", "reworded"])
def test_a_call_whose_states_did_not_change_is_served_by_either_version(
    caller: Caller, texts: Texts, other: str
) -> None:
    caller.call.dials()
    assert "six-digit code" in caller.to(other).presses(CUSTOMER)
    assert "You can spend" in caller.to("this").presses(texts.code())
    assert "You can spend" in caller.to(other).presses("1")
    assert "To hear that again" in caller.to("this").presses("")
    assert "You can spend" in caller.to(other).presses("1")
    assert "Goodbye" in caller.to("this").presses("9")
