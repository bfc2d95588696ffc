"""The linter hears what a caller should not: each rule of `ivr.lint.rules` at its limit and beyond it."""

import re
from collections.abc import Mapping

import pytest
from click.testing import CliRunner

from ivr.cli import main
from ivr.dialogue.context import CallContext, Hint, Missed, Reason
from ivr.dialogue.events import NoInput
from ivr.dialogue.flow import CALL_FLOW
from ivr.dialogue.identify_states import AskIdentifier, AwaitCode, NotVerified
from ivr.dialogue.keys import Key
from ivr.dialogue.menu import Menu
from ivr.dialogue.present import present, present_whisper
from ivr.dialogue.questions import menu
from ivr.dialogue.states import NobodyAnswered, Speaking, Transferring
from ivr.dialogue.voice import Gather, Pause, Prompt, Queue, Say, VoiceDocument, prompt
from ivr.dialogue.walk import every_call
from ivr.lint import findings
from ivr.lint.heard import Heard, Kind, Wording, documents, heard
from ivr.lint.rules import RULES
from ivr.prompts.catalogue import LANGUAGES, spoken
from ivr.samples import samples

ENGLISH, SWEDISH = CallContext("en-GB"), CallContext("sv-SE")
ASKED = Transferring(ENGLISH, Queue.GENERAL, Reason.ASKED)
PLAIN = {"one": "One, press 1.", "two": "Two, press 2.", "three": "Three, press 3.", "four": "Four, press 4."}


pytestmark = pytest.mark.xdist_group("walk")


def worded(words: Mapping[str, str]) -> Wording:
    """The line's own wording, but for these keys."""

    def wording(said: Prompt, language: str) -> str:
        return words[said.key] if said.key in words else spoken(said, language)

    return wording


def rules_broken(document: Heard) -> set[str]:
    return {finding.rule for finding in findings([document])}


def question(state: Speaking, words: Mapping[str, str]) -> Heard:
    return heard("here", Kind.QUESTION, present(state), worded(words))


def telling(state: Speaking, words: Mapping[str, str]) -> Heard:
    return heard("here", Kind.TELLING, present(state), worded(words))


def whisper(words: Mapping[str, str]) -> Heard:
    return heard("here", Kind.WHISPER, present_whisper(ASKED), worded(words))


def crafted(*verbs: Say | Gather | Pause, words: Mapping[str, str]) -> Heard:
    return heard("here", Kind.QUESTION, VoiceDocument("en-GB", verbs), worded(words))


def options(*keys: str, acting: str = "1234567") -> Gather:
    numbered = (prompt(key, number=number) for key, number in zip(keys, acting, strict=False))
    return menu(options=(*numbered, prompt("option-person", number="0")))


BROKEN = [
    (
        "questions come to the point",
        question(AskIdentifier(ENGLISH, Hint.AGAIN), {"identifier": "twelve " * 21}),
    ),
    (
        "questions come to the point",
        question(NotVerified(SWEDISH, Hint.SILENT, 1), {"menu-silent-1": "ord " * 21}),
    ),
    ("tellings end in time", telling(ASKED, {"transfer-asked": "word " * 63})),
    ("whispers end in time", whisper({"whisper-asked": "Asked for a person."})),
    (
        "options can be remembered",
        crafted(options("one", "two", "three", "four", "five"), words={**PLAIN, "five": "Five, press 5."}),
    ),
    (
        "options name the function then the key",
        question(NotVerified(ENGLISH), {"option-try-again": "Press 1 to try again."}),
    ),
    (
        "options name the function then the key",
        question(NotVerified(SWEDISH), {"option-try-again": "Tryck 1 för att försöka igen."}),
    ),
    (
        "options name the function then the key",
        question(AskIdentifier(ENGLISH, Hint.AGAIN), {"option-person-entry": "For a person, press 0."}),
    ),
    (
        "keys have no gaps",
        crafted(options("one", "three", acting="13"), words=PLAIN),
    ),
    (
        "keys have no gaps",
        crafted(menu(options=(prompt("option-end", number="9"), prompt("option-person", number="0"))), words={}),
    ),
    ("keys lead somewhere", crafted(options("one", "two", acting="21"), words=PLAIN)),
    ("a person is offered", crafted(menu(options=(prompt("one", number="1"),)), words=PLAIN)),
    (
        "nobody is blamed",
        question(AwaitCode(ENGLISH, "c", Hint.UNREADABLE, tries=1), {"code-unreadable-1": "Those six are wrong."}),
    ),
    (
        "nobody is blamed",
        question(AwaitCode(SWEDISH, "c", Hint.UNREADABLE, tries=1), {"code-unreadable-1": "Fel. Knappa sex siffror."}),
    ),
    ("silence is explained", crafted(Pause(4), options("one"), words=PLAIN)),
    ("silence is explained", heard("here", Kind.TELLING, VoiceDocument("en-GB", (Say(()),)), spoken)),
    ("expected digits are named", question(AskIdentifier(ENGLISH, Hint.AGAIN), {"identifier": "Key your number."})),
    ("expected digits are named", question(AwaitCode(SWEDISH, "c"), {"code-first": "Knappa in koden."})),
    (
        "numbers are words",
        question(AskIdentifier(ENGLISH, Hint.AGAIN), {"identifier": "Key twelve digits, or the 8 of your card."}),
    ),
    ("errors get fuller", question(NotVerified(ENGLISH, Hint.SILENT, 2), {"menu-silent-2": "I still hear no key."})),
    ("keys have their names", question(AskIdentifier(ENGLISH, Hint.AGAIN), {"identifier": "Key twelve, then pound."})),
    (
        "keys have their names",
        question(AskIdentifier(SWEDISH, Hint.AGAIN), {"identifier": "Knappa in tolv siffror och brädgård."}),
    ),
]


@pytest.mark.parametrize(("rule", "document"), BROKEN)
def test_a_rule_sees_what_breaks_it_and_no_other_does(rule: str, document: Heard) -> None:
    assert rules_broken(document) == {rule}


def test_every_rule_is_seen_to_fail() -> None:
    assert {rule for rule, _ in BROKEN} == {rule.__name__.replace("_", " ") for rule in RULES}


@pytest.mark.parametrize(
    "document",
    [
        question(AskIdentifier(ENGLISH, Hint.AGAIN), {"identifier": "twelve " * 20}),
        telling(ASKED, {"transfer-asked": "word " * 62}),
        whisper({"whisper-asked": "Wants a person."}),
        crafted(options("one", "two", "three", "four"), words=PLAIN),
        crafted(Pause(3), options("one"), words=PLAIN),
        heard("here", Kind.RETRY, present(NobodyAnswered(ENGLISH, Queue.GENERAL, Reason.ASKED, Missed.BUSY)), spoken),
    ],
)
def test_what_just_keeps_to_the_rules_is_let_through(document: Heard) -> None:
    assert rules_broken(document) == set()


def test_a_key_is_held_against_the_table_of_the_call() -> None:
    wording = worded({"option-offers": "To hear our offers, press 3."})
    found = findings(documents(LANGUAGES, wording))
    assert [finding.rule for finding in found if finding.where == "en-GB NotVerified first"] == [
        "keys have no gaps",
        "keys lead somewhere",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_option_is_worded_with_the_key_that_its_menu_gives(language: str) -> None:
    menus = [arrow.handler for arrow in CALL_FLOW.values() if isinstance(arrow.handler, Menu)]
    named = {f"option-{option.words}" for menu in menus for option in menu.options if isinstance(option.words, str)}
    for key in (*named, "whisper-take"):
        assert re.findall(r"\d", spoken(prompt(key, number=Key.EIGHT), language)) == [Key.EIGHT]


def test_what_silence_asks_again_is_held_to_the_length_of_a_question() -> None:
    """And what is heard once, page by page, to that of a telling."""
    asked_again = {
        source.tag
        for source, event, target in every_call(LANGUAGES).ways
        if isinstance(event, NoInput) and type(source) is type(target) and not hasattr(source, "page")
    }
    for document in documents(LANGUAGES, spoken):
        _, state, *_ = document.where.split()
        if document.kind is not Kind.WHISPER:
            assert (document.kind is Kind.TELLING) is (state not in asked_again)


def test_nothing_that_is_said_escapes() -> None:
    """As many documents as there are samples: one of each."""
    assert len(documents(LANGUAGES, spoken)) == len(samples(LANGUAGES))


def test_the_line_keeps_to_the_rules_in_every_language() -> None:
    result = CliRunner().invoke(main, ["lint"])
    assert result.output == f"{', '.join(LANGUAGES)}: {len(documents(LANGUAGES, spoken))} documents, findings: 0\n"
    assert result.exit_code == 0


def test_the_command_lists_its_findings_and_exits_1(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ivr.cli.lint.spoken", worded({"not-verified": "That was invalid."}))
    result = CliRunner().invoke(main, ["lint"])
    assert result.exit_code == 1
    assert "en-GB NotVerified first: not so that nobody is blamed: That was invalid." in result.output
    assert result.output.endswith("findings: 1\n")
