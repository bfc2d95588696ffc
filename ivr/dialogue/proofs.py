"""What holds for every call that is possible. A proof yields its counterexamples: the calls that show them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from domain.errors import LevelTooLow
from domain.requests import CodeSent, CodeWrong
from domain.verification import Level
from ivr.dialogue import graph
from ivr.dialogue.context import Hint
from ivr.dialogue.custody import breaches
from ivr.dialogue.events import Digits, Event, NoInput
from ivr.dialogue.flow import menu_of
from ivr.dialogue.flow.table import Flow, edges, step
from ivr.dialogue.keys import PERSON
from ivr.dialogue.state import Callers
from ivr.dialogue.states import SPEAKING, Goodbye, NobodyAnswered, Speaking, State, Transferring
from ivr.dialogue.voice import Gather, VoiceDocument
from ivr.dialogue.walk import Walk, spoken_event

LONE_HASH = Digits("#")
ASKED_AGAIN = frozenset({Hint.SILENT, Hint.UNREADABLE, Hint.PATIENT, Hint.WRONG, Hint.TOO_SOON})


@dataclass(frozen=True)
class Rendering:
    """`words`: everything a document says. `canaries`: the walk's personal figures, as they are said."""

    documents: Callable[[Speaking], tuple[VoiceDocument, ...]]
    words: Callable[[VoiceDocument], str]
    canaries: frozenset[str]

    def said_in(self, state: Speaking) -> list[str]:
        return [self.words(document) for document in self.documents(state)]


@dataclass(frozen=True)
class Evidence:
    """What a proof looks at."""

    table: Flow
    walk: Walk
    rendering: Rendering

    @cached_property
    def first_callers(self) -> Mapping[type[State], Mapping[Callers, State]]:
        """The first state of each kind that a verified caller comes to, and the first that a stranger does."""
        coming: dict[type[State], dict[Callers, State]] = {}
        for state in self.walk.states:
            caller = Callers.VERIFIED if state.context.level >= Level.VERIFIED else Callers.STRANGERS
            coming.setdefault(type(state), {}).setdefault(caller, state)
        return coming

    def speaking(self) -> Iterator[Speaking]:
        for state in self.walk.states:
            if isinstance(state, SPEAKING):
                yield state


def arrows_are_as_declared(evidence: Evidence) -> Iterator[str]:
    declared = edges(evidence.table)
    yield from (f"declared, but in no call: {' '.join(edge)}" for edge in declared - evidence.walk.edges)
    for source, event, target in evidence.walk.ways:
        if (type(source).__name__, type(event).__name__, type(target).__name__) not in declared:
            yield f"not declared: {evidence.walk.call_to(source)} → ({type(event).__name__}) {type(target).__name__}"


def every_state_has_words(evidence: Evidence) -> Iterator[str]:
    for state in evidence.speaking():
        try:
            if not all(evidence.rendering.said_in(state)):
                yield evidence.walk.call_to(state)
        except LookupError as missing:
            yield f"{missing}: {evidence.walk.call_to(state)}"
        except LevelTooLow:
            continue  # another proof's counterexample


def nothing_personal_below_its_level(evidence: Evidence) -> Iterator[str]:
    for state in evidence.speaking():
        try:
            words = " ".join(evidence.rendering.said_in(state))
        except LevelTooLow:
            yield f"figures without a grant: {evidence.walk.call_to(state)}"
            continue
        if state.context.level < Level.VERIFIED and any(canary in words for canary in evidence.rendering.canaries):
            yield f"figures are spoken: {evidence.walk.call_to(state)}"


def figures_are_read_for_verified_callers_only(evidence: Evidence) -> Iterator[str]:
    """And nothing is signed, and nothing said of an application, for anybody else."""
    for state in evidence.walk.states:
        if state.callers is Callers.VERIFIED and state.context.level < Level.VERIFIED:
            yield evidence.walk.call_to(state)


def states_say_who_comes_to_them(evidence: Evidence) -> Iterator[str]:
    """So that none is guarded for one kind of callers where the other comes, or where both do."""
    for kind, seen in evidence.first_callers.items():
        found = next(iter(seen)) if len(seen) == 1 else Callers.ANYBODY
        if kind.callers is not found:
            calls = "; ".join(map(evidence.walk.call_to, seen.values()))
            yield f"{kind.__name__} is for {kind.callers.value}, and {found.value} come to it: {calls}"


def signing_follows_a_yes_to_this_agreement_and_a_code_bound_to_it(evidence: Evidence) -> Iterator[str]:
    for source, event, target in breaches(evidence.walk):
        yield f"{evidence.walk.call_to(source)} → ({spoken_event(event)}) {type(target).__name__}"


def a_person_can_be_asked_for_everywhere(evidence: Evidence) -> Iterator[str]:
    """By one key, and the question says so; where nobody answered, trying again is the person."""
    for state in evidence.speaking():
        if (type(state), Digits) not in evidence.table:
            continue
        if not isinstance(step(evidence.table, state, Digits(PERSON)), Transferring):
            yield f"{PERSON} leads to nobody: {evidence.walk.call_to(state)}"
        elif not isinstance(state, NobodyAnswered) and not _offers_person(evidence, state):
            yield f"no person on the menu: {evidence.walk.call_to(state)}"


def _offers_person(evidence: Evidence, state: Speaking) -> bool:
    try:
        verbs = evidence.rendering.documents(state)[0].verbs
    except LevelTooLow:
        return True  # another proof's counterexample
    menu = menu_of(state)
    said = [words for key, words in menu.said(state) if key is PERSON] if menu else []
    return any(words in verb.options for verb in verbs if isinstance(verb, Gather) for words in said)


def every_call_can_end(evidence: Evidence) -> Iterator[str]:
    states = evidence.walk.states
    ends = {number for number, state in enumerate(states) if isinstance(state, Goodbye)}
    ending = graph.reachable(graph.reversed_graph(evidence.walk.following), ends)
    yield from (evidence.walk.call_to(state) for number, state in enumerate(states) if number not in ending)


def being_asked_again_is_bounded(evidence: Evidence) -> Iterator[str]:
    """Silence and unreadable keys alone, however long, come to an end. A lone hash in a menu is a habit, and no try."""
    endless = graph.cycle(evidence.walk.graph(_stalls))
    if endless:
        first = evidence.walk.states[endless[0]]
        yield f"{evidence.walk.call_to(first)}, and round again through {len(endless) - 1} states"


def _stalls(event: Event, following: State) -> bool:
    return event != LONE_HASH and (isinstance(event, NoInput) or getattr(following, "hint", None) in ASKED_AGAIN)


def guessing_is_bounded(evidence: Evidence) -> Iterator[str]:
    """No way round leads through sending or checking a code."""
    following = evidence.walk.following
    place = graph.components(following)
    for number, state in enumerate(evidence.walk.states):
        goes_round = any(place[after] == place[number] for after in following[number])
        if goes_round and sends_or_checks(evidence.table, type(state)):
            yield evidence.walk.call_to(state)


def sends_or_checks(table: Flow, kind: type[State]) -> bool:
    """A code: whatever may be answered that it was sent, or that it was wrong."""
    return (kind, CodeSent) in table or (kind, CodeWrong) in table


def number_of_paths(walk: Walk) -> int:
    return sum(graph.count_paths(walk.following, start) for start in range(len(walk.starts)))


PROOFS: tuple[Callable[[Evidence], Iterator[str]], ...] = (
    arrows_are_as_declared,
    every_state_has_words,
    nothing_personal_below_its_level,
    figures_are_read_for_verified_callers_only,
    states_say_who_comes_to_them,
    signing_follows_a_yes_to_this_agreement_and_a_code_bound_to_it,
    a_person_can_be_asked_for_everywhere,
    every_call_can_end,
    being_asked_again_is_bounded,
    guessing_is_bounded,
)


def prove(
    evidence: Evidence, proofs: Iterable[Callable[[Evidence], Iterator[str]]] = PROOFS
) -> Mapping[str, list[str]]:
    """Each proof's name and its counterexamples: none where it holds."""
    return {proof.__name__.replace("_", " "): list(proof(evidence)) for proof in proofs}
