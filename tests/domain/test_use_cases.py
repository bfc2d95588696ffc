"""The registry is complete, and what any version has stored of an answer is understood by this one."""

from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from typing import Any, get_args

import pytest

from domain.disclosure import Grant
from domain.requests import (
    AskCallBack,
    CallBackAsked,
    CheckCode,
    CodeWrong,
    DomainAnswer,
    DomainRequest,
    LinkSent,
    NoCodes,
    NoNumber,
    NotSignable,
    ReadApplication,
    ReadDetails,
    ReadSummary,
    ReadTerms,
    Refused,
    ResendCode,
    ResendTooSoon,
    SendLink,
    SendText,
    SignAgreement,
    StartSigning,
    TextSent,
    Topic,
    TurnKey,
)
from domain.services.registry import REGISTERED
from domain.services.use_case import UseCase, has_more_than_its_word, refuse
from domain.signing import Obstacle
from domain.verification import Level
from storage import demo
from storage.tables.columns import WORD
from tests.domain.line import INBOUND, Line
from tests.domain.signing import Applicant, verified

IN_TURNS: list[UseCase[Any]] = [use_case for use_case in REGISTERED if isinstance(use_case, UseCase)]
SOMEBODY = Grant("somebody", Level.VERIFIED)
AGREEMENT = "a1" * 32

OF_VERIFIED_CALLERS: dict[type, Callable[[Grant], DomainRequest]] = {
    ReadSummary: ReadSummary,
    ReadDetails: ReadDetails,
    ReadApplication: ReadApplication,
    SendText: lambda grant: SendText(grant, Topic.SUMMARY),
    ReadTerms: ReadTerms,
    StartSigning: lambda grant: StartSigning(grant, AGREEMENT, ""),
    SignAgreement: lambda grant: SignAgreement(grant, AGREEMENT, "", "challenge", "000000"),
}

WORDS_STORED: list[tuple[DomainRequest, str, DomainAnswer]] = [
    (ResendCode("challenge"), "ResendTooSoon", ResendTooSoon()),
    (ResendCode("challenge"), "NoCodes", NoCodes()),
    (CheckCode("challenge", "000000"), "CodeWrong", CodeWrong()),
    (CheckCode("challenge", "000000"), "Refused", Refused()),
    (SendText(SOMEBODY, Topic.SUMMARY), "TextSent", TextSent()),
    (SendLink(), "LinkSent", LinkSent()),
    (SendLink(), "NoNumber", NoNumber()),
    (AskCallBack(None, "general", "asked"), "CallBackAsked", CallBackAsked()),
    (AskCallBack(None, "general", "asked"), "NoNumber", NoNumber()),
    *(
        (ReadTerms(SOMEBODY), f"NotSignable:{word}", NotSignable(Obstacle(word)))
        for word in (
            "nothing-to-sign",
            "identity-pending",
            "identity-failed",
            "needs-a-person",
            "in-review",
            "expired",
            "being-signed",
            "already-signed",
            "rejected",
            "offer-closed",
            "terms-changed",
            "placed-by-us",
            "phone-changed",
            "not-by-keys",
        )
    ),
]

WORDS_READ_AGAIN = [
    "ApplicationRead",
    "CodeAccepted",
    "CodeSent",
    "DetailsRead",
    "Ordered",
    "Signed",
    "SummaryRead",
    "TermsRead",
    "WhichApplication",
]


@dataclass
class Books:
    """`asked`: whose were brought up to date."""

    asked: list[str] = field(default_factory=list)

    def refresh(self, person: str) -> bool:
        self.asked.append(person)
        return False


def with_stored_answer(line: Line, word: str) -> TurnKey:
    """A turn that was answered `word`, by whichever version."""
    key = TurnKey("call", 1)
    with line.transactions.begin() as work:
        work.calls.lock(key.call, "en-GB")
        work.calls.answered(key, word)
    return key


def test_every_request_has_one_use_case() -> None:
    registered = [use_case.request for use_case in REGISTERED]
    assert sorted(registered, key=str) == sorted(get_args(DomainRequest), key=str)


@pytest.mark.parametrize("use_case", IN_TURNS, ids=lambda use_case: use_case.request.__name__)
def test_an_answer_that_holds_more_than_its_word_can_be_read_again(use_case: UseCase[Any]) -> None:
    holds_more = any(map(has_more_than_its_word, use_case.answers.values()))
    assert holds_more is (use_case.answer_again is not refuse)


@pytest.mark.parametrize(("request_", "word", "answer"), WORDS_STORED)
def test_a_word_that_was_stored_is_answered_again(
    line: Line, request_: DomainRequest, word: str, answer: DomainAnswer
) -> None:
    key = with_stored_answer(line, word)
    assert line.desk.answer(request_, key, "en-GB", INBOUND) == answer


def test_no_word_that_was_stored_is_forgotten_and_each_fits_its_column() -> None:
    stored = {word for _, word, _ in WORDS_STORED} | set(WORDS_READ_AGAIN)
    obstacles = {f"NotSignable:{obstacle}" for obstacle in Obstacle}
    known = {name for use_case in IN_TURNS for name in use_case.answers} - {"NotSignable"} | obstacles
    assert stored == known, "add the words of a new answer here; those that are here stay"
    assert max(map(len, known)) <= (WORD.length or 0)


@pytest.mark.parametrize("word", ["SummaryRead", "LinkSent", "CodeAccepted", "a word of a later version"])
def test_what_was_answered_to_another_request_is_no_answer_to_this_one(line: Line, word: str) -> None:
    """Where a call began anew after the loss of its session, its turns are counted from the start once more."""
    accepted = verified(line, "customer-open", "call")
    key = with_stored_answer(line, word)
    assert line.desk.answer(ReadDetails(accepted.grant), key, "en-GB", INBOUND) == Refused()


def test_there_is_an_example_of_every_request_about_somebody() -> None:
    about = {kind for kind in get_args(DomainRequest) if "grant" in {each.name for each in fields(kind)}}
    assert set(OF_VERIFIED_CALLERS) == about - {AskCallBack}, "a call-back tells nothing"


@pytest.mark.parametrize("kind", OF_VERIFIED_CALLERS, ids=lambda kind: kind.__name__)
def test_what_is_told_of_somebody_is_read_from_books_that_are_up_to_date(line: Line, kind: type) -> None:
    grant, books = verified(line, "applicant-ready").grant, Books()
    request = OF_VERIFIED_CALLERS[kind](grant)
    replace(line, books=books).desk.answer(request, TurnKey("call", 9), "en-GB", INBOUND)
    signs = kind is SignAgreement  # its order is settled by the ledger itself
    assert books.asked == ([] if signs else [demo.PEOPLE["applicant-ready"].ref])


def test_another_code_in_the_turn_of_a_signature_is_refused_and_counts_nothing(line: Line, ready: Applicant) -> None:
    ready.signs()
    before = line.desk.checkpoint("call")
    assert ready.caller.asks_again(ready.signing(ready.caller.wrong_code)) == Refused()
    assert line.desk.checkpoint("call") == before
