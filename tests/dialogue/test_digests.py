"""The digest of a state is another one where a key means something else there, and the same where nothing does."""

from collections.abc import Callable
from dataclasses import fields, make_dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from ivr.dialogue import digests as module
from ivr.dialogue.customer_states import CustomerMenu
from ivr.dialogue.digests import _digest, digests
from ivr.dialogue.events import Digits
from ivr.dialogue.flow import CALL_FLOW
from ivr.dialogue.flow.menus import no_input
from ivr.dialogue.flow.table import Arrow
from ivr.dialogue.menu import Menu, Option, _keyed, never
from ivr.dialogue.signing_states import AskConsent

CONSENT = CALL_FLOW[AskConsent, Digits]
MENU: Menu[Any] = CONSENT.handler  # type: ignore[assignment] # it is one


def changed(monkeypatch: pytest.MonkeyPatch, arrow: Arrow | None) -> set[str]:
    """The states whose digests are others where this arrow takes the place of the one of the question of consent."""
    others = {pair: each for pair, each in CALL_FLOW.items() if pair != (AskConsent, Digits)}
    before = digests.__wrapped__()
    monkeypatch.setattr(module, "CALL_FLOW", {**others, (AskConsent, Digits): arrow} if arrow else others)
    return {name for name, digest in digests.__wrapped__().items() if digest != before[name]}


def with_menu(**changes: Any) -> Arrow:
    return replace(CONSENT, handler=replace(MENU, **changes))


def with_option(place: int, **changes: Any) -> Arrow:
    options = list(MENU.options)
    options[place] = replace(options[place], **changes)
    return with_menu(options=tuple(options))


def test_nothing_has_changed_where_nothing_has(monkeypatch: pytest.MonkeyPatch) -> None:
    assert changed(monkeypatch, CONSENT) == set()


AGREE, DISAGREE, *REST = MENU.options


@pytest.mark.parametrize(
    "arrow",
    [
        pytest.param(None, id="no key is taken"),
        pytest.param(with_menu(options=(DISAGREE, AGREE, *REST)), id="two keys are exchanged"),
        pytest.param(with_menu(options=(AGREE, Option("new", AGREE.leads), DISAGREE, *REST)), id="a key is added"),
        pytest.param(with_menu(options=(AGREE, *REST)), id="a key is gone"),
        pytest.param(with_menu(options=tuple(REST)), id="only the others are left"),
        pytest.param(with_option(0, leads=DISAGREE.leads), id="a key leads elsewhere"),
        pytest.param(with_option(0, words="agree-and-sign"), id="a key is told in other words"),
        pytest.param(with_option(0, said=never), id="a key is not told any more"),
        pytest.param(with_option(0, offered=lambda state: state.tries == 0), id="a key is offered at times"),
        pytest.param(with_menu(at_hash=None), id="a hash means nothing any more"),
        pytest.param(with_menu(at_star=AGREE), id="a star means something"),
        pytest.param(with_menu(is_entry=True), id="keys are an entry"),
        pytest.param(with_menu(otherwise=no_input), id="other keys lead elsewhere"),
    ],
)
def test_a_state_whose_keys_differ_has_another_digest_and_no_other_state_has(
    monkeypatch: pytest.MonkeyPatch, arrow: Arrow | None
) -> None:
    assert changed(monkeypatch, arrow) == {"AskConsent"}


def test_a_key_of_another_number_is_another_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which number an option has is decided in one place, for all states."""
    before = digests.__wrapped__()
    monkeypatch.setattr("ivr.dialogue.menu.assigned", lambda names: iter("#*0987654321"[: len(list(names))]))
    _keyed.cache_clear()
    try:
        assert digests.__wrapped__()["CustomerMenu"] != before["CustomerMenu"]
    finally:
        monkeypatch.undo()
        _keyed.cache_clear()


def test_a_condition_that_was_changed_is_seen_though_it_has_no_name() -> None:
    def offered(is_offered: Callable[[Any], bool]) -> str:
        option = replace(DISAGREE, offered=is_offered)
        return _digest(AskConsent, [with_menu(options=(AGREE, option))])

    before = offered(lambda state: state.tries == 0)
    assert offered(lambda state: state.tries == 0) == before
    assert offered(lambda state: state.tries == 1) != before
    assert offered(lambda state: state.tries in {0, 1}) != before


def test_a_condition_is_another_one_where_it_was_made_for_something_else() -> None:
    def offered(most: object) -> str:
        option = replace(DISAGREE, offered=lambda state: state.tries == most)
        return _digest(AskConsent, [with_menu(options=(AGREE, option))])

    assert offered(1) != offered(2)
    assert offered(frozenset({1, 2})) == offered(frozenset({2, 1}))


def test_a_comment_on_what_a_key_does_changes_nothing(tmp_path: Path) -> None:
    def told(*body: str) -> str:
        """In a file of its own."""
        file = tmp_path / f"{len(list(tmp_path.iterdir()))}.py"
        file.write_text("\n    ".join(["def leads(state):", *body]))
        scope: dict[str, Any] = {}
        exec(compile(file.read_text(), file, "exec"), scope)  # noqa: S102 - functions that differ in this alone
        function = scope["leads"]
        function.__annotations__ = {"state": AskConsent, "return": CustomerMenu}
        return _digest(AskConsent, [with_menu(options=(replace(AGREE, leads=function),))])

    before = told('"""Says this."""', "return state.menu()")
    assert told('"""Says that, at more length."""', "return state.menu()") == before
    assert told("# Why this is so.", "return (", "    state.menu())  # or so") == before
    assert told("return state.menu().menu()") != before


def test_a_field_that_was_added_anywhere_in_a_state_changes_it() -> None:
    def grown(kind: type) -> type:
        old = [(field.name, field.type) for field in fields(kind)]
        return make_dataclass(kind.__name__, [*old, ("amount", int)])

    assert _digest(grown(AskConsent), []) != _digest(AskConsent, [])
    context = next(field.type for field in fields(AskConsent) if field.name == "context")
    assert isinstance(context, type)
    inner = make_dataclass("AskConsent", [("context", grown(context))])
    assert _digest(inner, []) != _digest(make_dataclass("AskConsent", [("context", context)]), [])
